"""What is known about units: who may say it, which value counts, what is missing, and what was known when."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.criteria import Fact, Kind, Words, judge
from sibao.directory import queries as directory
from sibao.facts import queries, rules, services
from sibao.facts.inputs import FactRow, FactsPack, RecordFacts
from sibao.facts.models import CriterionVersion, CurrentValue, FactDefinition, FactValue
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.database.as_of import known_at
from sibao.kernel.refusals import Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in

ZHICHENG, KEJING = "419001102", "419001100"


@pytest.fixture
def unit(zone):
    return world.unit(zone, town=ZHICHENG, staff_count=200)


@pytest.fixture
def owner(zone, unit):
    return world.person(zone, "unit_user", unit=unit)


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def say(actor, unit, day=None, note="", **values):
    given = {"unit_id": unit.pk, "observed_on": day or clock.today(), "values": values, "note": note}
    return services.record_facts(actor=actor, given=RecordFacts.model_validate(given))


def refused(actor, unit, day=None, **values):
    before = FactValue.objects.count()
    with pytest.raises(Invalid) as refusal:
        say(actor, unit, day, **values)
    assert FactValue.objects.count() == before
    return {name: str(words) for name, words in (refusal.value.fields or {}).items()}


def line(actor, unit, key):
    with acting(actor):
        return next(one for one in queries.facts_of_unit(actor, unit) if one.fact.key == key)


def days_ago(days):
    return clock.today() - timedelta(days=days)


def test_what_nobody_has_said_is_not_known_and_says_who_should(owner, unit):
    lodging, chain = line(owner, unit, "lodging_places"), line(owner, unit, "chain_critical")
    assert (lodging.state, lodging.value, lodging.mine) == ("unknown", None, True)
    assert (chain.state, chain.mine, chain.definition.source.code) == ("unknown", False, "industry_science")


def test_what_the_directory_holds_is_a_fact_already_and_the_rest_is_worked_out(owner, unit):
    assert line(owner, unit, "staff_count").value.zh == "200人"
    assert line(owner, unit, "lodging_share").state == "unknown"
    say(owner, unit, lodging_places=150)
    assert line(owner, unit, "lodging_share").value.zh == "75%"


def test_the_latest_that_held_counts_whatever_was_said_last(owner, unit):
    say(owner, unit, days_ago(3), lodging_places=100)
    say(owner, unit, days_ago(10), lodging_places=80, note="补报")
    assert line(owner, unit, "lodging_places").value.zh == "100人"
    say(owner, unit, days_ago(3), lodging_places=120, note="更正")
    assert line(owner, unit, "lodging_places").value.zh == "120人"
    assert FactValue.objects.filter(unit=unit).count() == 3


def test_a_value_can_be_taken_back_and_is_then_not_known(owner, unit):
    say(owner, unit, days_ago(1), lodging_places=100)
    say(owner, unit, lodging_places=None)
    assert line(owner, unit, "lodging_places").state == "unknown"


def test_a_source_takes_back_on_the_page_what_it_cannot_correct(owner, unit):
    browser, where = signed_in_as(owner), f"/facts/units/{unit.pk}/record/"
    assert "撤回哪几项" not in browser.get(where).content.decode()
    say(owner, unit, days_ago(1), lodging_places=100, sampling_point=True)
    day = {"observed_on": clock.today().isoformat()}
    both = browser.post(where, {**day, "withdrawn": ["lodging_places"], "values.lodging_places": "5"})
    assert "既填了值又撤回" in both.content.decode()
    assert (
        browser.post(where, {**day, "withdrawn": ["sampling_point"], "values.lodging_places": "5"}).status_code == 302
    )
    assert line(owner, unit, "sampling_point").state == "unknown"
    assert line(owner, unit, "lodging_places").value.zh == "5人"


def test_what_the_directory_holds_beyond_belief_is_not_known(owner, unit):
    unit.founded_on, unit.industry_code = date(1850, 1, 1), "9999"
    unit.save()
    assert {line(owner, unit, key).state for key in ("founded_on", "industry", "age_months")} == {"unknown"}


def test_a_value_grows_old_and_no_longer_counts(owner, unit):
    say(owner, unit, days_ago(89), lodging_places=100)
    assert line(owner, unit, "lodging_places").state == "known"
    assert line(owner, unit, "lodging_share").state == "known"
    clock.set_to(clock.now() + timedelta(days=2))
    assert line(owner, unit, "lodging_places").state == "stale"
    assert line(owner, unit, "lodging_share").state == "unknown"


def test_each_kind_is_taken_as_criteria_read_it(zone, owner, unit):
    say(owner, unit, sampling_point=True, loop_modes=["two_points", "full"], material_days=12)
    lines = {key: line(owner, unit, key) for key in ("sampling_point", "loop_modes", "material_days")}
    assert [one.value.zh for one in lines.values()] == ["是", "全员闭环、两点一线", "12天"]
    asked = queries.inquiry(queries.known_facts(zone.pk), unit.pk, clock.now())
    criterion = queries.known_facts(zone.pk).catalogue.read_data(
        {"all": [{"f": "loop_modes", "op": "has", "v": "full"}, {"f": "material_days", "op": "ge", "v": 10}]}
    )
    assert judge(criterion, asked).answer is True


def test_only_its_source_says_a_fact(owner, clerk, unit):
    assert "工信委" in refused(owner, unit, chain_critical=True, lodging_places=5)["values.chain_critical"]
    say(clerk, unit, chain_critical=True)
    assert line(owner, unit, "chain_critical").source == "工信委"


def test_bad_values_are_refused_one_by_one_and_nothing_is_written(owner, unit):
    words = refused(owner, unit, lodging_places=-1, sampling_point="对", loop_modes=["无"], stock_days=3, nothing=1)
    assert set(words) == {
        f"values.{key}" for key in ("lodging_places", "sampling_point", "loop_modes", "stock_days", "nothing")
    }
    assert "不向本领域" in words["values.stock_days"]
    assert "目录里没有" in words["values.nothing"]
    assert "底册" in refused(owner, unit, staff_count=5)["values.staff_count"]
    assert "observed_on" in refused(owner, unit, clock.today() + timedelta(days=1), lodging_places=1)


def test_nobody_speaks_of_units_out_of_reach_or_without_the_right(zone, unit):
    stranger = world.person(zone, "clerk_kejing")
    with pytest.raises(NotFound):
        say(stranger, unit, lodging_places=1)
    with pytest.raises(Denied):
        say(world.person(zone, "hq_commander"), unit, lodging_places=1)
    assert not FactValue.objects.exists()
    assert AuditLine.objects.filter(command="facts:value:record", outcome="refused").count() == 2


def test_nothing_is_said_of_a_unit_that_was_merged(zone, clerk, unit):
    unit.merged_into = world.unit(zone)
    unit.save()
    with pytest.raises(WrongMove):
        say(clerk, unit, chain_critical=True)


def test_what_was_known_at_a_past_moment_has_an_answer(zone, owner, unit):
    day = days_ago(5)
    say(owner, unit, day, lodging_places=100)
    then = clock.now()
    clock.set_to(then + timedelta(hours=1))
    say(owner, unit, day, lodging_places=300)
    known = queries.known_facts(zone.pk)

    def places(**given):
        return queries.readings(unit.pk, known, clock.now(), **given)["lodging_places"].raw

    assert (places(recorded_by=then), places()) == (100, 300)
    before = queries.readings(unit.pk, known, then - timedelta(days=6))
    assert "lodging_places" not in before


def test_what_was_said_is_never_rewritten(owner, unit):
    say(owner, unit, lodging_places=100)
    for change in (lambda rows: rows.update(raw=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(FactValue.objects.all())
    later = FactValue.objects.get()
    later.pk, later.observed_at = None, later.recorded_at + timedelta(seconds=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        later.save()
    assert FactValue.objects.get().raw == 100


@settings(max_examples=10, deadline=None)
@drawn(said=st.lists(st.tuples(st.integers(0, 6), st.one_of(st.none(), st.integers(0, 50))), min_size=1, max_size=8))
def test_the_value_that_counts_is_that_of_all_values_read_anew(said):
    with transaction.atomic():
        zone = world.load_pack()
        unit = world.unit(zone)
        owner = world.person(zone, "unit_user", unit=unit)
        for days, places in said:
            say(owner, unit, days_ago(days + 1), lodging_places=places)
        newest = min(range(len(said)), key=lambda place: (said[place][0], -place))
        assert CurrentValue.objects.get(unit=unit).raw == said[newest][1]
        transaction.set_rollback(True)


test_the_value_that_counts_is_that_of_all_values_read_anew = pytest.mark.django_db(
    test_the_value_that_counts_is_that_of_all_values_read_anew
)


def test_how_much_is_known_is_counted_within_reach_and_each_number_opens_its_units(zone, unit):
    other, shop = world.unit(zone, town=KEJING), world.unit(zone, town=ZHICHENG, sector="commerce")
    say(world.person(zone, "unit_user", unit=unit), unit, days_ago(100), lodging_places=10)
    say(world.person(zone, "unit_user", unit=other), other, lodging_places=10)
    office, town = world.person(zone, "hq_office_clerk"), world.person(zone, "clerk_zhicheng")

    def tally(actor, key):
        with acting(actor):
            one = next(one for one in queries.tallies(actor) if one.definition.key == key)
        return one.units, one.known, one.stale, one.missing

    assert tally(office, "lodging_places") == (3, 1, 1, 1)
    assert tally(town, "lodging_places") == (2, 0, 1, 1)
    assert tally(office, "stock_days") == (1, 0, 0, 1)
    with acting(town):
        row = FactDefinition.objects.get(zone=zone, key="lodging_places")
        browser = signed_in_as(town)
        assert "2" in browser.get("/facts/").content.decode()
        missing = browser.get(f"/facts/units/?applied=1&missing={row.pk}").content.decode()
        old = browser.get(f"/facts/units/?applied=1&old={row.pk}").content.decode()
    assert shop.name in missing
    assert unit.name not in missing
    assert unit.name in old
    assert other.name not in missing + old


def signed_in_as(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def test_what_was_missing_at_a_past_moment_has_an_answer(zone, owner, unit):
    then = clock.now()
    clock.set_to(then + timedelta(hours=1))
    say(owner, unit, days_ago(2), lodging_places=1)
    row = FactDefinition.objects.get(zone=zone, key="lodging_places")
    clerk = world.person(zone, "hq_office_clerk")
    with acting(clerk):
        missing = queries.without_facts([row.pk])
        assert not directory.units(clerk).filter(missing, pk=unit.pk).exists()
        with known_at(then):
            assert directory.units(clerk).filter(missing, pk=unit.pk).exists()
        assert not directory.units(clerk).filter(missing, pk=unit.pk).exists()


def test_who_reaches_no_unit_that_a_fact_is_asked_of_does_not_see_it(owner):
    page = signed_in_as(owner).get("/facts/").content.decode()
    assert "可住宿人数" in page
    assert "营业网点" not in page


def test_a_unit_fills_in_its_page_and_sees_what_it_said(owner, unit):
    browser = signed_in_as(owner)
    page = browser.get(f"/facts/units/{unit.pk}/").content.decode()
    assert "应由工信委提供" in page
    form = browser.get(f"/facts/units/{unit.pk}/record/").content.decode()
    assert 'name="values.lodging_places"' in form
    assert 'name="values.chain_critical"' not in form
    empty = browser.post(f"/facts/units/{unit.pk}/record/", {"observed_on": clock.today().isoformat()})
    assert empty.status_code == 422
    said = {"observed_on": clock.today().isoformat(), "values.lodging_places": "150", "values.sampling_point": "yes"}
    assert browser.post(f"/facts/units/{unit.pk}/record/", said).status_code == 302
    page = browser.get(f"/facts/units/{unit.pk}/").content.decode()
    assert "150人" in page
    assert "75%" in page


def pack(*rows):
    return FactsPack.model_validate({"facts": rows})


PLACES = {"key": "lodging_places", "kind": "number", "zh": "可住宿人数", "en": "Lodging places"}
MODES = {"key": "loop_modes", "kind": "label", "zh": "闭环方式", "en": "Loops"}


def labels(*keys):
    return [{"key": key, "zh": key, "en": key} for key in keys]


def test_a_fact_keeps_its_meaning(zone, owner, unit):
    say(owner, unit, loop_modes=["full"])
    cli = world.cli(zone)
    before = list(FactDefinition.objects.filter(zone=zone).order_by("id").values())
    for row in (
        {**PLACES, "kind": "money"},
        {"key": "scenic_grade", "kind": "label", "zh": "等级", "en": "Grade", "labels": labels("a", "none")},
    ):
        with pytest.raises(Invalid, match="别的意思"):
            services.load_pack(actor=cli, given=pack(row))
    with pytest.raises(DatabaseError), transaction.atomic():
        FactDefinition.objects.filter(zone=zone, key="lodging_places").update(kind="money")
    assert list(FactDefinition.objects.filter(zone=zone).order_by("id").values()) == before


def test_a_catalogue_that_cannot_be_read_is_refused_whole(zone):
    cli = world.cli(zone)
    before = FactDefinition.objects.filter(zone=zone, retired=False).count()
    circle = {
        "key": "a_b",
        "kind": "ratio",
        "zh": "甲",
        "en": "a",
        "derived": {"rule": "ratio", "parts": ["a_b", "a_b"]},
    }
    for rows in (
        [PLACES, PLACES],
        [{**PLACES, "source": "nobody"}],
        [{**PLACES, "sectors": ["nothing"]}],
        [{**PLACES, "origin": "staff"}],
        [{**PLACES, "lowest": 5, "highest": 1}],
        [circle],
    ):
        with pytest.raises(Invalid):
            services.load_pack(actor=cli, given=pack(*rows))
        assert FactDefinition.objects.filter(zone=zone, retired=False).count() == before


def test_a_fact_that_the_pack_no_longer_holds_is_retired_and_what_was_said_stays(zone, owner, unit):
    say(owner, unit, lodging_places=10, sampling_point=True)
    CriterionVersion.objects.update(valid_to=clock.now())
    services.load_pack(actor=world.cli(zone), given=pack({**PLACES, "unit_zh": "张床位"}))
    assert line(owner, unit, "lodging_places").value.zh == "10张床位"
    assert "目录里没有" in refused(owner, unit, sampling_point=False)["values.sampling_point"]
    assert FactValue.objects.count() == 2


@pytest.mark.parametrize(("before", "after", "changes"), [("ab", "abc", False), ("ab", "ba", True), ("ab", "a", True)])
def test_labels_are_only_added_at_the_end(before, after, changes):
    row = FactRow.model_validate({**MODES, "labels": labels(*before)})
    kept = FactDefinition(kind="label", labels=[one.model_dump() for one in row.labels])
    assert rules.changes_meaning(kept, "label", list(after)) is changes


@drawn(members=st.sets(st.sampled_from(["a", "b", "c"])))
def test_a_set_is_one_bit_for_each_member(members):
    fact = Fact("modes", Kind.SET, Words("方式", "modes"), labels={key: Words(key, key) for key in "abc"})
    raw = rules.raw_value(fact, sorted(members), "")
    assert {key for place, key in enumerate("abc") if raw >> place & 1} == members


def test_the_hour_of_a_day_gone_by_is_its_beginning(owner, unit):
    say(owner, unit, days_ago(2), lodging_places=1)
    local = FactValue.objects.get().observed_at.astimezone(clock.SHANGHAI)
    assert local == datetime.combine(days_ago(2), datetime.min.time(), clock.SHANGHAI)
