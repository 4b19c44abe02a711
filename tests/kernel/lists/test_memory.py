"""What a list remembers: one's own last filter and columns, saved filters, those shared in an organisation."""

import tomllib

import pytest
from django.urls import reverse
from pydantic import ValidationError

from sibao.audit.models import AuditLine
from sibao.directory.services import export_units
from sibao.directory.web.lists import UNITS
from sibao.kernel import files
from sibao.kernel.access import acting
from sibao.kernel.lists import memory, services
from sibao.kernel.lists.asked import strictly
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.inputs import EditFilter, StartExport
from sibao.kernel.lists.registry import lists
from sibao.kernel.lists.working import run_export
from sibao.kernel.models import SavedFilter
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from tests import world
from tests.seen import browser

pytestmark = pytest.mark.django_db
KEY = "directory:units"


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def colleague(zone):
    return world.person(zone, "clerk_industry")


def own():
    """What people keep, without what came with the pack."""
    return SavedFilter.objects.exclude(account_id=memory.PACK)


def edit(actor, action, kept=None, **given):
    details = EditFilter(action=action, list_key=KEY, filter_id=kept.pk if kept else None, **given)
    return services.edit_filter(actor=actor, given=details)


def save(actor, name="轵城大户", **query):
    return edit(actor, "save", name=name, query=query or {"town": ["419001102"]})


def begun(actor):
    """What the list shows to somebody who comes back without saying anything."""
    return memory.begin(Look(actor), UNITS, memory.kept(actor, KEY), {})


def named(actor):
    return [kept.name for kept in memory.kept(actor, KEY).named if kept.account_id != memory.PACK]


def test_a_list_comes_back_with_the_last_filter_and_columns(zone, clerk, colleague):
    world.unit(zone)
    browser(clerk).get(reverse("directory:units"), {"town": "419001102", "columns": ["name", "code"], "size": "50"})
    asked = begun(clerk)
    assert (asked.values, asked.size) == ({"town": ("419001102",)}, 50)
    assert [column.key for column in asked.columns] == ["name", "code"]
    assert begun(colleague).values == {}


def test_columns_stay_when_the_filter_changes(zone, clerk):
    page = browser(clerk)
    page.get(reverse("directory:units"), {"columns": ["name", "address"]})
    answer = page.get(reverse("directory:units"), {"lifeline": "1"})
    assert [column.key for column in answer.context["asked"].columns] == ["name", "address"]


def test_what_could_not_be_understood_is_not_remembered(zone, clerk):
    browser(clerk).get(reverse("directory:units"), {"town": "419001102"})
    browser(clerk).get(reverse("directory:units"), {"town": "419001102", "staff_from": "many"})
    assert begun(clerk).values == {"town": ("419001102",)}
    assert SavedFilter.objects.filter(account_id=clerk.account_id).count() == 1


def test_a_saved_filter_is_ones_own_until_it_is_shared(zone, clerk, colleague):
    stranger = world.person(zone, "clerk_commerce")
    kept = save(clerk)
    assert (named(clerk), named(colleague)) == (["轵城大户"], [])
    edit(clerk, "share", kept)
    assert (named(colleague), named(stranger)) == (["轵城大户"], [])
    edit(clerk, "unshare", kept)
    assert named(colleague) == []


def test_a_shared_filter_is_not_anothers_to_change(zone, clerk, colleague):
    kept = save(clerk)
    edit(clerk, "share", kept)
    for action in ("delete", "unshare", "default", "share"):
        with pytest.raises(NotFound):
            edit(colleague, action, kept)
    kept.refresh_from_db()
    assert (kept.organisation_id, kept.is_default) == (clerk.organisation_id, False)
    assert AuditLine.objects.filter(command="kernel:filter:edit", outcome="refused").count() == 4


def test_the_default_is_what_a_list_starts_with_and_there_is_one(zone, clerk, colleague):
    first, second = save(clerk), save(clerk, "工业", sector=["industry"])
    edit(clerk, "share", first)
    edit(clerk, "default", first)
    browser(clerk).get(reverse("directory:units"), {"lifeline": "1"})
    assert begun(clerk).values == {"town": ("419001102",)}
    assert begun(colleague).values == {}
    edit(clerk, "default", second)
    assert begun(clerk).values == {"sector": ("industry",)}
    edit(clerk, "undefault", second)
    assert begun(clerk).values == {"lifeline": True}
    edit(clerk, "delete", second)
    assert named(clerk) == ["轵城大户"]


def test_a_kept_filter_that_no_longer_fits_loses_only_that_part(zone, clerk):
    kept = save(clerk, town=["419001102"], lifeline=["1"])
    SavedFilter.objects.filter(pk=kept.pk).update(values={"town": ["no-such-town"], "lifeline": ["1"]}, is_default=True)
    asked = begun(clerk)
    assert (asked.values, asked.errors) == ({"lifeline": True}, {})


