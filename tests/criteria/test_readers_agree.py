"""One criterion, three readers, one answer; and what must hold of any criterion whatever."""

from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from sibao import criteria
from tests.criteria import readers, world

CATALOGUE = world.catalogue()
many_subjects = st.lists(world.subjects, min_size=1, max_size=70)


def read(data: dict[str, Any]) -> criteria.Criterion | None:
    """The criterion, or None where it is refused for never or always holding."""
    try:
        return CATALOGUE.read_data(data)
    except criteria.CriterionError:
        return None


@given(world.trees, many_subjects)
@settings(max_examples=300, deadline=None)
def test_the_interpreter_and_the_planes_answer_as_plain_logic_does(data: dict[str, Any], subjects: list[Any]) -> None:
    criterion = read(data)
    if criterion is None:
        return
    expected = [world.oracle(data, subject) for subject in subjects]
    assert readers.one_by_one(criteria, criterion, CATALOGUE, subjects) == expected
    assert readers.all_at_once(criteria, criterion, CATALOGUE, subjects) == expected


@given(world.trees, st.lists(world.subjects, min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_filling_in_what_was_unknown_never_turns_a_yes_into_a_no(data: dict[str, Any], subjects: list[Any]) -> None:
    criterion = read(data)
    if criterion is None or any(q.atom.aspect in {"known", "age"} for q in criterion.questions):
        return
    full = {"employees": (300, 0), "insured": (1, 0), "sales": (1000, 0), "drop": (0, 0), "size": ("tiny", 0),
            "has_plan": (True, 0), "listed_on": (world.DATES[0], 0), "industry": ("1310", 0), "grants": (set(), 0)}  # fmt: skip
    filled = [{key: cell or full[key] for key, cell in subject.items()} for subject in subjects]
    before = readers.one_by_one(criteria, criterion, CATALOGUE, subjects)
    after = readers.one_by_one(criteria, criterion, CATALOGUE, filled)
    assert all(then is now for then, now in zip(before, after, strict=True) if then is not None)


@given(world.trees, world.leaf_data, many_subjects)
@settings(max_examples=100, deadline=None)
def test_one_more_clause_never_lets_anybody_in(data: dict[str, Any], more: dict[str, Any], subjects: list[Any]) -> None:
    wide, narrow = read({"all": [data]}), read({"all": [data, more]})
    if wide is None or narrow is None:
        return
    pairs = zip(*(readers.all_at_once(criteria, each, CATALOGUE, subjects) for each in (wide, narrow)), strict=True)
    assert not any(with_more and not without for without, with_more in pairs)


@given(st.lists(world.leaf_data, min_size=2, max_size=5), many_subjects)
@settings(max_examples=150, deadline=None)
def test_a_near_miss_is_whoever_misses_exactly_that_clause(parts: list[dict[str, Any]], subjects: list[Any]) -> None:
    criterion = read({"all": parts})
    if criterion is None:
        return
    planes = criteria.Planes(readers.store_of(criteria, CATALOGUE, subjects))
    near = [planes.store.flags(plane) for plane in planes.near(criterion)]
    for index, subject in enumerate(subjects):
        missed = [place for place, part in enumerate(parts) if world.oracle(part, subject) is not True]
        assert [bool(flags[index]) for flags in near] == [missed == [place] for place in range(len(parts))]


@pytest.mark.django_db
@given(world.trees, st.lists(world.subjects, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_the_database_answers_the_same(data: dict[str, Any], subjects: list[Any]) -> None:
    criterion = read(data)
    if criterion is None:
        return
    expected = [world.oracle(data, subject) for subject in subjects]
    yes, no = criteria.yes_sql(criterion), criteria.no_sql(criterion)
    names = [name for key in world.plain_values for name in (key, f"{key}_at")]
    rows = [[number for key in world.plain_values for number in _cell(key, subject[key])] for subject in subjects]
    casts = ", ".join("%s::bigint" for _ in names)
    values = ", ".join(f"({index}, {casts})" for index in range(len(rows)))
    parameters = [number for row in rows for number in row]
    moment = str(world.NOW.minutes)
    query = f"SELECT {yes}, {no} FROM (VALUES {values}) AS t (place, {', '.join(names)}) ORDER BY place"
    with connection.cursor() as cursor:
        cursor.execute(query.replace("%(minutes)s", moment), parameters)
        answers = [True if met else False if unmet else None for met, unmet in cursor.fetchall()]
    assert answers == expected


def _cell(key: str, cell: Any) -> tuple[int | None, int | None]:
    if cell is None:
        return None, None
    return readers.raw_of(CATALOGUE.facts[key], cell[0]), world.NOW.minutes - cell[1]


@given(world.trees, many_subjects, st.data())
@settings(max_examples=100, deadline=None)
def test_a_changed_subject_is_put_in_as_if_all_were_judged_again(
    data: dict[str, Any], subjects: list[Any], draw: st.DataObject
) -> None:
    criterion = read(data)
    if criterion is None:
        return
    place = draw.draw(st.integers(0, len(subjects) - 1))
    changed = [*subjects]
    changed[place] = draw.draw(world.subjects)
    matrix = criteria.Planes(readers.store_of(criteria, CATALOGUE, subjects)).matrix([criterion])
    before = matrix.answer(0, place)
    [now] = readers.one_by_one(criteria, criterion, CATALOGUE, [changed[place]])
    assert matrix.put(0, place, now) is (now is not before)
    again = criteria.Planes(readers.store_of(criteria, CATALOGUE, changed)).matrix([criterion])
    assert np_equal(matrix, again)


def np_equal(left: criteria.Matrix, right: criteria.Matrix) -> bool:
    return bool((left.yes == right.yes).all() and (left.no == right.no).all())
