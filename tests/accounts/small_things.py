"""What hangs on the units and people of the small world: documents, devices; and what another zone has of its own."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model

from sibao.accounts.models import Account, Appointment, Position
from sibao.audit.models import DestroyedKey, LegalHold
from sibao.directory.models import Area, SupplyLink, Unit, UnitField, UnitFieldValue
from sibao.duty.models import Officer
from sibao.inbox.models import Announcement, Delivery, Holiday, Message
from sibao.kernel import clock, files
from sibao.kernel.access import Actor, Scope, acting, covers
from sibao.kernel.attaching import services
from sibao.kernel.attaching.inputs import AddAttachment
from sibao.whitelist.models import Provider
from sibao.whitelist.services.chain import reckon
from tests import world

DAY = timedelta(days=1)
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
        term = {"zone": unit.zone, "need": "配餐", "started_on": clock.today(), "source": "试"}
        Provider.objects.create(unit=before, customer=unit, **term)
    reckon(unit.zone_id, clock.now())


def own(actor: Actor) -> None:
    """A second factor and a signed-in browser; and what must not be destroyed, by the same hand."""
    Authenticator.objects.create(user_id=actor.account_id, type="totp", data={"secret": ""})
    UserSession.objects.create(user_id=actor.account_id, ip="192.0.2.1", session_key="s" * 32)
    _held(Account.objects.get(pk=actor.account_id))


def belongings(account: Account) -> None:
    """What a zone has of its own, whoever looks: a seat, an officer, a day off, an announcement, a message, holds."""
    zone, now = account.zone, clock.now()
    with acting(world.cli(zone)):
        seat = Position.objects.create(zone=zone, code="far", title="外地岗位")
        Appointment.objects.create(zone=zone, account=account, position=seat, started_at=world.START)
        area = Area.objects.create(
            zone=zone, code="410100001", name="别处", short_name="别处", kind="town", path="410100001"
        )
        Officer.objects.create(zone=zone, area=area, post="干部", name="外地", most=3)
        said = {"title": "外地", "text": "外地", "by": "外地", "created_by": account.pk}
        Announcement.objects.create(zone=zone, starts_at=now, ends_at=now + DAY, created_at=now, **said)
        Holiday.objects.create(zone=zone, day=now.date(), kind="holiday", name="外地", source="外地")
        told = {"kind": "inbox:task-escalated", "key": "far", "words": "外地", "told_at": now}
        message = Message.objects.create(zone=zone, account=account, **told)
        when = {"next_at": now, "tried_since": now}
        Delivery.objects.create(zone=zone, message=message, channel="mail", reference="far-away", **when)
    DestroyedKey.objects.create(zone_id=zone.pk, name="far-away", at=now, account_id=account.pk, reason="外地")
    _held(account)


def _held(account: Account) -> None:
    given = {"pack": "directory", "reason": "试", "placed_at": clock.now(), "placed_by": account.pk}
    LegalHold.objects.create(zone_id=account.zone_id, **given)


def reaches_link(actor: Actor, row: SupplyLink) -> bool:
    """Whoever reaches both ends."""
    places = [
        {"area_path": end.area.path, "sector_id": end.sector_id, "unit_id": end.pk}
        for end in (row.supplier, row.customer)
    ]
    return all(covers(actor.scope, **place) for place in places)


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {SupplyLink: reaches_link}