def test_the_filters_of_many_colleagues_never_push_out_ones_own(zone, clerk, colleague):
    mine = save(clerk, "最后一个")
    edit(clerk, "default", mine)
    for number in range(2 * memory.MOST_SAVED + 5):
        SavedFilter.objects.create(
            zone_id=zone.id,
            account_id=colleague.account_id,
            organisation_id=colleague.organisation_id,
            list_key=KEY,
            name=f"A{number:03d}",
        )
    assert named(clerk)[0] == "最后一个"
    assert begun(clerk).values == {"town": ("419001102",)}


def test_what_cannot_be_saved_is_refused_and_nothing_is_kept(zone, clerk):
    with pytest.raises(Invalid) as unnamed:
        save(clerk, name="  ")
    assert set(unnamed.value.fields) == {"name"}
    with pytest.raises(Invalid) as unknown:
        save(clerk, town=["nowhere"])
    assert set(unknown.value.fields) == {"town"}
    with pytest.raises(ValidationError):
        EditFilter(action="save", list_key=KEY, name="长" * 41)
    with pytest.raises(NotFound):
        services.edit_filter(actor=clerk, given=EditFilter(action="save", list_key="no:list", name="名"))
    with pytest.raises(Denied):
        services.edit_filter(actor=clerk, given=EditFilter(action="save", list_key="accounts:accounts", name="名"))
    assert own().count() == 0
    save(clerk)
    with pytest.raises(Conflict, match="同名"):
        save(clerk)
    for number in range(memory.MOST_SAVED - 1):
        save(clerk, f"第{number}个")
    with pytest.raises(Conflict, match="最多 20 个"):
        save(clerk, "多出来的")
    assert own().count() == memory.MOST_SAVED


@pytest.mark.parametrize("given", [{"name": "\0"}, {"name": "长" * 41}, {"action": "drop"}, {"filter": "x"}])
def test_a_bad_form_is_answered_in_words(zone, clerk, given):
    form = {"action": "save", "list": KEY, "name": "名", "query": "?town=419001102", **given}
    answer = browser(clerk).post(reverse("kernel:filter-edit"), form)
    assert answer.status_code == 422
    assert own().count() == 0


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_saving_leads_back_into_the_product_only(zone, clerk, there):
    form = {"action": "save", "list": KEY, "name": "名", "query": "?town=419001102", "next": there}
    answer = browser(clerk).post(reverse("kernel:filter-edit"), form)
    assert answer.headers["Location"] == "/"


def test_a_filter_is_shared_with_those_who_hold_the_role_by_whoever_may(zone, clerk):
    elsewhere = world.person(zone, "clerk_commerce")
    town = world.person(zone, "clerk_zhicheng")
    kept = save(clerk)
    assert "轵城大户" not in named(elsewhere)
    edit(clerk, "share_role", kept)
    assert "轵城大户" in named(elsewhere)
    assert "轵城大户" not in named(town)
    with pytest.raises(NotFound):
        edit(elsewhere, "unshare_role", kept)
    edit(clerk, "unshare_role", kept)
    assert "轵城大户" not in named(elsewhere)
    reader = world.person(zone, "hq_commander")
    with pytest.raises(Denied):
        edit(reader, "share_role", save(reader))


def test_a_role_starts_with_the_filter_of_its_pack_until_somebody_has_her_own(zone, clerk):
    town = world.person(zone, "clerk_zhicheng")
    keys = [column.key for column in begun(town).columns]
    assert keys == ["name", "sector", "size", "staff_count", "address", "code", "updated_at"]
    assert [kept.name for kept in memory.kept(clerk, KEY).named] == ["规模未知的"]
    browser(town).get(reverse("directory:units"), {"columns": ["code", "name"], "applied": "1"})
    assert [column.key for column in begun(town).columns] == ["code", "name"]
    before = SavedFilter.objects.count()
    world.load_pack()
    assert SavedFilter.objects.count() == before


def test_columns_stand_and_go_out_in_the_order_in_which_they_were_put(zone, clerk):
    world.unit(zone)
    page = browser(clerk).get(reverse("directory:units"), {"columns": ["area", "name", "code"], "applied": "1"})
    assert [head["column"].key for head in page.context["heads"]] == ["area", "name", "code"]
    assert [column.key for column, _shown in page.context["all_columns"]][:4] == ["area", "name", "code", "sector"]
    with acting(clerk):
        run = export_units(
            actor=clerk, given=StartExport(list_key=KEY, query={"columns": ["area", "name", "code"]}, format="csv")
        )
        run_export(run.pk)
        run.refresh_from_db()
        text = files.content_of(clerk, run.file_id).decode("utf-8-sig")
    assert "镇（街道）,企业（项目）,信用代码或项目代码" in text


def test_every_filter_of_the_pack_is_understood_by_its_list(zone):
    position = {"town_clerk": "clerk_zhicheng", "sector_clerk": "clerk_industry", "hq_office": "hq_office_clerk"}
    rows = tomllib.loads((world.PACK / "lists.toml").read_text(encoding="utf-8"))["filters"]
    for row in rows:
        actor, definition = world.person(zone, position[row["role"]]), lists.get(row["list_key"])
        with acting(actor):
            strictly(Look(actor), definition, {**row.get("query", {}), "columns": row.get("columns", [])})
