"""What those read who are asked before the list is changed."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.kernel.consultation import Line
from sibao.whitelist import queries, states
from sibao.whitelist.inputs import PublishBatch


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
