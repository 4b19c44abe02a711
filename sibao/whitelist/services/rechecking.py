"""An accepted application whose unit no longer meets the standard goes back to review before its batch goes out (R28)."""

from contextlib import suppress
from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import WrongMove
from sibao.whitelist import queries
from sibao.whitelist.inputs import RecheckApplications
from sibao.whitelist.models import Application, Batch
from sibao.whitelist.services import reviewing

NAMED = 10


@command("whitelist:application:recheck")
def recheck_applications(*, actor: Actor, now: datetime, given: RecheckApplications) -> Done[int]:
    """Have those accepted applications reviewed anew that no longer hold; by the system, at night and on a change.

    Returns:
        How many went back to review.
    """
    ids = queries.shaken(actor.zone_id, now, given.unit_ids, given.sectors)
    review_anew(actor, list(ids.values()), now)
    return Done(len(ids), Subject("applications", None, "申报"), details={"applications": sorted(ids.values())})


def review_anew(actor: Actor, ids: list[int], now: datetime) -> None:
    """Judge accepted applications again, keep the verdicts, and give them to the department with the clauses not met."""
    rows = Application.objects.filter(pk__in=ids)
    directory.hold_units(rows.values("unit_id"))
    for found in rows.filter(state="accepted").select_for_update(of=("self",)).select_related("unit__sector", "sector"):
        with suppress(WrongMove):  # no standard, or another sector: the department sees it and returns the application
            reviewing.judge(found, now)
        reason = f"情况有变，重新审核：{reviewing.unmet(found)}".rstrip("：")
        reviewing.settle(found, "recheck", actor=None, now=now, reason=reason)


def must_be_settled(batch: Batch, now: datetime) -> None:
    """Refuse to go on with a batch while an application of its units does not hold.

    Raises:
        WrongMove: in words that name the units.
    """
    if names := queries.unsettled(batch, now):
        said = "、".join(names[:NAMED]) + ("…" if len(names) > NAMED else "")
        raise WrongMove(_("申报情况有变，须先重新审核或撤出批次：%(names)s") % {"names": said})
