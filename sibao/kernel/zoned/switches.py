"""Feature switches (功能开关): what a zone may do without; a switched-off feature is not there, for anybody and any door.

A switch closes permissions. An actor of the zone loses them before a door, a menu, a list or a command looks, and whoever
asks for one nevertheless hears that there is no such thing. What has no permission asks `require_on`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from sibao.kernel.access import Actor, require
from sibao.kernel.models import FeatureSwitch
from sibao.kernel.refusals import NotFound, Text


@dataclass(frozen=True, slots=True)
class Switch:
    """A feature that a zone may switch off (功能).

    Args:
        key: its name in addresses, packs and tests.
        label: what it is called; `about`: what is gone while it is off, and what stays.
        closes: the permissions that nobody holds while it is off.
        on: whether it is on in a zone that has said nothing.
    """

    key: str
    label: Text
    about: Text
    closes: frozenset[str] = frozenset()
    on: bool = True


SWITCHES: dict[str, Switch] = {}


def add(*switches: Switch) -> None:
    """Add switches to the one table.

    Raises:
        RuntimeError: a key is taken.
    """
    for switch in switches:
        if switch.key in SWITCHES:
            raise RuntimeError(f"switch {switch.key} registered twice")
        SWITCHES[switch.key] = switch


def turned_in(zone: str) -> RawSQL:
    """Return an expression for what `closed` asks, read along with rows whose zone is in the named column.

    Every request asks it, and Django takes longer to put it together than to have it answered.
    """
    found_on = [switch.key for switch in SWITCHES.values() if switch.on]
    table = FeatureSwitch._meta.db_table
    turned = f"""array(select key from {table} where zone_id = {zone} and "on" <> (key = any(%s)))"""  # noqa: S608 - names
    return RawSQL(turned, [found_on])  # noqa: S611 - names


def closed(turned: Iterable[str]) -> frozenset[str]:
    """Return the permissions that nobody holds.

    Args:
        turned: keys of the switches that stand otherwise than a zone finds them.
    """
    turned = frozenset(turned)
    off = (switch for switch in SWITCHES.values() if switch.on is (switch.key in turned))
    return frozenset().union(*(switch.closes for switch in off))


def is_on(zone_id: int, key: str) -> bool:
    """Return whether a feature is on in a zone.

    Raises:
        KeyError: no context has registered it.
    """
    switch = SWITCHES[key]
    row = FeatureSwitch.objects.filter(zone_id=zone_id, key=key).first()
    return row.on if row else switch.on


def require_on(zone_id: int, key: str) -> None:
    """Let pass, or say that there is no such thing.

    Raises:
        NotFound: the feature is off.
    """
    if not is_on(zone_id, key):
        raise NotFound


def rows_of(actor: Actor) -> list[tuple[Switch, FeatureSwitch | None]]:
    """Return every switch with how the zone last set it, None = never."""
    require(actor, "kernel:switch:read")
    said = {row.key: row for row in FeatureSwitch.objects.filter(zone_id=actor.zone_id)}
    return [(switch, said.get(switch.key)) for switch in SWITCHES.values()]


def history(actor: Actor, most: int = 100) -> list[FeatureSwitch]:
    """Return how the zone's switches were turned, the newest first."""
    require(actor, "kernel:switch:read")
    events = FeatureSwitch.pgh_event_model.objects  # type: ignore[attr-defined]
    return list(events.filter(zone_id=actor.zone_id).order_by("-pgh_id")[:most])
