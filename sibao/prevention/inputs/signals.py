"""What commands on signals and on who is followed are given."""

from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

from sibao.prevention.inputs.words import Id, Input, Key

MOST_LINES = 10_000
OnceKey = Annotated[str, StringConstraints(min_length=1, max_length=70, pattern=r"^[\x21-\x7e]+$")]


class DeliverSignals(Input):
    """上报信号: the lines of one delivery, each a JSON object; the same key twice is the same delivery."""

    source: Key
    key: Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[\x21-\x7e]+$")]
    lines: Annotated[tuple[bytes, ...], Field(max_length=MOST_LINES)]


class Said(Input):
    """One thing that is said of somebody or something that is followed; without a moment, of now.

    Under one `id` the same is said but once, however many reports say it; without one it is this report's.
    """

    id: Annotated[str, StringConstraints(max_length=80)] = ""
    kind: Key
    about: Id
    at: AwareDatetime | None = None
    value: Annotated[str, StringConstraints(max_length=40)] = ""
    more: dict[Key, Annotated[str, StringConstraints(max_length=200)]] = {}


class ReportSignals(Input):
    """填报: what a person says at once; the same key twice is the same report."""

    source: Key = "unit_reports"
    key: OnceKey
    said: Annotated[tuple[Said, ...], Field(min_length=1, max_length=MOST_LINES)]


class PlaceInLoop(Input):
    """记入或移出闭环: who is in a closed loop from now, or no more."""

    person_ids: Annotated[tuple[int, ...], Field(max_length=200_000)]
    inside: bool


class FollowPeople(Input):
    """纳入监测: whose employments are to be followed; None = all of the zone."""

    unit_ids: tuple[int, ...] | None = None
