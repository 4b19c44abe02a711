"""Verdicts: one unit with every reason, all units in numbers, and evidence that gives the same answer years later."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from sibao.criteria import CriterionError, Inquiry, Reading, content_hash, judge
from sibao.criteria.tree import data_of
from sibao.directory.models import Unit
from sibao.facts import queries, rules, services
from sibao.facts.inputs import RecordVerdict
from sibao.facts.models import Verdict
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.kernel.refusals import Denied, NotFound, WrongMove
from tests import world
from tests.criteria import readers
from tests.criteria import test_derived as derived
from tests.criteria import world as drawn
from tests.facts.test_facts import days_ago, say

CATALOGUE = drawn.catalogue()
CLEAN = ("open_safety_violation", "open_environment_violation", "seriously_dishonest")


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


def tell(zone, unit, day=None, **values):
    """Facts as the command line says them, which speaks for every source."""
    say(world.cli(zone), unit, day, **values)


def clean(zone, unit, **more):
    tell(zone, unit, **{**dict.fromkeys(CLEAN, False), "lodging_places": 80, "chain_critical": True, **more})


def record(zone, unit, **more):
    given = RecordVerdict.model_validate({"unit_id": unit.pk, "use": "standard", "key": "industry", **more})
    return services.record_verdict(actor=system(zone.pk, door="queue"), given=given)


def test_a_verdict_explains_every_clause_and_unknown_or_stale_is_never_a_yes(zone):
    unit = world.unit(zone, staff_count=100)
    judged = queries.judge_unit(zone.pk, unit.pk, "standard", "industry", clock.now())
    assert judged.verdict.answer is None
    clean(zone, unit)
    judged = queries.judge_unit(zone.pk, unit.pk, "standard", "industry", clock.now())
    assert (judged.version.number, judged.verdict.answer) == (1, True)
    tell(zone, unit, lodging_places=40)
    found = queries.judge_unit(zone.pk, unit.pk, "standard", "industry", clock.now()).verdict
    assert found.answer is False
    lodging = found.clauses[1]
    assert [one.zh for one in lodging.reasons] == ["住宿保障比例：现为40%（0天前），差10%"]
    assert [(one.atom.fact.key, one.wanted) for one in found.remedies] == [("lodging_share", 5000)]
    tell(zone, unit, lodging_places=80)
    clock.set_to(clock.now() + timedelta(days=31))
    stale = queries.judge_unit(zone.pk, unit.pk, "standard", "industry", clock.now()).verdict
    assert stale.answer is None
    assert set(stale.missing) == set(CLEAN)


def test_a_verdict_is_kept_as_evidence_and_gives_the_same_answer_whatever_comes_later(zone):
    unit = world.unit(zone, staff_count=100)
    clean(zone, unit)
    kept = record(zone, unit)
    assert (kept.answer, bytes(kept.sha256)) == (True, bytes(kept.criterion.sha256))
    read = {one["fact"]: one for clause in kept.clauses for one in clause["asked"]}
    assert (read["lodging_share"]["raw"], read["chain_critical"]["source"]) == (8000, "")
    worked_out = read["lodging_share"]["worked_out"]
    went_in = [(one["fact"], one["raw"], one["fresh_days"]) for one in worked_out["parts"]]
    assert (worked_out["rule"], went_in) == ("ratio", [("lodging_places", 80, 90), ("staff_count", 100, None)])
    tell(zone, unit, lodging_places=0, seriously_dishonest=True)
    clock.set_to(clock.now() + timedelta(days=400))
    kept.refresh_from_db()
    assert queries.replay(kept) is True
    assert queries.replay(record(zone, unit, as_of=kept.as_of)) is True
    assert queries.replay(record(zone, unit)) is None
    for change in ({"answer": False}, {"clauses": []}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Verdict.objects.filter(pk=kept.pk).update(**change)


def test_no_verdict_is_kept_by_who_may_not_or_of_what_is_not_there(zone, office):
    unit = world.unit(zone)
    given = RecordVerdict(unit_id=unit.pk, use="standard", key="industry")
    with pytest.raises(Denied):
        services.record_verdict(actor=office, given=given)
    with pytest.raises(NotFound):
        record(zone, unit, unit_id=2**40)
    with pytest.raises(NotFound):
        record(zone, world.unit(zone, sector="commerce"))
    with pytest.raises(WrongMove, match="没有有效"):
        record(zone, unit, as_of=world.START)
    assert not Verdict.objects.exists()


def test_all_units_of_a_scope_are_judged_at_once_as_each_is_by_itself(zone, office, django_assert_max_num_queries):
    units = [world.unit(zone, staff_count=100, revenue_fen=10**9 * place) for place in range(5)]
    units += [world.unit(zone, town="419001100"), world.unit(zone, sector="commerce")]
    clean(zone, units[0])
    clean(zone, units[1], chain_critical=False, above_scale=False)
    clean(zone, units[3], chain_critical=False, open_safety_violation=True)
    tell(zone, units[2], days_ago(40), **dict.fromkeys(CLEAN, False))
    now = clock.now()
    known = queries.known_facts(zone.pk)
    version = queries.criterion_at(zone.pk, "standard", "industry", now)
    criterion = queries.compiled(version, known)
    with acting(office), django_assert_max_num_queries(2):
        found = queries.count_units(office, known, criterion, "standard", "industry", now)
    asked = Unit.objects.filter(sector__code="industry")
    answers = [judge(criterion, queries.inquiry(queries.known_facts(zone.pk), unit.pk, now)) for unit in asked]
    for name, answer in rules.ANSWERS.items():
        assert getattr(found, name) == [one.answer for one in answers].count(answer), name
    for place, clause in enumerate(found.clauses):
        each = [one.clauses[place].answer for one in answers]
        assert (clause.yes, clause.no, clause.unknown) == (each.count(True), each.count(False), each.count(None))
        only = [[c.answer is True for c in one.clauses] for one in answers]
        assert clause.near == sum(not met[place] and met.count(False) == 1 for met in only)
    assert found.units == 6
    town = world.person(zone, "clerk_zhicheng")
    with acting(town):
        assert queries.count_units(town, known, criterion, "standard", "industry", now).units == 5


def read(data):
    try:
        return CATALOGUE.read_data(data)
    except CriterionError:
        return None


def forget_what_was_worked_out(kept):
    """Take away every value that follows from others which were kept beside it."""
    for one in kept if isinstance(kept, list) else kept.values() if isinstance(kept, dict) else ():
        if isinstance(one, dict) and "worked_out" in one:
            one.update(raw=None, observed_at=None)
        forget_what_was_worked_out(one)


@given(drawn.trees, drawn.subjects)
@settings(max_examples=300, deadline=None)
def test_whatever_was_judged_is_judged_again_from_what_was_kept(data, subject):
    criterion = read(data)
    if criterion is None:
        return
    readings = {
        key: Reading(readers.raw_of(CATALOGUE.facts[key], each[0]), drawn.NOW.minutes - each[1])
        for key, each in subject.items()
        if each is not None
    }
    verdict = judge(criterion, Inquiry(CATALOGUE, readings, drawn.NOW))
    kept = json.loads(json.dumps(rules.clauses_of(verdict)))
    tree = rules.tree_of(json.loads(json.dumps(data_of(criterion.node))))
    assert rules.replayed(tree, kept, drawn.MOMENT) is verdict.answer


@given(drawn.trees)
@settings(max_examples=300, deadline=None)
def test_a_published_tree_has_the_same_hash_whenever_it_is_read_again(data):
    node = rules.tree_of(data)
    kept = json.loads(json.dumps(data_of(node), sort_keys=True))
    assert content_hash(rules.tree_of(kept)) == content_hash(node)


def test_the_difference_of_two_versions_is_said_in_words():
    def made(*leaves):
        return CATALOGUE.read_data({"all": list(leaves)})

    staff = {"f": "employees", "op": "ge", "v": 300, "zh": "人数达标"}
    before = made(staff, {"f": "size", "op": "eq", "v": "large"}, {"f": "has_plan", "op": "eq", "v": True})
    after = made({**staff, "v": 500}, {"f": "has_plan", "op": "eq", "v": True}, {"f": "sales", "op": "ge", "v": 100})
    found = [(one.before and one.before.zh, one.after and one.after.zh) for one in rules.differences(before, after)]
    assert found == [
        ("用工人数不低于300人（人数达标）", "用工人数不低于500人（人数达标）"),
        ("规模为large", None),
        (None, "营业收入不低于1元"),
    ]
    assert rules.differences(before, before) == []


WORKED_OUT = (
    {"f": "size", "op": "eq", "v": "big"},
    {"f": "load", "op": "ge", "v": 8000},
    {"f": "total", "op": "ge", "v": 5_000},
    {"f": "growth", "op": "lt", "v": 0},
    {"f": "months", "op": "ge", "v": 1},
    {"f": "days", "op": "le", "v": 30},
    {"f": "last_day", "op": "ge", "v": "2022-06-03"},
    {"f": "any_sales", "op": "known"},
    {"f": "total", "op": "newer_h", "v": 24},
)
MONEY, DAYS = st.integers(0, 10_000), st.integers(drawn.NOW.day - 40, drawn.NOW.day + 40)


@given(
    st.fixed_dictionaries(
        {
            key: st.none() | st.tuples(raws, drawn.ages)
            for key, raws in {"this_year": MONEY, "last_year": MONEY, "begun": DAYS, "ended": DAYS}.items()
        }
    )
)
@settings(max_examples=100, deadline=None)
def test_what_was_worked_out_is_worked_out_again_from_what_went_in(subject):
    known = {key: Reading(each[0], drawn.NOW.minutes - each[1]) for key, each in subject.items() if each is not None}
    for leaf in WORKED_OUT:
        criterion = derived.CATALOGUE.read_data({"all": [leaf]})
        verdict = judge(criterion, Inquiry(derived.CATALOGUE, known, drawn.NOW))
        kept = json.loads(json.dumps(rules.clauses_of(verdict)))
        forget_what_was_worked_out(kept)
        assert rules.replayed(criterion.node, kept, drawn.MOMENT) is verdict.answer


def test_an_example_says_how_old_its_values_are():
    criterion = CATALOGUE.read_data(
        {"all": [{"f": "has_plan", "op": "eq", "v": True}, {"f": "employees", "op": "newer_h", "v": 48}]}
    )
    facts = {"has_plan": True, "employees": 5}
    cases = [
        {"name": name, "facts": facts, "expected": answer, "ages": ages}
        for name, answer, ages in (
            ("此刻", "yes", {}),
            ("两天", "yes", {"employees": 48}),
            ("更早", "no", {"employees": 49}),
            ("过期", "unknown", {"has_plan": 31 * 24}),
        )
    ]
    assert [one.passes for one in rules.outcomes(criterion, CATALOGUE, cases, drawn.NOW)] == [True] * 4
    assert [rules.age_words(hours).zh for hours in (0, 36, 48)] == ["", "（36小时前）", "（2天前）"]
