"""What hangs on the units and people of the small world: documents, devices."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model

from sibao.directory.models import SupplyLink, Unit, UnitField, UnitFieldValue
from sibao.kernel import clock, files
from sibao.kernel.access import Actor, Scope, covers
from sibao.kernel.attaching import services
from sibao.kernel.attaching.inputs import AddAttachment
from sibao.whitelist.services.chain import reckon
from tests import world

WORDS = {"field_key": "kiln", "list_key": "vehicle_kind", "code": "lorry"}
"""Arguments that name no row."""


def attach(unit: Unit) -> None:
    """A document that hangs on a unit, by its own user, what it says in an optional field, and who supplies it."""
    told = {"zone": unit.zone, "recorded_at": clock.now()}
    named = {"name": "窑炉型式", "name_en": "Kind of kiln", "order": 10, "reason": "试", "by": "试", "version": 1}
    field, _new = UnitField.objects.get_or_create(key="kiln", kind="text", zone=unit.zone, defaults=told | named)
    UnitFieldValue.objects.create(unit=unit, field=field, value=f"{unit.name}的窑", **told)
    actor = replace(world.cli(unit.zone), scope=Scope(unit.zone_id, unit_id=unit.pk))
    upload = files.Upload("资料.pdf", "", f"%PDF-1.7 {unit.code}".encode())
    services.add_attachment(actor=actor, given=AddAttachment(subject_kind="unit", subject_id=unit.pk, upload=upload))
    supply(unit)


def supply(unit: Unit) -> None:
    """The unit before supplies this one with what it cannot do without, in whichever town and sector that lies."""
    before = Unit.objects.filter(zone=unit.zone, pk__lt=unit.pk).order_by("pk").last()
    if before is not None:
        given = {"zone": unit.zone, "share_bp": 9_000, "stock_days": 3, "source": "试"}
        SupplyLink.objects.create(supplier=before, customer=unit, material="蒸汽", **given)
    reckon(unit.zone_id, clock.now())


def devices(actor: Actor) -> None:
    """A second factor and a signed-in browser."""
    Authenticator.objects.create(user_id=actor.account_id, type="totp", data={"secret": ""})
    UserSession.objects.create(user_id=actor.account_id, ip="192.0.2.1", session_key="s" * 32)


def reaches_link(actor: Actor, row: SupplyLink) -> bool:
    """Whoever reaches both ends."""
    places = [
        {"area_path": end.area.path, "sector_id": end.sector_id, "unit_id": end.pk}
        for end in (row.supplier, row.customer)
    ]
    return all(covers(actor.scope, **place) for place in places)


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {SupplyLink: reaches_link}
