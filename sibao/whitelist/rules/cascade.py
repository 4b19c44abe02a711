"""If a unit stops, who stops on which day (链式保障, R33): all questions at once, day by day, over the links of a zone.

What is assumed, and why, stands in docs/adr/0024-who-stops-on-which-day.md:

1. A customer lasts `stock_days` without a supplier. Stopped on day d, the supplier is missed from day d + stock_days on.
2. A material has run out when every supplier that is known for it is missed. Suppliers that together bring less than
   `vital_bp` of the need are no reason to stop: most of it comes from elsewhere.
3. While one supplier of a material goes on, the customer works with less and still serves its own customers.
4. Unknown stock counts as none: the day that is told is the earliest.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

WHOLE = 10_000
NEVER = np.iinfo(np.int16).max
CELLS = 4_000_000
"""Questions are taken so many at a time that questions × units and questions × materials stay below this."""
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Link:
    """One unit supplies another: `share_bp` of the customer's need of a material, `stock_days` None = unknown."""

    supplier: int
    customer: int
    material: str
    share_bp: int
    stock_days: int | None


@dataclass(frozen=True, slots=True)
class Terms:
    """How far a cascade is followed in days, and from which share in 1/10,000 a customer cannot do without a material."""

    days: int = 30
    vital_bp: int = WHOLE // 2


@dataclass(frozen=True, slots=True)
class Falls:
    """Who stops beside those that were stopped: place of the question, unit and day, one entry each in three arrays."""

    question: Numbers
    unit: Numbers
    day: Numbers

    def of(self, question: int) -> dict[int, int]:
        """Return the day on which each unit stops in one question."""
        mine = self.question == question
        return dict(zip(self.unit[mine].tolist(), self.day[mine].tolist(), strict=True))


class Net:
    """The links of a zone, in the order of the arithmetic.

    Args:
        links: at most one for each supplier, customer and material; those with no share are left out.
        terms: how far to follow and what counts as vital.
    """

    def __init__(self, links: Collection[Link], terms: Terms | None = None) -> None:
        self.terms = terms or Terms()
        self.links = [link for link in links if link.share_bp]
        ids = {end for link in self.links for end in (link.supplier, link.customer)}
        self.ids = np.array(sorted(ids), np.int64)
        self.place = {unit: place for place, unit in enumerate(self.ids.tolist())}
        self._lay_out()

    def needs(self) -> list[list[Link]]:
        """Return the links of each customer's each material, vital ones only."""
        by_need = sorted(self.links, key=_need)
        found = [list(links) for _need_, links in groupby(by_need, key=_need)]
        return [links for links in found if sum(link.share_bp for link in links) >= self.terms.vital_bp]

    def _lay_out(self) -> None:
        """Put links that matter behind each other by supplier, with the need that each serves."""
        needs = self.needs()
        rows = [
            (self.place[link.supplier], number, link.stock_days or 0)
            for number, links in enumerate(needs)
            for link in links
        ]
        table = np.array(sorted(rows), np.int64).reshape(-1, 3)
        self._need, self._stock = table[:, 1], table[:, 2]
        self._first = np.searchsorted(table[:, 0], np.arange(len(self.ids) + 1))
        self._suppliers = np.array([len(links) for links in needs], np.int16)
        self._customer = np.array([self.place[links[0].customer] for links in needs], np.int64)

    def suppliers(self) -> list[int]:
        """Return the units that somebody cannot do without, alone or with others."""
        return [int(unit) for unit in self.ids[np.diff(self._first) > 0]]

    def falls(self, questions: Sequence[Collection[int]]) -> Falls:
        """Return who stops when all units of a question stop on day 0, for each question.

        Args:
            questions: units that stop together; units without links bring nobody down.
        """
        size = max(1, CELLS // max(len(self.ids), len(self._suppliers), 1))
        parts = [self._some(questions[start : start + size], start) for start in range(0, len(questions), size)]
        columns = (
            [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else [np.empty(0, np.int64)] * 3
        )
        return Falls(*columns)

    def _some(self, questions: Sequence[Collection[int]], start: int) -> tuple[Numbers, Numbers, Numbers]:
        units, many = len(self.ids), len(questions)
        day = np.full(many * units, NEVER, np.int16)
        asked = [
            row * units + self.place[unit]
            for row, wanted in enumerate(questions)
            for unit in wanted
            if unit in self.place
        ]
        stopped = np.unique(np.array(asked, np.int64))
        day[stopped] = 0
        self._follow(day, stopped, np.tile(self._suppliers, many))
        day[stopped] = NEVER
        cells = np.flatnonzero(day != NEVER)
        return cells // units + start, self.ids[cells % units], day[cells].astype(np.int64)

    def _follow(self, day: NDArray[np.int16], stopped: Numbers, left: NDArray[np.int16]) -> None:
        """Go from day to day and note in `day` when each unit of each question stops.

        Args:
            day: questions × units, laid flat.
            stopped: the places in it that stop today and have not been followed yet.
            left: questions × needs, laid flat: how many suppliers of each are not missed yet.
        """
        due: list[list[Numbers]] = [[] for _ in range(self.terms.days + 1)]
        for today in range(self.terms.days + 1):
            while stopped.size or due[today]:
                self._miss(stopped, today, due)
                missed, due[today] = due[today], []
                stopped = self._stop(day, left, today, missed)

    def _miss(self, stopped: Numbers, today: int, due: list[list[Numbers]]) -> None:
        """Note on which day each customer of those that stopped begins to miss them."""
        question, unit = np.divmod(stopped, len(self.ids))
        counts = self._first[unit + 1] - self._first[unit]
        ends = np.cumsum(counts)
        link = np.arange(ends[-1] if ends.size else 0) + np.repeat(self._first[unit] - (ends - counts), counts)
        needs = np.repeat(question, counts) * len(self._suppliers) + self._need[link]
        days = today + self._stock[link]
        for one in np.unique(days[days <= self.terms.days]).tolist():
            due[one].append(needs[days == one])

    def _stop(self, day: NDArray[np.int16], left: NDArray[np.int16], today: int, missed: list[Numbers]) -> Numbers:
        """Return the places of units that have run out of something today, once each."""
        if not missed:
            return np.empty(0, np.int64)
        needs = np.concatenate(missed)
        np.subtract.at(left, needs, 1)
        question, need = np.divmod(needs[left[needs] == 0], len(self._suppliers))
        places = question * len(self.ids) + self._customer[need]
        places = np.unique(places[day[places] == NEVER])
        day[places] = today
        return places


def _need(link: Link) -> tuple[int, str]:
    return link.customer, link.material
