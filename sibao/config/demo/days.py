"""A day of the demo as deliveries: made from its plan and the invented people alone, the same whenever it is made."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sibao.config.demo.sources import PACKS, SHANGHAI, read_toml
from sibao.config.demo.world import Staff, World

DAYS = PACKS / "jiyuan" / "days"
SITE = "site"


@dataclass(frozen=True, slots=True)
class Handover:
    """Lines that a source hands over at a moment; the same key is the same delivery."""

    at: datetime
    source: str
    key: str
    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day with all its deliveries, in the order of their moments; some come twice."""

    name: str
    zh: str
    en: str
    begins: datetime
    ends: datetime
    handovers: tuple[Handover, ...]

    @property
    def distinct(self) -> int:
        """How many different signals there are."""
        return len({(one.source, line) for one in self.handovers for line in one.lines})

    @property
    def keys(self) -> set[tuple[str, str]]:
        """Source and key of each delivery."""
        return {(one.source, one.key) for one in self.handovers}


def names() -> list[str]:
    """The days that there are."""
    return sorted(path.stem for path in DAYS.glob("*.toml"))


def make_day(name: str, world: World, on: date | None = None) -> Day:
    """Return a day.

    Args:
        name: its file among the pack's days.
        world: whose people it is about.
        on: another date than its own.
    """
    plan = read_toml(DAYS / f"{name}.toml")
    day = on or plan["on"]
    mark = f"{name}-{day:%m%d}"
    said = _said(plan, world, day, mark)
    return Day(
        name,
        plan["zh"],
        plan["en"],
        _moment(day, plan["begins"]),
        _moment(day, plan["ends"]),
        tuple(_repeated(_cut(said, mark, plan["most_lines"]), plan["again_every"])),
    )


Said = dict[tuple[datetime, str], list[bytes]]
"""Moment of handing over, source → lines."""


def _said(plan: dict[str, Any], world: World, day: date, mark: str) -> Said:
    people, found = list(world.staff()), defaultdict(list)
    closes = _moment(day, plan["ends"])
    silences = [(one["source"], _moment(day, one["from"]), _moment(day, one["until"])) for one in plan["silences"]]
    for part in plan["parts"]:
        about = _sites(part, world) if part.get("about") == SITE else _people(part, world, people)
        begins, ends = _moment(day, part["from"]), _moment(day, part["until"])
        every = timedelta(minutes=part["every"])
        for place, (number, word) in enumerate(about):
            at = begins + (ends - begins) * (place / len(about))
            handed = min(begins + every * ((at - begins) // every + 1), closes)
            for source, down, up in silences:
                if source == part["source"] and down <= handed < up:
                    handed = up
            found[handed, part["source"]].append(_line(part, f"{mark}-{part['key']}-{number}", word, at))
    return found


def _people(part: dict[str, Any], world: World, people: Sequence[Staff]) -> list[tuple[int, str]]:
    places = _places(part, world)
    exposed = {post.id for post in world.posts if post.exposure == part.get("exposure", post.exposure)}
    found = [
        (one.person_id, one.identity_number)
        for one in people
        if one.post_id in exposed
        and one.unit_id not in part.get("without_units", ())
        and (places is None or (one.site_id, one.team_id) in places)
        and one.person_id % part.get("one_of", 1) == 0
    ]
    return found[part.get("skip", 0) :][: part.get("most")]


def _places(part: dict[str, Any], world: World) -> set[tuple[int, int]] | None:
    """Sites with their teams; None = everywhere."""
    if "units" not in part:
        return None
    there = {number for number, _word in _sites(part, world)}
    teams = [(team.site_id, team.id) for team in world.teams if team.site_id in there]
    return {teams[part["team"] - 1]} if "team" in part else set(teams)


def _sites(part: dict[str, Any], world: World) -> list[tuple[int, str]]:
    wanted = part.get("site")
    sites = (one for one in world.sites if one.unit_id in part["units"] and wanted in (None, one.number))
    return [(one.id, str(one.id)) for one in sites]


def _line(part: dict[str, Any], own_id: str, word: str, at: datetime) -> bytes:
    said = {"id": own_id, "kind": part["kind"], "at": at.isoformat(timespec="seconds")}
    said[part.get("about", "person")] = word
    return json.dumps(said | ({"value": part["value"]} if "value" in part else {})).encode()


def _cut(said: Said, mark: str, most: int) -> Iterator[Handover]:
    counted: defaultdict[str, int] = defaultdict(int)
    for (at, source), lines in sorted(said.items()):
        for start in range(0, len(lines), most):
            counted[source] += 1
            yield Handover(at, source, f"{mark}-{counted[source]:04}", tuple(lines[start : start + most]))


def _repeated(several: Iterator[Handover], every: int) -> Iterator[Handover]:
    """Hand one in `every` over a second time, and its lines once more within the next of its source."""
    owed: dict[str, tuple[bytes, ...]] = {}
    for number, one in enumerate(several, start=1):
        more = owed.pop(one.source, ())
        handed = Handover(one.at, one.source, one.key, (*more, *one.lines))
        yield handed
        if number % every == 0:
            yield handed
            owed[one.source] = one.lines


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, SHANGHAI)
