"""Short ways to people who meet at places, and to a screening of them."""

import itertools
from datetime import datetime, timedelta
from typing import Any

from sibao.directory.models import Employment, Site, Venue
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.tracing import services, sql
from sibao.tracing.inputs import CaseRow, RunScreening
from sibao.tracing.models import ScreenedPerson, Screening
from tests import grounds, world

_serial = itertools.count(1)


class Town:
    """A zone with works, their people and the places where they scan codes; `office` is the health office's seat."""

    def __init__(self, zone: Any) -> None:
        self.zone = zone
        self.office: Actor = world.person(zone, "health_officer")
        self.now = clock.now()
        self.numbers: dict[int, str] = {}

    def works(self, people: int = 1, **more: Any) -> "tuple[Site, list[Employment]]":
        """A site with people of whom nobody shares anything but the site."""
        place = grounds.site(world.unit(self.zone, **more))
        return place, [self.hired(place) for _ in range(people)]

    def hired(self, place: Site, **more: Any) -> Employment:
        """Somebody who works at a site."""
        number = grounds.citizen_number(20_000 + next(_serial))
        found = grounds.employed(place, number=number, **more)
        self.numbers[found.person_id] = number
        return found

    def venue(self, place: Site, name: str = "食堂") -> Venue:
        """A place within a site."""
        found: Venue = grounds.part(place, "venue", name)
        return found

    def scans(self, who: Employment, venue: Venue, hours_ago: float) -> datetime:
        """Somebody scans the code of a place; it counts for an hour."""
        at = self.now - timedelta(hours=hours_ago)
        with acting(world.cli(self.zone)):
            sql.write_scans(self.zone.pk, [(who.person_id, venue.pk, at)], 60, at)
        return at

    def screens(self, *cases: Employment, onset: float = 0, rings: int = 1, **more: Any) -> Screening:
        """The health office screens for whom cases met who fell ill so many hours ago."""
        at = self.now - timedelta(hours=onset)
        rows = tuple(CaseRow(number=self.numbers[one.person_id], onset=at) for one in cases)
        given = RunScreening(title="食堂疫情", cases=rows, rings=rings, **more)  # type: ignore[arg-type]
        made: Screening = services.run_screening(actor=self.office, given=given)
        return made

    def found(self, screening: Screening) -> "dict[int, ScreenedPerson]":
        """Whom a screening found, by person."""
        with acting(self.office):
            return {row.person_id: row for row in ScreenedPerson.objects.filter(screening=screening)}
