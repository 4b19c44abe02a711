"""The rows of an import page by page, each verdict by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from sibao.kernel.imports import shown
from sibao.kernel.lists.definition import Sort
from sibao.kernel.lists.paging import Order, read_cursor, read_page
from sibao.kernel.models import ImportRow

SHOWN_AT_ONCE = 100
BY_NUMBER = Order("kernel:import-rows", Sort("number", "", "number", nullable=False), descending=False)


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of rows as they are shown, the number of all, and the ways to the pages beside it."""

    rows: list[dict[str, Any]]
    count: int
    position: str
    previous: str
    next: str


def lines(found: QuerySet[ImportRow], verdict: str, given: Mapping[str, str]) -> Lines:
    """Return the page of a verdict's rows that is asked for.

    Args:
        found: the rows of an import that the asker may see.
        given: the query string; a parameter named like the verdict holds the page's cursor.

    Raises:
        Invalid: the cursor was not made here.
    """
    rows, cursor = found.filter(verdict=verdict), given.get(verdict, "")
    page = read_page(rows, BY_NUMBER, SHOWN_AT_ONCE, read_cursor(BY_NUMBER, cursor) if cursor else None)
    count = rows.order_by().count()
    place = {"first": page.start, "last": page.start + len(page.rows) - 1, "count": count}
    position = _("第 %(first)s–%(last)s，共 %(count)s") % place if page.previous or page.next else ""

    def way(there: str) -> str:
        show = given.get("show", "")
        return f"?{urlencode(({'show': show} if show else {}) | {verdict: there})}#rows" if there else ""

    return Lines([shown.row(row) for row in page.rows], count, position, way(page.previous), way(page.next))
