"""Steps of lists as tests tell them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet

from sibao.directory.models import Area, Sector, Unit, Zone
from sibao.kernel import clock
from sibao.kernel.lists.definition import Sort
from sibao.kernel.lists.paging import Order, Page, read_cursor, read_page
from tests import world


def bare_units(zone: Zone, staff: Iterable[int | None], founded: Sequence[date | None] = ()) -> list[Unit]:
    """Units by the table alone, many at once: what they are called does not matter, their figures do."""
    area, sector = Area.objects.get(zone=zone, code="419001102"), Sector.objects.get(zone=zone, code="industry")
    now, first = clock.now(), Unit.objects.count()
    return Unit.objects.bulk_create(
        Unit(
            zone=zone,
            kind="enterprise",
            code=world.uscc(1_000_000 + first + place),
            name=f"翻页单位{place}（演示）",
            name_pinyin=f"fanyedanwei{place:05d}",
            name_initials="fydw",
            area=area,
            area_path=area.path,
            sector=sector,
            staff_count=count,
            founded_on=founded[place] if place < len(founded) else None,
            created_at=now,
            updated_at=now,
        )
        for place, count in enumerate(staff)
    )


def order(expression: str, *, descending: bool = False, nullable: bool = True) -> Order:
    return Order("test:units", Sort(expression, expression, expression, nullable), descending)


def forwards(rows: QuerySet[Any], how: Order, size: int) -> Iterator[Page]:
    """Every page from the first to the last, as someone turns them."""
    page = read_page(rows, how, size)
    yield page
    while page.next:
        page = read_page(rows, how, size, read_cursor(how, page.next))
        yield page


def backwards(rows: QuerySet[Any], how: Order, size: int, page: Page) -> Iterator[Page]:
    """Every page before this one, nearest first."""
    while page.previous:
        page = read_page(rows, how, size, read_cursor(how, page.previous))
        yield page


def given(**values: str | Sequence[str]) -> Mapping[str, list[str]]:
    """Parameters of a query string."""
    return {name: [value] if isinstance(value, str) else list(value) for name, value in values.items()}
