"""Why yes, why no, why unknown: every clause gives its reason, and the least that would turn it really does."""

from typing import Any

from hypothesis import given, settings

from sibao.criteria import Catalogue, CriterionError, Fact, Inquiry, Kind, Reading, Verdict, Words, judge
from tests.criteria import readers, world

CATALOGUE = Catalogue(
    [
        Fact("employees", Kind.NUMBER, Words("用工人数", "employees"), Words("人", "people"), source="统计局"),
        Fact("sales", Kind.MONEY, Words("营业收入", "sales"), fresh_days=365, source="税务局"),
        Fact("has_plan", Kind.FLAG, Words("有预案", "has a plan")),
        Fact("load", Kind.RATIO, Words("负荷率", "load")),
    ]
)
STANDARD = CATALOGUE.read(
    '{"all":[{"f":"employees","op":"ge","v":1000},'
    '{"any":[{"f":"sales","op":"ge","v":2000000000},{"f":"load","op":"between","v":[8000,10000]}]},'
    '{"f":"has_plan","op":"eq","v":true,"zh":"预案已经审定","cite":"济管办〔2022〕21号"}]}'
)
YEAR = 366 * 24 * 60


def verdict(**cells: tuple[int, int]) -> Verdict:
    readings = {key: Reading(raw, world.NOW.minutes - age) for key, (raw, age) in cells.items()}
    return judge(STANDARD, Inquiry(CATALOGUE, readings, world.NOW))


def test_a_clause_says_what_it_wants_what_it_read_and_how_far_off_it_is() -> None:
    staff, money, plan = verdict(employees=(920, 3 * 1440), sales=(2_100_000_000, 0), has_plan=(1, 0)).clauses
    assert (staff.answer, money.answer, plan.answer) == (False, True, True)
    assert staff.words == ("用工人数不低于1,000人", "employees at least 1,000 people")
    assert [str(reason) for reason in staff.reasons] == ["用工人数：现为920人（3天前），差80人"]
    assert money.words.zh == "营业收入不低于2,000万元，或负荷率介于80%至100%"
    assert plan.words.zh == "预案已经审定"


def test_what_is_missing_names_who_owes_it() -> None:
    judged = verdict(employees=(1000, 0), sales=(2_000_000_000, YEAR), has_plan=(1, 0))
    assert judged.answer is None
    assert set(judged.missing) == {"sales", "load"}
    assert [str(reason) for reason in judged.clauses[1].reasons] == [
        "营业收入：数据已过期（366天前），应由税务局提供",
        "负荷率：暂无数据",
    ]


def test_the_least_change_takes_the_cheaper_branch() -> None:
    judged = verdict(employees=(920, 0), load=(7000, 0), has_plan=(0, 0), sales=(1, 0))
    changes = {remedy.atom.fact.key: (remedy.number, remedy.wanted) for remedy in judged.remedies}
    assert changes == {"employees": (920, 1000), "sales": (1, 2_000_000_000), "has_plan": (0, 1)}
    assert verdict(employees=(1000, 0), load=(8000, 0), has_plan=(1, 0)).remedies == ()


@given(world.trees, world.subjects)
@settings(max_examples=400, deadline=None)
def test_doing_what_the_remedies_say_turns_the_verdict(data: dict[str, Any], subject: dict[str, Any]) -> None:
    catalogue = world.catalogue()
    try:
        criterion = catalogue.read_data(data)
    except CriterionError:
        return
    readings = {
        key: Reading(readers.raw_of(catalogue.facts[key], cell[0]), world.NOW.minutes - cell[1])
        for key, cell in subject.items()
        if cell is not None
    }
    remedies = judge(criterion, Inquiry(catalogue, readings, world.NOW)).remedies
    if any(remedy.atom.aspect in {"age", "known"} for remedy in remedies):
        return
    if {remedy.atom.fact.key for remedy in remedies} & {q.atom.fact.key for q in criterion.questions if q.atom.aspect}:
        return
    for remedy in remedies:
        wanted = remedy.allowed[0][0] if remedy.wanted is None else remedy.wanted
        readings[remedy.atom.fact.key] = Reading(wanted, world.NOW.minutes)
    judged = judge(criterion, Inquiry(catalogue, readings, world.NOW))
    assert judged.answer is True or not remedies


@given(world.trees, world.subjects)
@settings(max_examples=100, deadline=None)
def test_every_criterion_and_every_verdict_can_be_put_into_words(data: dict[str, Any], subject: dict[str, Any]) -> None:
    catalogue = world.catalogue()
    try:
        criterion = catalogue.read_data(data)
    except CriterionError:
        return
    judged = judge(criterion, Inquiry(catalogue, {}, world.NOW))
    for clause in judged.clauses:
        assert clause.words.zh
        assert clause.words.en
        assert all(reason.zh for reason in clause.reasons)
