"""Who reaches what in the small world: the brute-force answer, which looks at one row in hand and knows nothing of queries."""

from collections.abc import Callable
from functools import cache
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Model

from sibao.accounts.models import AccessRequest, Account, Appointment, Invitation, MachineKey
from sibao.approvals.models import Consultation, ConsultedBody
from sibao.audit.models import AuditLine, Checkpoint, DestroyedKey, LegalHold
from sibao.directory.models import (
    Area,
    Likeness,
    Merge,
    Site,
    Unit,
)
from sibao.inbox.models import Announcement, Delivery, Holiday, Message, Task, TaskStep
from sibao.kernel.access import Actor
from sibao.kernel.models import Attachment, ExportRun, ImportRun, Revision, SavedFilter
from sibao.whitelist.models import Batch, BatchMember, ListRules
from tests.accounts import (
    small_applications,
    small_consultations,
    small_criteria,
    small_duty,
    small_entry,
    small_facts,
    small_guides,
    small_list_rules,
    small_signals,
    small_things,
    small_tracing,
)
from tests.inbox import filling


def reaches(actor: Actor, row: Model) -> bool:
    """Whether an actor reaches a row, found by looking at the row alone.

    Raises:
        LookupError: nobody has said whose the rows of this table are.
    """
    zone = getattr(row, "zone_id", None)
    if zone is not None and zone != actor.scope.zone_id:
        return False
    _with_places(row)
    return _within_zone(actor, row)


def _with_places(row: Model) -> None:
    """Give a row the places that it names, which are asked for once and not for each row."""
    for field in row._meta.concrete_fields:
        if field.related_model in PLACES and not field.is_cached(row) and (pk := getattr(row, field.attname)):
            field.set_cached_value(row, place(field.related_model, pk))


@cache
def place(model: type[Model], pk: int) -> Model:
    """A place as it was when it was first asked for."""
    found = model._default_manager.get(pk=pk)
    _with_places(found)
    return found


def _within_zone(actor: Actor, row: Any) -> bool:
    if rule := RULES.get(type(row)):
        return rule(actor, row)
    unit = row if isinstance(row, Unit) else getattr(row, "unit", None)
    if not isinstance(unit, Unit):
        raise LookupError(f"say in RULES who reaches the rows of {type(row).__name__}")
    return _unit(actor, unit)


def _unit(actor: Actor, unit: Unit) -> bool:
    scope = actor.scope
    in_area = unit.area.path[: len(scope.area_path)] == scope.area_path
    return in_area and scope.sector_id in {None, unit.sector_id} and scope.unit_id in {None, unit.pk}


def _batch(actor: Actor, batch: Batch) -> bool:
    units = [member.unit for member in BatchMember.objects.filter(batch=batch).select_related("unit__area")]
    seen = batch.state == "published" or any(_unit(actor, unit) for unit in units)
    return seen or "whitelist:batch:fill" in actor.permissions


def _revision(actor: Actor, run: Revision) -> bool:
    return (run.account_id, run.appointment_id) == (actor.account_id, actor.appointment_id)


def _import_run(actor: Actor, run: ImportRun) -> bool:
    if run.account_id == actor.account_id:
        return run.appointment_id == actor.appointment_id
    return actor.scope.unit_id is None and run.organisation_id == actor.organisation_id is not None


def _audit_line(actor: Actor, line: AuditLine) -> bool:
    scope = actor.scope
    if not (scope.area_path or scope.sector_id or scope.unit_id):
        return True
    unit = Unit.objects.filter(pk=line.unit_id).select_related("area").first() if line.unit_id else None
    return line.account_id == actor.account_id or (unit is not None and _unit(actor, unit))


def _own(actor: Actor, row: Any) -> bool:
    return bool(row.account_id == actor.account_id)


def task_row(actor: Actor, task: Task) -> bool:
    """Whose seat it lies with or ever passed, and who oversees where it lies."""
    held = Appointment.objects.filter(pk=actor.appointment_id).values_list("position_id", "unit_id").first()
    steps = TaskStep.objects.filter(task=task)
    passed = {(step.to_position_id, step.to_unit_id) for step in steps}
    passed |= {(step.from_position_id, step.from_unit_id) for step in steps if step.from_position_id}
    within = _unit(actor, task.unit) if task.unit else actor.scope.whole_zone
    return held in passed or ("inbox:task:oversee" in actor.permissions and within)


def _access(actor: Actor, asked: AccessRequest) -> bool:
    decides = {"unit": "accounts:access:approve", "official": "accounts:access:grant"}[asked.kind]
    reached = _unit(actor, asked.unit) if asked.unit else actor.scope.whole_zone
    return decides in actor.permissions and reached


def _likeness(actor: Actor, row: Likeness) -> bool:
    return _unit(actor, row.first) and _unit(actor, row.second)


def _merge(actor: Actor, row: Merge) -> bool:
    return _unit(actor, row.retired) and _unit(actor, row.survivor)


def _invitation(actor: Actor, row: Invitation) -> bool:
    return _unit(actor, row.unit)


def _by_user(actor: Actor, row: Any) -> bool:
    return bool(row.user_id == actor.account_id)


def _everyone(actor: Actor, row: Model) -> bool:
    return True


PLACES = {Area, Unit, Site}
RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {
    AuditLine: _audit_line,
    **dict.fromkeys((Checkpoint, DestroyedKey, LegalHold), _everyone),
    Batch: _batch,
    ImportRun: _import_run,
    Attachment: lambda actor, row: _unit(actor, Unit.objects.get(pk=row.subject_id)),
    ExportRun: _own,
    SavedFilter: _own,
    Revision: _revision,
    Task: task_row,
    Message: _own,
    Delivery: _everyone,
    Announcement: filling.reaches_announcement,
    Consultation: small_consultations.reaches,
    ConsultedBody: small_consultations.reaches_body,
    Holiday: _everyone,
    **small_tracing.RULES,
    ListRules: small_list_rules.reaches_rules,
    **(small_applications.RULES | small_guides.RULES | small_duty.RULES | small_criteria.RULES | small_things.RULES),
    **(small_facts.RULES | small_entry.RULES | small_signals.RULES),
    Account: _everyone,
    MachineKey: _everyone,
    AccessRequest: _access,
    Invitation: _invitation,
    Likeness: _likeness,
    Merge: _merge,
    Authenticator: _by_user,
    UserSession: _by_user,
    Appointment: _everyone,
}
