"""Loading a pack's rules of consultations. Loading twice changes nothing."""

from datetime import datetime

from sibao.accounts import queries as accounts
from sibao.approvals.inputs import BodyRow, ConsultationsPack, RuleRow
from sibao.approvals.models import ConsultationRule, RuleBody
from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import Invalid


@command("approvals:pack:load")
def load_pack(*, actor: Actor, now: datetime, given: ConsultationsPack) -> Done[int]:
    """Write a pack's rules; those that the pack no longer holds are gone, and their commands are refused.

    Raises:
        Invalid: a rule names a command, position, organisation or role that is not there, or one that needs no consultation.
    """
    for row in given.consultations:
        _rule(actor, row)
    kept = [row.permission for row in given.consultations]
    ConsultationRule.objects.filter(zone_id=actor.zone_id).exclude(permission__in=kept).delete()
    return Done(len(kept), Subject("pack", None, "会签规定"))


def _rule(actor: Actor, row: RuleRow) -> None:
    if row.permission not in ALL or not ALL[row.permission].consultation:
        raise Invalid(f"会签规定引用的权限 {row.permission} 不存在，或不需会签")
    rule, _made = ConsultationRule.objects.update_or_create(
        zone_id=actor.zone_id,
        permission=row.permission,
        defaults={
            "name": row.zh,
            "name_en": row.en,
            "quorum": row.quorum,
            "asker_counts": row.asker_counts,
            "veto": row.veto,
            "command_line": row.command_line,
            "answer_quantity": row.answer.quantity,
            "answer_unit": row.answer.unit,
            "lapse_quantity": row.lapse.quantity,
            "lapse_unit": row.lapse.unit,
        },
    )
    rule.bodies.filter(number__gt=len(row.bodies)).delete()
    for number, body in enumerate(row.bodies, start=1):
        values = {"zone_id": actor.zone_id, "least": body.least, **_named(actor, row, body)}
        RuleBody.objects.update_or_create(rule=rule, number=number, defaults=values)


def _named(actor: Actor, row: RuleRow, body: BodyRow) -> dict[str, object]:
    """The row that a body names, the other two empty, and how it is called."""
    position = accounts.position_by_code(actor.zone_id, body.position) if body.position else None
    organisation = directory.organisations(actor).filter(code=body.organisation).first() if body.organisation else None
    role = accounts.roles(actor).filter(code=body.role).first() if body.role else None
    found = position or organisation or role
    if found is None:
        named = body.position or body.organisation or body.role
        raise Invalid(f"会签规定 {row.zh} 引用了不存在的岗位、机构或角色 {named}")
    label = position.title if position else organisation.name if organisation else role.name if role else ""
    return {"position": position, "organisation": organisation, "role": role, "label": label}
