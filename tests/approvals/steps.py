"""Short ways through consultations: rules of the test's choice, opinions, what is left behind."""

from sibao.accounts.inputs import GrantDelegation
from sibao.accounts.models import Appointment
from sibao.accounts.services import grant_delegation
from sibao.approvals import services
from sibao.approvals.inputs import ConsultationsPack, GiveOpinion, WithdrawConsultation
from sibao.approvals.models import Consultation, ConsultationUse, Opinion
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.whitelist.models import Batch, Listing
from tests import consulted, world
from tests.listing import DAYS, PUBLISH, drafted, publication, publicised

SPAN = {"quantity": 210, "unit": "working_minute"}


def rule(zone, *bodies, permission=PUBLISH, **more):
    """Load one rule instead of the pack's."""
    row = {"permission": permission, "zh": "发布批次", "en": "Publish", "answer": SPAN, "lapse": SPAN, **more}
    pack = ConsultationsPack.model_validate({"consultations": [{**row, "bodies": bodies}]})
    services.load_pack(actor=world.cli(zone), given=pack)


def ready(zone):
    """A batch whose objection period is over at `over()`."""
    actor = world.cli(zone)
    return publicised(actor, drafted(actor, world.unit(zone)))


def over():
    """A moment after the objection period."""
    return clock.now() + DAYS


def asked(actor, batch, number=""):
    """The question whether the batch may be published."""
    return consulted.ask(actor, PUBLISH, publication(batch, number), now=over())


def say(actor, found, stance="agree", reason="", now=None):
    """An opinion."""
    given = GiveOpinion(consultation_id=found.pk, stance=stance, reason=reason)
    return services.give_opinion(actor=actor, given=given, now=now or over())


def withdraw(actor, found):
    """The question taken back."""
    given = WithdrawConsultation(consultation_id=found.pk, reason="另行研究")
    return services.withdraw_consultation(actor=actor, given=given, now=over())


def stands_in(giver, deputy):
    """The deputy as she acts for the giver."""
    given = GrantDelegation(deputy_id=deputy.account_id, ended_at=clock.now() + DAYS, reason="出差")
    made = grant_delegation(actor=giver, given=given)
    Appointment.objects.filter(pk=made.pk).update(started_at=world.START)
    return world.actor_in(Appointment.objects.get(pk=made.pk))


def everything():
    """All that consultations and publishing could leave behind, but for the record."""
    return {
        "consultations": list(Consultation.objects.order_by("pk").values("pk", "state", "version")),
        "opinions": Opinion.objects.count(),
        "uses": ConsultationUse.objects.count(),
        "tasks": list(Task.objects.order_by("pk").values("pk", "state")),
        "batches": list(Batch.objects.order_by("pk").values("pk", "state", "version")),
        "listings": list(Listing.objects.order_by("pk").values("pk", "state", "number")),
    }
