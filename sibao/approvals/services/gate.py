"""Standing at the kernel's gate: a completed consultation lets exactly what it was about pass, once."""

from collections.abc import Mapping
from datetime import datetime

from django.urls import reverse
from pydantic import BaseModel

from sibao.approvals import queries, states
from sibao.approvals.events import ConsultationMoved
from sibao.approvals.models import ConsultationUse
from sibao.approvals.services.telling import tell_asker
from sibao.kernel import events
from sibao.kernel.access import Actor
from sibao.kernel.consultation import fingerprint

COMMAND_LINE = "cli"


class Consultations:
    """The gate that looks for a completed consultation of the same person in the same position about exactly this."""

    @property
    def ask_at(self) -> str:
        return reverse("approvals:ask")

    def use_up(self, name: str, actor: Actor, given: BaseModel, now: datetime) -> Mapping[str, object] | None:
        """Use up the consultation, in the command's transaction; the database lets that happen once.

        The operator at the command line passes without one where the rule says so, and the record says that.
        """
        if actor.appointment_id is None:
            return self._operator(name, actor)
        found = queries.agreed_for(actor, fingerprint(name, actor.zone_id, given))
        if found is None:
            return None
        ConsultationUse.objects.create(zone_id=found.zone_id, consultation=found, recorded_at=now)
        found.state = states.CONSULTATION.move(found.state, "carry_out")
        found.ended_at, found.version = now, found.version + 1
        found.save(update_fields=["state", "ended_at", "version"])
        tell_asker(found, now)
        events.publish([ConsultationMoved(zone_id=found.zone_id, consultation_id=found.pk, state=found.state)])
        return {"consultation": found.pk}

    def _operator(self, name: str, actor: Actor) -> Mapping[str, object] | None:
        if actor.account_id or actor.door != COMMAND_LINE:
            return None
        rule = queries.rule_of(actor.zone_id, name)
        return {"consultation": "command line"} if rule and rule.command_line else None
