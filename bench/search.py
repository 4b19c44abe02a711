"""Search among 15,000 units by what people type, beside `LIKE` on the same columns; both must find the same units."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from django.db.models import Q, QuerySet

from bench.province import province
from bench.tables import Line, Table, compare
from sibao.directory import queries
from sibao.directory.models import Unit
from sibao.kernel.access import acting
from tests import world

SHOWN = 20
MOST = 0.05
"""Seconds: who types waits for nothing."""


def run() -> Table:
    """Measure finding a unit by each of the five things that R06 names; all that match are found, a page is read."""
    lines: list[Line] = []
    with province() as zone:
        actor = world.person(zone, "hq_office_clerk")
        with acting(actor):
            rows = queries.units(actor)
            for kind, text in _typed(rows[len(rows) // 2]):
                ours, plain = queries.search_units(rows, text), _like(rows, text)
                found = set(ours.values_list("pk", flat=True))
                if not found or found != set(plain.values_list("pk", flat=True)):
                    raise RuntimeError(f"{text} finds other units than LIKE does")
                what = f"{kind} {text}: {len(found):,} units"
                pair = compare("", [(f"{what}, by LIKE", _page(plain), None), (what, _page(ours), 1.0)])
                lines += [pair.lines[0], replace(pair.lines[1], within=MOST)]
    return Table(
        "Search among 15,000 units",
        tuple(lines),
        (
            "the first page of 20 by name and the count of all that match, for whoever reaches all units",
            "each line is compared with LIKE on name, former names, pinyin, initials and code, the line before it",
        ),
    )


def _typed(unit: Unit) -> Iterator[tuple[str, str]]:
    name = unit.name
    yield "a name", name.removesuffix("（演示）")
    yield "two characters", name[2:4]
    yield "pinyin", unit.name_pinyin[:14]
    yield "initials", unit.name_initials[:5]
    yield "a whole code", unit.code
    yield "the end of a code", unit.code[-6:]


def _like(rows: QuerySet[Unit], text: str) -> QuerySet[Unit]:
    columns = ("name", "former_names__name", "code", "name_pinyin", "name_initials")
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__icontains": text})
    return rows.filter(pk__in=Unit.objects.filter(condition).values("pk"))


def _page(rows: QuerySet[Unit]) -> Callable[[], object]:
    return lambda: (list(rows.order_by("name_pinyin", "pk")[:SHOWN]), rows.order_by().count())
