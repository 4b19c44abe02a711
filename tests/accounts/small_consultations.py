"""Consultations of the small world, and the brute-force answer to who sees one."""

from datetime import timedelta

from sibao.accounts.models import Appointment
from sibao.approvals import services as approvals
from sibao.approvals.inputs import OneConsultation
from sibao.approvals.models import Consultation, ConsultedBody, Opinion
from sibao.directory.models import Unit
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.whitelist.models import Batch
from tests import consulted, world
from tests.accounts import small_living
from tests.listing import PUBLISH, publication, publicised


def ask(actor: Actor, unit: Unit) -> None:
    """Consultations about publishing a unit: a colleague's, agreed to, with its decision; another of hers; the actor's own."""
    batch = Batch.objects.get(members__unit=unit)
    if batch.state == "draft":
        small_living.object_to(publicised(world.cli(unit.zone), batch), unit)
    Batch.objects.filter(pk=batch.pk).update(objection_until=clock.now() - timedelta(days=1))
    other = consulted.colleague(unit.zone, "hq_office_clerk", "asks too")
    agreed = consulted.ask(other, PUBLISH, publication(batch, f"济四保办〔2022〕{unit.pk}号之一"))
    consulted.agree(consulted.colleague(unit.zone, "hq_office_clerk"), agreed)
    for decided in Consultation.objects.filter(decided_at__isnull=False):
        approvals.issue_decision(actor=world.cli(unit.zone), given=OneConsultation(consultation_id=decided.pk))
    consulted.ask(other, PUBLISH, publication(batch, f"济四保办〔2022〕{unit.pk}号之二"))
    consulted.ask(actor, PUBLISH, publication(batch, f"济四保办〔2022〕{unit.pk}号之三"))


def reaches(actor: Actor, found: Consultation) -> bool:
    """Who asked, said something, is asked, or oversees the whole zone."""
    mine = actor.account_id
    oversees = "approvals:consultation:oversee" in actor.permissions and actor.scope.whole_zone
    said = Opinion.objects.filter(consultation=found, account_id=mine).exists()
    asked = "approvals:opinion:give" in actor.permissions and any(_asked(actor, body) for body in found.bodies.all())
    return found.asker_id == mine or said or oversees or asked


def _asked(actor: Actor, body: ConsultedBody) -> bool:
    seat = Appointment.objects.select_related("position").get(pk=actor.appointment_id).position
    names = (body.position_id, body.organisation_id, body.role_id)
    return any(
        one is not None and one == own
        for one, own in zip(names, (seat.pk, seat.organisation_id, seat.role_id), strict=True)
    )


def reaches_body(actor: Actor, body: ConsultedBody) -> bool:
    return reaches(actor, body.consultation)
