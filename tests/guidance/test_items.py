"""The guide's items are data: five sectors, five chapters, two states, no cell empty, every source said (R53)."""

import tomllib

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from sibao.accounts.models import Account
from sibao.config import packs
from sibao.directory.models import Sector
from sibao.facts.inputs import RecordFacts
from sibao.facts.services import record_facts
from sibao.guidance import queries, services
from sibao.guidance.inputs import GuidancePack
from sibao.guidance.models import GuideItem, Hazard, Readiness
from sibao.guidance.queries import InForce
from sibao.guidance.rules import CHAPTERS, POSTURES
from sibao.guidance.services.reckoning import reckon
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Denied, Invalid, NotFound
from tests import world
from tests.accounts.people import signed_in
from tests.guidance import steps

pytestmark = pytest.mark.django_db
PACK = world.PACK.parent / "epidemic-2022-06"
GUIDES = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((PACK / "guides").glob("*.toml"))]


def test_every_sector_has_something_in_every_chapter_and_both_states():
    assert sorted(one["sector"] for one in GUIDES) == [
        "commerce",
        "culture_tourism",
        "industry",
        "projects",
        "transport",
    ]
    for guide in GUIDES:
        there = {(item["chapter"], item["state"]) for item in guide["items"]}
        assert there == {(chapter, state) for chapter in CHAPTERS for state in POSTURES}, guide["sector"]


def test_every_item_names_the_article_it_comes_from_or_what_it_follows():
    articles = {
        "三（一）",
        "四（一）",
        "四（二）",
        "五（一）",
        "五（一）、六（二）",
        "五（二）",
        "六（二）",
        "七（一）",
        "七（二）",
        "七（三）",
    }
    for item in (item for guide in GUIDES for item in guide["items"]):
        cite = item.get("cite")
        assert (cite is None) is bool(item.get("follows")), item["key"]
        assert cite is None or (cite["document"], cite["article"] in articles) == ("jiguanban-2022-21", True)


def test_the_page_shows_both_states_and_marks_what_is_to_be_confirmed(zone):
    owner = world.person(zone, "unit_user", unit=world.unit(zone))
    industry = Sector.objects.get(zone=zone, code="industry")
    with acting(owner):
        guide = queries.guide(owner, industry.pk)
    assert all(chapter.normal and chapter.emergency for chapter in guide.chapters)
    assert 0 < guide.to_confirm < guide.count
    page = signed_in(Client(), Account.objects.get(pk=owner.account_id)).get(f"/guidance/sectors/{industry.pk}/")
    text = page.content.decode()
    assert text.count("待确认</span>") >= guide.to_confirm
    assert "48小时滚动核酸检测" in text
    assert "济管办〔2022〕21号 三（一）" in text
    with pytest.raises(NotFound):
        queries.guide(world.person(zone, "clerk_commerce"), industry.pk)


def test_loading_again_changes_nothing_and_what_the_pack_drops_is_retired(zone):
    actor, before = world.cli(zone), list(GuideItem.objects.order_by("pk").values())
    packs.load_hazard(actor, PACK)
    assert list(GuideItem.objects.order_by("pk").values()) == before
    shorter = [{**GUIDES[0], "items": [item for item in GUIDES[0]["items"] if item["key"] != "pairing"]}]
    with pytest.raises(Invalid):
        services.load_pack(actor=actor, given=pack([{**GUIDES[0], "items": GUIDES[0]["items"][:3]}]))
    assert not GuideItem.objects.filter(retired=True).exists()
    services.load_pack(actor=actor, given=pack(shorter))
    assert GuideItem.objects.get(sector__code="commerce", key="pairing").retired
    assert GuideItem.objects.count() == len(before)
    with pytest.raises(Denied):
        services.load_pack(actor=world.person(zone, "hq_office_clerk"), given=pack(shorter))


def test_an_item_judged_by_a_rule_names_it_whole(zone):
    item = GUIDES[0]["items"][0]
    ruled = {**item, "use": "guidance", "rule": "sampling"}
    items = [ruled, *GUIDES[0]["items"][1:]]
    services.load_pack(actor=world.cli(zone), given=pack([{**GUIDES[0], "items": items}]))
    row = GuideItem.objects.get(sector__code="commerce", key=item["key"])
    assert (row.kind, row.use, row.rule_key) == ("criterion", "guidance", "sampling")
    with pytest.raises(ValueError, match="用途和规则"):
        pack([{**GUIDES[0], "items": [{**item, "use": "guidance"}]}])


