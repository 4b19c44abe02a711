"""What every API router shares: problems as declared answers, pages of rows."""

from typing import Annotated, Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from sibao.kernel.access import Actor
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import Invalid

T = TypeVar("T")
Limit = Annotated[int, Field(ge=1, le=200)]
After = Annotated[int, Field(ge=0, le=2**63 - 1)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00]*$")]


class Pointer(Schema):
    """Where a problem lies in the input, as a JSON Pointer."""

    pointer: str
    detail: str


class Problem(Schema):
    """An RFC 9457 problem; a stale version comes with both versions, what needs a consultation with what to ask for."""

    type: str
    title: str
    status: int
    instance: str
    errors: list[Pointer] = []
    yours: int | None = None
    current: int | None = None
    permission: str = ""
    given: str = ""


class Page(Schema, Generic[T]):
    """Some rows, the number of all, and where the next page starts (0 = this is the last)."""

    items: list[T]
    count: int
    next_after: int = 0


class OfUnit(Schema):
    """What rows about a unit have in common."""

    id: int
    unit_id: int
    unit: str
    sector: str
    town: str

    @staticmethod
    def resolve_unit(row: Any) -> str:
        return str(row.unit.name)

    @staticmethod
    def resolve_sector(row: Any) -> str:
        return str(row.unit.sector.code)

    @staticmethod
    def resolve_town(row: Any) -> str:
        return str(row.unit.area.code)


READS = frozenset({400, 401, 403, 404, 422, 429})
WRITES = READS | {408, 409, 413}


def answers(good: Any, *, status: int = 200, writes: bool = False) -> dict[int, Any]:
    """Return every answer of an operation, its problems included."""
    return {status: good} | dict.fromkeys(sorted(WRITES if writes else READS), Problem)


def paged(rows: QuerySet[Any], *, after: int, limit: int) -> tuple[list[Any], int, int]:
    """Return a page of rows by ascending id, the count of all, and the id to go on from.

    Args:
        rows: narrowed rows.
        after: the last id of the page before; 0 = from the start.
        limit: rows of a page.
    """
    page = list(rows.order_by("pk").filter(pk__gt=after)[: limit + 1])
    more = len(page) > limit
    page = page[:limit]
    return page, rows.order_by().count(), page[-1].pk if more else 0


def asker(request: HttpRequest) -> Actor:
    """Return who asks."""
    return actor_of(request)


def one_of(text: str, known: dict[str, Any], name: str) -> Any:
    """Return what a code stands for.

    Raises:
        Invalid: the code is not known; the field is named.
    """
    if text not in known:
        raise Invalid(fields={name: _("没有这个选项")})
    return known[text]
