"""Short ways to people who are followed and to what is said of them."""

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sibao.directory.models import Employment, Site
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.prevention import services
from sibao.prevention.inputs import DeliverSignals, FollowPeople
from sibao.prevention.models import Alert, AlertRule, SiteCount, SubjectState
from sibao.prevention.rules.subjects import PERSON, SUBJECTS
from sibao.prevention.services.deliveries import Receipt
from sibao.prevention.services.retaining import certify
from sibao.prevention.sql import Gone
from tests import grounds, world

_serial = itertools.count(1)


class Workplace:
    """A site with followed people, and the laboratory, platform and unit that speak of them."""

    def __init__(self, zone: Any, people: int = 1, **post: Any) -> None:
        self.zone = zone
        self.unit = world.unit(zone)
        self.site: Site = grounds.site(self.unit)
        at = grounds.part(self.site, "post", **post) if post else None
        self.numbers = [grounds.citizen_number(50_000 + next(_serial)) for _ in range(people)]
        self.people: list[Employment] = [grounds.employed(self.site, number=one, post=at) for one in self.numbers]
        self.sender: Actor = world.cli(zone)
        self.follow()

    def hired(self, number: str) -> Employment:
        """Somebody who works here, too."""
        found: Employment = grounds.employed(self.site, number=number)
        return found

    def follow(self) -> int:
        followed: int = services.follow_people(actor=self.sender, given=FollowPeople(unit_ids=(self.unit.pk,)))
        return followed

    def says(self, kind: str, value: str = "", *, who: int = 0, at: datetime | None = None, **more: str) -> bytes:
        """A line about one of the people, or about the site."""
        about = {"site": str(self.site.pk)} if kind == "disinfection" else {"person": self.numbers[who]}
        line = {"id": f"s{next(_serial)}", "kind": kind, "at": (at or clock.now()).isoformat(), **about, **more}
        return json.dumps(line | ({"value": value} if value else {})).encode()

    def state(self, who: int = 0) -> SubjectState:
        with acting(self.sender):
            return SubjectState.objects.get(subject=SUBJECTS[PERSON], subject_id=self.people[who].person_id)

    def alerts(self, rule: str, **given: Any) -> list[Alert]:
        with acting(world.cli(self.zone)):
            return list(Alert.objects.filter(rule__key=rule, unit=self.unit, **given).order_by("pk"))

    def open(self, rule: str) -> int:
        return len(self.alerts(rule, closed_at=None))

    def counts(self) -> dict[int, int]:
        return dict(SiteCount.objects.filter(site_id=self.site.pk).exclude(number=0).values_list("bit", "number"))


def deliver(
    work: Workplace, *lines: bytes, source: str = "laboratory", key: str = "", now: datetime | None = None
) -> Receipt:
    """Hand lines over as one delivery."""
    given = DeliverSignals(source=source, key=key or f"d{next(_serial)}", lines=lines)
    receipt: Receipt = services.deliver_signals(actor=work.sender, given=given, now=now)
    return receipt


def monitoring_moves(zone: Any, reader: Any) -> None:
    """Somebody more is warned of, and rules change."""
    Workplace(zone)
    with acting(world.cli(zone)):
        AlertRule.objects.filter(zone=zone).update(limit_minutes=7)
        AlertRule.objects.filter(zone=zone, key="symptoms").update(retired=True)


def deletions_come(zone: Any, reader: Any) -> None:
    """Something goes by a certificate."""
    now = clock.now()
    with acting(world.cli(zone)), transaction.atomic():
        certify(world.cli(zone), [Gone("signals", "sample", 30, "示例", now, now, 7)], now)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
