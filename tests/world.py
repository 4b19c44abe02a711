"""Short ways to what tests stand on: the pack, people in their positions, units."""

import itertools
from datetime import UTC, datetime
from pathlib import Path

from sibao.accounts import queries as accounts
from sibao.accounts.models import Account, Appointment, Position
from sibao.config import packs
from sibao.directory import services
from sibao.directory.inputs import RecordMeasure, RegisterUnit
from sibao.directory.models import Area, Sector, Unit, Zone
from sibao.directory.rules import USCC_ALPHABET
from sibao.kernel.access import Actor, acting, system

PACK = Path(__file__).resolve().parents[1] / "packs" / "jiyuan"
START = datetime(2022, 1, 1, tzinfo=UTC)
_serial = itertools.count(1)


def load_pack() -> Zone:
    """Load the Jiyuan pack unless it is there."""
    return Zone.objects.filter(code="419001").first() or Zone.objects.get(pk=packs.load(PACK, demo=True).zone_id)


def cli(zone: Zone) -> Actor:
    """The actor of the command line."""
    return system(zone.id, door="cli")


def person(zone: Zone, position: str, *, unit: Unit | None = None, password: str = "") -> Actor:
    """Someone appointed to a position of the pack, as the actor she is when signed in."""
    serial = next(_serial)
    account = Account(
        zone=zone, username=f"test-{serial}", name=f"测试{serial}", created_at=START, must_change_password=False
    )
    account.set_password(password or None)
    account.save()
    seat = Position.objects.get(zone=zone, code=position)
    appointment = Appointment.objects.create(zone=zone, account=account, position=seat, unit=unit, started_at=START)
    return actor_in(appointment)


def actor_in(appointment: Appointment) -> Actor:
    """Whoever holds an appointment, as the actor she is when signed in."""
    held = accounts.running_appointments(appointment.account_id, datetime.now(UTC))
    return next(accounts.actor_of(one) for one in held if one.pk == appointment.pk)


def uscc(serial: int) -> str:
    """A valid unified social credit code, invented."""
    body = f"91419001MA{serial:07d}"
    total = sum(USCC_ALPHABET.index(sign) * 3**place % 31 for place, sign in enumerate(body))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def unit(
    zone: Zone,
    *,
    name: str = "",
    town: str = "419001102",
    sector: str = "industry",
    value: int | None = None,
    **given: object,
) -> Unit:
    """A unit of a town and sector, with last year's value of its measure if given."""
    serial = next(_serial)
    place, field = Area.objects.get(zone=zone, code=town), Sector.objects.get(zone=zone, code=sector)
    project = field.unit_kind == "project"
    code = f"2203-419001-04-01-{serial:06d}" if project else uscc(serial)
    details = {
        "kind": field.unit_kind,
        "code": code,
        "name": name or f"测试单位{serial}（演示）",
        "area_id": place.id,
        "sector_id": field.id,
        **given,
    }
    actor = cli(zone)
    made: Unit = services.register_unit(actor=actor, given=RegisterUnit.model_validate(details))
    if value is not None:
        measure = RecordMeasure(
            unit_id=made.id, measure_id=field.measure_id or 0, year=2021, value=value, source="测试"
        )
        services.record_measure(actor=actor, given=measure)
    return made


__all__ = ["acting", "cli", "load_pack", "person", "unit", "uscc"]
