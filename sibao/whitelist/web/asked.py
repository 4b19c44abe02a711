"""What those read who are asked before the list is changed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.kernel.consultation import Line
from sibao.whitelist import queries, states
from sibao.whitelist.inputs import OverrideApplication, PublishBatch


def publication(actor: Actor, given: PublishBatch) -> Sequence[Line]:
    """Return what publishing a batch does: its state, how many units enter the list, number and date of the notice."""
    batch = queries.batch(actor, given.batch_id)
    known = states.BATCH.states
    entering = len(queries.pending_listings(batch.pk))
    listed = queries.listings(actor).filter(state="active").count()
    return (
        Line(_("批次"), "", queries.batch_label(batch.number)),
        Line(_("进到哪一步"), known[batch.state].label, known["published"].label),
        Line(_("在册家数"), str(listed), str(listed + entering)),
        Line(_("公告文号"), batch.notice_number, given.number),
        Line(_("成文日期"), "", f"{given.dated:%Y-%m-%d}"),
    )


def exception(actor: Actor, given: OverrideApplication) -> Sequence[Line]:
    """Return what an override does: the verdict as it is, what is decided against it, and why."""
    found = queries.application(actor, given.application_id)
    known = states.APPLICATION.states
    verdict = {True: _("符合"), False: _("不符合"), None: _("不知道")}[found.answer]
    return (
        Line(_("企业（项目）"), "", found.unit.name),
        Line(_("标准的判定"), "", verdict),
        Line(_("状态"), known[found.state].label, known["accepted" if given.outcome == "admit" else "refused"].label),
        Line(_("理由"), "", given.reason),
    )
