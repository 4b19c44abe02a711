"""Persons and their employments, made as a stream: two million rows are never held at once."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sibao.config.demo.identifiers import CitizenNumbers
from sibao.config.demo.naming import PersonNames
from sibao.config.demo.places import Places
from sibao.config.demo.sites import Grounds
from sibao.config.demo.sources import words
from sibao.config.demo.streams import shuffled, stream
from sibao.config.demo.world import Site, Staff, Unit

EARLIEST = date(2008, 1, 7)
LATEST = date(2022, 5, 20)
DAYS = tuple(EARLIEST + timedelta(days=number) for number in range((LATEST - EARLIEST).days))
WORKING_AGE_DAYS = 18 * 366
FORMER_SHARE = 0.03
FORMER_AT_LEAST = date(2010, 1, 4)


class Workforce:
    """Makes the staff of all units; each call of the instance starts from the first person again."""

    def __init__(self, seed: int, units: Sequence[Unit], grounds: Grounds, where: Places) -> None:
        self._seed, self._units, self._where = seed, units, where
        self._sites: dict[int, list[Site]] = defaultdict(list)
        self._teams: dict[int, list[int]] = defaultdict(list)
        self._first_post: dict[int, int] = {}
        for site in grounds.sites:
            self._sites[site.unit_id].append(site)
        for team in grounds.teams:
            self._teams[team.site_id].append(team.id)
        for post in grounds.posts:
            self._first_post.setdefault(post.unit_id, post.id)

    def __call__(self) -> Iterator[Staff]:
        """Yield one row for each person, unit by unit."""
        numbers = CitizenNumbers(self._where.native_areas, stream(self._seed, "citizen numbers"))
        name = PersonNames()
        person = 0
        for unit in self._units:
            bits = stream(self._seed, "staff", unit.id).getrandbits
            for site_id, team_id, post_id in self._seats(unit):
                identity, born, male = numbers[person]
                person += 1
                draw = bits(62)
                started = _start(born, draw & 0xFFFFF)
                former = self._former(unit, born, started, draw >> 20 & 0x3FFFF)
                yield Staff(
                    person, name(draw >> 38, male=male), identity, born, male,
                    unit.id, site_id, post_id, team_id, started, *former,
                )  # fmt: skip

    def _seats(self, unit: Unit) -> Iterator[tuple[int, int, int]]:
        posts = self._pattern(unit)
        seat = 0
        for site in self._sites[unit.id]:
            teams = self._teams[site.id]
            for place in range(site.staff):
                yield site.id, teams[place % len(teams)], posts[seat % len(posts)]
                seat += 1

    def _pattern(self, unit: Unit) -> list[int]:
        first = self._first_post[unit.id]
        shares = words()["posts"][unit.sector]
        seats = [first + place for place, (_, share, _) in enumerate(shares) for _ in range(share)]
        return shuffled(stream(self._seed, "posts", unit.id), seats)

    def _former(self, unit: Unit, born: date, started: date, draw: int) -> tuple[int, date | None, date | None]:
        other = self._units[draw % len(self._units)]
        if draw / 0x40000 >= FORMER_SHARE or other.id == unit.id or started < FORMER_AT_LEAST:
            return 0, None, None
        begun = max(born + timedelta(days=WORKING_AGE_DAYS), started - timedelta(days=400 + draw % 700))
        ended = started - timedelta(days=1 + draw % 90)
        return (other.id, begun, ended) if begun < ended else (0, None, None)


def _start(born: date, draw: int) -> date:
    grown = (born - EARLIEST).days + WORKING_AGE_DAYS
    low = min(max(0, grown), len(DAYS) - 1)
    return DAYS[low + draw % (len(DAYS) - low)]
