"""What a pack says of coming in, and how an area is given its class."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sibao.entry.inputs.words import Division, Input, Key, Name, Reason

Words = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Hours = Annotated[int, Field(ge=1, le=24 * 30)]


class Cite(Input):
    """Which document and article a row comes from (R01)."""

    document: str
    article: str


class RulesRow(Input):
    """The numbers: how long ahead arrivals are registered, and for how long what a gate reads is good."""

    ahead_days: Annotated[int, Field(ge=0, le=30)]
    crew_hours: Hours
    certificate_hours: Hours
    emergency_hours: Hours
    code_hours: Hours
    list_minutes: Annotated[int, Field(ge=1, le=60)]
    cite: Cite | None = None


class ClassRow(Input):
    """One row of the decision table; without a colour it is decided case by case."""

    key: Key
    zh: Name
    en: Annotated[str, StringConstraints(min_length=2, max_length=80)]
    colour: Literal["green", "yellow", "red", ""] = ""
    measures_zh: Words
    measures_en: Words
    test_days: tuple[Annotated[int, Field(ge=0, le=30)], ...] = ()
    days: Annotated[int, Field(ge=1, le=60)] | None = None
    tests: Annotated[int, Field(ge=0, le=9)] = 0
    within: Annotated[int, Field(ge=0, le=30)] = 0
    exempts: bool = False
    follows: Annotated[str, StringConstraints(max_length=200)] = ""
    cite: Cite | None = None


class AreaRow(Input):
    """Areas that have a class when the pack is loaded, until the health department says otherwise."""

    codes: tuple[Division, ...]
    names: tuple[Name, ...]
    origin_class: Key
    since: date
    basis: Words


class EntryPack(Input):
    """A hazard's part: numbers, classes of origin, and which areas begin in which."""

    hazard: Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_-]{0,39}$")]
    version: Annotated[str, StringConstraints(min_length=1, max_length=20)]
    rules: RulesRow
    classes: tuple[ClassRow, ...] = ()
    areas: tuple[AreaRow, ...] = ()


class GradeArea(Input):
    """定来源地类别: an area is of a class from a day, by a document."""

    code: Division
    name: Name
    class_key: Key
    started_on: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
    basis: Reason
