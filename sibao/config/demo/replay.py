"""A day of the demo played at the product's own door, at the pace one likes; the product's clock goes with it.

The clock is only ever moved on, and a delivery keeps its key: so a day that was interrupted goes on where it stopped, and
a day that was played changes nothing when it is played again.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from sibao.config.demo.days import Day, Handover
from sibao.config.demo.senders import Became, Send
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.kernel.refusals import WrongMove
from sibao.prevention import queries
from sibao.prevention.models import Alert, SignalDelivery
from sibao.prevention.services.sweeping import sweep

STEP, HOUR = timedelta(minutes=10), timedelta(hours=1)
"""How far the clock moves at once where nothing is handed over; how often it is told what happened."""


@dataclass(slots=True)
class Told:
    """What was handed over and what came of it up to a moment: since the last hour, or all day long."""

    at: datetime
    deliveries: int = 0
    again: int = 0
    taken: int = 0
    repeated: int = 0
    rejected: int = 0
    opened: int = 0
    ended: int = 0
    silent: list[str] = field(default_factory=list)

    def add(self, became: Became) -> None:
        """Count a delivery."""
        self.deliveries += 1
        if became.again:
            self.again += 1
            return
        self.taken += became.taken
        self.repeated += became.repeated
        self.rejected += became.rejected

    def __str__(self) -> str:
        silent = "、".join(self.silent) or "—"
        return (
            f"{self.at.astimezone(clock.SHANGHAI):%m-%d %H:%M}  上报 {self.deliveries} 批（已收过 {self.again}）"
            f" 新信号 {self.taken} 重复 {self.repeated} 退回 {self.rejected}"
            f"  预警 +{self.opened} −{self.ended}  中断 {silent}"
        )


def play(day: Day, actor: Actor, send: Send, *, speed: float, tell: Callable[[Told], None]) -> Told:
    """Play a day to its end and return what was handed over in all.

    Args:
        actor: the command line in a demo zone.
        send: the way in.
        speed: minutes of the product's time to one of real time; 0 = without waiting.
        tell: hears what happened, once an hour of the product's time.

    Raises:
        WrongMove: the product's clock is past the day, and nothing of it was handed over before.
    """
    _check(day, actor)
    _move_on(min(day.begins, day.handovers[0].at))
    whole, hour = Told(day.ends), Told(day.begins + HOUR)
    since = day.begins
    for at, several in _moments(day):
        if at > hour.at:
            hour = _tell(actor, whole, hour, since, tell)
            since = hour.at - HOUR
        _wait(at, speed)
        _move_on(at)
        for one in several:
            became = send(one)
            hour.add(became)
            whole.add(became)
        with acting(actor):
            sweep(actor.zone_id, clock.now())
    _tell(actor, whole, hour, since, tell)
    return whole


def _check(day: Day, actor: Actor) -> None:
    begun = SignalDelivery.objects.filter(zone_id=actor.zone_id, key=day.handovers[0].key).exists()
    if clock.read_anew() > day.ends and not begun:
        raise WrongMove(_("产品时间已过这一天，请用 --on 指定以后的日期"))


def _moments(day: Day) -> Iterator[tuple[datetime, list[Handover]]]:
    """Each moment at which something is handed over, and moments between, so that time goes by evenly."""
    at, rest = day.begins, list(day.handovers)
    while at <= day.ends:
        several = [one for one in rest if one.at == at]
        rest = rest[len(several) :]
        yield at, several
        at = min([at + STEP, *(one.at for one in rest[:1])])


def _wait(at: datetime, speed: float) -> None:
    ahead = (at - clock.read_anew()).total_seconds()
    if speed and ahead > 0:
        time.sleep(ahead / speed)


def _move_on(at: datetime) -> None:
    if at > clock.read_anew():
        clock.set_to(at)


def _tell(actor: Actor, whole: Told, hour: Told, since: datetime, tell: Callable[[Told], None]) -> Told:
    """Tell an hour, add it up, and return the next one, still empty."""
    with acting(actor):
        of_hour = Q(closed_at__gt=since, closed_at__lte=hour.at), Q(opened_at__gt=since, opened_at__lte=hour.at)
        alerts = Alert.objects.filter(zone_id=actor.zone_id)
        found = alerts.aggregate(ended=Count("pk", of_hour[0]), opened=Count("pk", of_hour[1]))
        _heard, silent = queries.last_heard(actor.zone_id, hour.at)
    hour.opened, hour.ended, hour.silent = found["opened"], found["ended"], [one.name for one in silent]
    whole.opened += hour.opened
    whole.ended += hour.ended
    tell(hour)
    return Told(hour.at + HOUR)
