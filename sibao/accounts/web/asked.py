"""What those read who are asked before somebody is appointed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sibao.accounts import queries
from sibao.accounts.inputs import Appoint
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.consultation import Line
from sibao.kernel.standing import in_words
from sibao.kernel.templatetags.shown import full_moment


def appointment(actor: Actor, given: Appoint) -> Sequence[Line]:
    """Return what appointing somebody does: which positions she holds, which she would, where and for how long."""
    account, now = queries.account(actor, given.account_id), clock.now()
    held = [in_words(queries.label_of(one)) for one in queries.running_appointments(account.pk, now)]
    position = queries.position_of(given.position_id)
    unit = directory.unit_rows().filter(zone_id=actor.zone_id, pk=given.unit_id or 0).first()
    return (
        Line(_("账号"), "", f"{account.name}（{account.username}）"),
        Line(_("岗位"), "；".join(held), position.title),
        Line(_("角色"), "", position.role.name if position.role else ""),
        Line(_("方式"), "", _("代理") if given.kind == "acting" else _("任命")),
        *([Line(_("企业（项目）"), "", unit.name)] if unit and position.unit_bound else ()),
        Line(
            _("任期"),
            "",
            f"{full_moment(given.started_at or now)}—{full_moment(given.ended_at) if given.ended_at else _('长期')}",
        ),
        *([Line(_("事由"), "", given.reason)] if given.reason else ()),
    )
