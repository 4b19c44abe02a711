"""Staff by API: masked, as everywhere."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from sibao.directory import queries
from sibao.directory.api.places import OfUnit, PeriodOut, of_unit
from sibao.kernel.api import Page, answers, asker
from sibao.kernel.doors import May

router = Router(tags=["directory"])


class EmploymentOut(PeriodOut):
    """Someone 人员 works for a unit; name and number are masked."""

    unit_id: int
    name: str
    number: str
    site: str
    post: str
    team: str
    started_on: date

    @staticmethod
    def resolve_name(row: Any) -> str:
        return queries.name_of(row, masked=True)

    @staticmethod
    def resolve_number(row: Any) -> str:
        return queries.number_of(row, masked=True)

    @staticmethod
    def resolve_site(row: Any) -> str:
        return str(row.site.name)

    @staticmethod
    def resolve_post(row: Any) -> str:
        return row.post.name if row.post else ""

    @staticmethod
    def resolve_team(row: Any) -> str:
        return row.team.name if row.team else ""


@router.get("/staff", response=answers(Page[EmploymentOut]), auth=May("directory:person:read"))
def staff(request: HttpRequest, wanted: Query[OfUnit]) -> dict[str, object]:
    """List who works at the units in reach, masked."""
    return of_unit(queries.staff(asker(request)), wanted)
