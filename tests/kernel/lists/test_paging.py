"""Turning pages: every row once and in order, whatever the order, the ties, the unknown values and the traffic."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibao.directory.models import Unit
from sibao.kernel.lists.paging import LONGEST_CURSOR, Order, read_cursor, read_page
from sibao.kernel.lists.registry import lists
from sibao.kernel.refusals import Invalid
from tests import world
from tests.kernel.lists.steps import backwards, bare_units, forwards, order

pytestmark = pytest.mark.django_db
REUSED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FIGURES = st.lists(st.none() | st.integers(0, 4), max_size=25)
DAYS = st.lists(st.none() | st.dates(date(2024, 2, 27), date(2024, 3, 1)), max_size=25)


def sorted_as_people_do(units, name, *, descending):
    """The right order, found without the database: unknown last in both directions, ties by id."""
    known = [unit for unit in units if getattr(unit, name) is not None]
    unknown = [unit for unit in units if getattr(unit, name) is None]
    known.sort(key=lambda unit: (getattr(unit, name), unit.pk), reverse=descending)
    unknown.sort(key=lambda unit: unit.pk, reverse=descending)
    return [unit.pk for unit in known + unknown]


@REUSED
@given(figures=FIGURES, size=st.integers(1, 7), descending=st.booleans())
def test_turning_pages_shows_every_row_once_and_in_order(zone, figures, size, descending):
    units = bare_units(zone, figures)
    rows, how = Unit.objects.filter(pk__in=[unit.pk for unit in units]), order("staff_count", descending=descending)
    pages = list(forwards(rows, how, size))
    assert [row.pk for page in pages for row in page.rows] == sorted_as_people_do(
        units, "staff_count", descending=descending
    )
    assert sum(len(page.rows) for page in pages) == rows.count()
    assert [page.start for page in pages] == [1 + size * place for place in range(len(pages))]


@REUSED
@given(days=DAYS, size=st.integers(1, 7), descending=st.booleans())
def test_turning_back_shows_the_same_pages(zone, days, size, descending):
    units = bare_units(zone, [None] * len(days), days)
    rows, how = Unit.objects.filter(pk__in=[unit.pk for unit in units]), order("founded_on", descending=descending)
    there = list(forwards(rows, how, size))
    back = list(backwards(rows, how, size, there[-1]))
    assert [(page.start, page.rows) for page in reversed(back)] == [(page.start, page.rows) for page in there[:-1]]


@REUSED
@given(
    figures=st.lists(st.none() | st.integers(0, 4), min_size=1, max_size=20),
    added=FIGURES,
    size=st.integers(1, 5),
    descending=st.booleans(),
)
def test_rows_that_come_in_between_pages_hide_none_and_double_none(zone, figures, added, size, descending):
    units = bare_units(zone, figures)
    floor, how = units[0].pk, order("staff_count", descending=descending)
    rows, seen = Unit.objects.filter(pk__gte=floor), []
    news = iter(added)
    for page in forwards(rows, how, size):
        seen += [row.pk for row in page.rows]
        if (figure := next(news, "none")) != "none":
            bare_units(zone, [figure])
    before = {unit.pk for unit in units}
    assert [pk for pk in seen if pk in before] == sorted_as_people_do(units, "staff_count", descending=descending)
    assert len(seen) == len(set(seen))


def test_going_back_past_rows_that_went_gives_a_full_first_page(zone):
    units = bare_units(zone, range(10))
    rows, how = Unit.objects.filter(pk__gte=units[0].pk), order("staff_count", nullable=False)
    second = read_page(rows, how, 4, read_cursor(how, read_page(rows, how, 4).next))
    page = read_page(rows.exclude(staff_count=0), how, 4, read_cursor(how, second.previous))
    assert (page.start, [row.staff_count for row in page.rows]) == (1, [1, 2, 3, 4])


def test_every_sort_of_every_list_of_the_product_shows_every_row_once(zone):
    world.unit(zone, value=5)
    bare_units(zone, [None, 3, None, 3, 1])
    world.unit(zone, sector="projects")
    actor = world.cli(zone)
    for definition in lists.all():
        rows = definition.rows(actor)
        expected = sorted(rows.order_by("pk").values_list("pk", flat=True))
        for sort in definition.orders().values():
            for descending in (False, True):
                pages = forwards(rows, Order(definition.key, sort, descending), 2)
                found = [row.pk for page in pages for row in page.rows]
                assert sorted(found) == expected, (definition.key, sort.key, descending)


@pytest.mark.parametrize("text", ["", "a", "a:b", "9" * (LONGEST_CURSOR + 1), "\0", "𠮷", "eyJhIjoxfQ:x"])
def test_a_cursor_that_was_not_made_here_is_refused_in_words(text):
    with pytest.raises(Invalid, match="翻页位置已失效") as refused:
        read_cursor(order("staff_count"), text)
    assert set(refused.value.fields) == {"cursor"}


def test_a_cursor_fits_its_own_list_and_order_only(zone):
    units = bare_units(zone, [1, 2, 3])
    rows, how = Unit.objects.filter(pk__gte=units[0].pk), order("staff_count")
    cursor = read_page(rows, how, 1).next
    others = [
        order("staff_count", descending=True),
        order("founded_on"),
        Order("test:others", how.sort, descending=False),
    ]
    for other in others:
        with pytest.raises(Invalid):
            read_cursor(other, cursor)
    changed = cursor[:-1] + ("a" if cursor[-1] != "a" else "b")
    with pytest.raises(Invalid):
        read_cursor(how, changed)