def test_the_database_keeps_an_item_in_its_place_and_lets_nothing_be_sourced_by_nothing(zone):
    row = GuideItem.objects.filter(certainty="to_confirm").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        GuideItem.objects.filter(pk=row.pk).update(certainty="sourced")
    with pytest.raises(DatabaseError), transaction.atomic():
        GuideItem.objects.filter(pk=row.pk).update(posture="normal" if row.posture == "emergency" else "emergency")


def pack(guides):
    named = {"key": "epidemic-2022-06", "zh": "疫情防控", "en": "Epidemic control"}
    return GuidancePack.model_validate({**named, "guides": guides})


def test_another_hazard_is_loaded_beside_the_first_by_naming_it_and_without_a_line_of_code(zone):
    before = {row.pk: row.text for row in GuideItem.objects.filter(retired=False)}
    asked = []
    both = {"hazards": ["epidemic-2022-06", "flood-2022"]}
    unit = world.unit(zone)
    owner, clerk = world.person(zone, "unit_user", unit=unit), world.person(zone, "clerk_industry")
    for prepared in ({}, {"in_force": both["hazards"]}):
        packs.load(world.PACK, instead=both | prepared)
        with acting(owner):
            asked.append(sum(len(side.items) for side in queries.sides(owner, unit.pk, clock.today())))
    items = GuideItem.objects.filter(retired=False)
    flood = items.filter(hazard__code="flood-2022")
    assert {row.pk: row.text for row in items.exclude(hazard__code="flood-2022")} == before
    assert all(row.certainty == "to_confirm" and row.article for row in flood)
    browser = signed_in(Client(), Account.objects.get(pk=clerk.account_id))
    page = browser.get(f"/guidance/sectors/{unit.sector_id}/").content.decode()
    industry = flood.filter(sector=unit.sector)
    assert all(row.text in page and row.article in page for row in industry)
    assert page.count("防汛（2022年汛期）</span>") == industry.count() == asked[1] - asked[0] == 11
    assert "疫情防控（2022年6月）" in page
    assert "低洼处的单位配有排水泵（示例）" in browser.get("/facts/").content.decode()
    assert "排水泵" in browser.get(f"/facts/units/{unit.pk}/").content.decode()
    values = {"flood_low_lying": True, "flood_pumps": 0}
    record_facts(actor=owner, given=RecordFacts(unit_id=unit.pk, observed_on=clock.today(), values=values))
    said = dict(steps.checked(owner, unit).answers.values_list("item__key", "said"))
    assert (said["flood_pumped"], said["flood_plan"]) == ("unmet", "met")
    assert asked_where_in_force(zone, unit, unit.area.path) == (True, True, opened_in(zone, unit))
    assert asked_where_in_force(zone, unit, f"{unit.area.path}9") == (False, False, opened_in(zone, unit) - 1)


def asked_where_in_force(zone, unit, path):
    """Whether a pump is asked of a unit, and open, and how much is, once somebody says that the flood is at a place alone."""
    flood = Hazard.objects.get(code="flood-2022")
    others = [InForce(pk) for pk in Hazard.objects.exclude(pk=flood.pk).values_list("pk", flat=True)]
    before = queries.hazards_in_force_by(lambda _zone_id: [*others, InForce(flood.pk, path)])
    try:
        open_ = {one.key for one in queries.open_items(zone.pk, [unit.pk], "normal", clock.now())[unit.pk]}
        asked = set(queries.items_asked(unit, "normal").values_list("key", flat=True))
        return "flood_pumped" in asked, "flood_pumped" in open_, opened_in(zone, unit)
    finally:
        queries.hazards_in_force_by(before)


def opened_in(zone, unit):
    """How much of what the normal state asks is open, reckoned now."""
    reckon(zone.pk, [unit.pk], clock.now())
    return Readiness.objects.get(unit=unit).normal_open
