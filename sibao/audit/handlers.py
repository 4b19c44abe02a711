"""Listening to commands: one line each, carried out or refused."""

from sibao.audit.models import AuditLine
from sibao.kernel import clock
from sibao.kernel.commands import Record, recorders


def record(heard: Record) -> None:
    """Add a command's line: in its own transaction when carried out, after the roll-back when refused."""
    actor, subject = heard.actor, heard.subject
    AuditLine.objects.create(
        zone_id=actor.zone_id,
        at=heard.at,
        recorded_at=clock.now(),
        command=heard.command,
        outcome=heard.outcome,
        reason=heard.reason[:400],
        account_id=actor.account_id,
        appointment_id=actor.appointment_id,
        actor_name=actor.name[:40],
        position=actor.position[:120],
        organisation_id=actor.organisation_id,
        door=actor.door,
        request_id=actor.request_id,
        subject_kind=subject.kind if subject else "",
        subject_id=subject.id if subject else None,
        subject_label=subject.label[:200] if subject else "",
        unit_id=subject.unit_id if subject else actor.scope.unit_id,
        details=heard.details,
    )


recorders.append(record)
