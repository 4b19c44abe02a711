"""What commands on screenings are given."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from sibao.tracing.inputs.packs import Input

MOST_CASES, MOST_PLACES = 1_000, 100
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class CaseRow(Input):
    """A case: the number of her identity document, and when she fell ill or was sampled."""

    number: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    onset: datetime


class RunScreening(Input):
    """开展排查: whom cases met, who was at places or worked in an area in a span; at least one of the three."""

    title: Annotated[str, StringConstraints(min_length=2, max_length=80)]
    cases: Annotated[tuple[CaseRow, ...], Field(max_length=MOST_CASES)] = ()
    venue_ids: Annotated[tuple[Id, ...], Field(max_length=MOST_PLACES)] = ()
    area: Annotated[str, StringConstraints(max_length=12)] = ""
    since: datetime | None = None
    until: datetime | None = None
    rings: Literal[1, 2] = 1

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not (self.cases or self.venue_ids or self.area):
            raise ValueError("cases, venue_ids or area")
        return self


class AssignScreening(Input):
    """交办排查: a task for each site that the screening found, with what is to be done there."""

    screening_id: Id
    details: Annotated[str, StringConstraints(min_length=2, max_length=400)]
