"""What hangs on the units and people of the small world: documents, devices."""

from dataclasses import replace

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from sibao.directory.models import Unit
from sibao.kernel import files
from sibao.kernel.access import Actor, Scope
from sibao.kernel.attaching import services
from sibao.kernel.attaching.inputs import AddAttachment
from tests import world


def attach(unit: Unit) -> None:
    """A document that hangs on a unit, by its own user."""
    actor = replace(world.cli(unit.zone), scope=Scope(unit.zone_id, unit_id=unit.pk))
    upload = files.Upload("资料.pdf", "", f"%PDF-1.7 {unit.code}".encode())
    services.add_attachment(actor=actor, given=AddAttachment(subject_kind="unit", subject_id=unit.pk, upload=upload))


def devices(actor: Actor) -> None:
    """A second factor and a signed-in browser."""
    Authenticator.objects.create(user_id=actor.account_id, type="totp", data={"secret": ""})
    UserSession.objects.create(user_id=actor.account_id, ip="192.0.2.1", session_key="s" * 32)
