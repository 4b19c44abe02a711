"""What a person makes of a proposal: accepted, it is done by the list's own commands; declined, the reason stays (R32)."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from sibao.accounts import queries as accounts
from sibao.inbox import queries as inbox_queries
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask
from sibao.kernel.access import Actor, require, system
from sibao.kernel.commands import Command, Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, WrongMove
from sibao.whitelist import queries, rules, states
from sibao.whitelist.inputs import AcceptProposal, ChangeListing, DeclineProposal, FillBatch
from sibao.whitelist.models import Listing, ListProposal
from sibao.whitelist.services.batches import fill_batch
from sibao.whitelist.services.listings import remove_listing, resume_listing, suspend_listing
from sibao.whitelist.services.proposing import follow_up

INVITATION = "unit_matter"
Does = Callable[[Actor, datetime, ListProposal, AcceptProposal], None]


@command("whitelist:proposal:accept")
def accept_proposal(*, actor: Actor, now: datetime, given: AcceptProposal) -> Done[ListProposal]:
    """Do what is proposed by the list's own commands: into a draft batch or asked to apply, removed or suspended, resumed.

    Raises:
        Conflict: it was decided meanwhile.
        Denied: the actor may not do what she makes of it.
        Invalid: it cannot come to that, or the batch takes the unit no more.
        WrongMove: it is not open, or does not hold any more by the standard in force.
    """
    found, state = _seen(actor, given, "accept")
    if given.outcome not in rules.OUTCOMES[found.kind]:
        raise Invalid(fields={"outcome": _("这条提议不能这样办理")})
    require(actor, rules.NEEDS[given.outcome])
    if (found.unit_id, found.kind) not in queries.due(_system(found), now, [found.unit_id]):
        raise WrongMove(_("情况已经变化，按现行标准这条提议不再成立"))
    DO[given.outcome](actor, now, found, given)
    found.outcome, found.silent = given.outcome, given.outcome == "invite"
    return _decided(found, state, actor, now)


@command("whitelist:proposal:decline")
def decline_proposal(*, actor: Actor, now: datetime, given: DeclineProposal) -> Done[ListProposal]:
    """Leave the list as it is, with the reason; the same is proposed again only once something the verdict read has changed.

    Raises:
        Conflict: it was decided meanwhile.
        WrongMove: it is not open.
    """
    found, state = _seen(actor, given, "decline")
    found.reason, found.silent = given.reason, True
    return _decided(found, state, actor, now)


def _seen(actor: Actor, given: AcceptProposal | DeclineProposal, action: str) -> tuple[ListProposal, str]:
    found = queries.access_list_proposal(actor, given.proposal_id)
    if found.version != given.version:
        raise Conflict(yours=given.version, current=found.version)
    return found, states.PROPOSAL.move(found.state, action)


def _decided(found: ListProposal, state: str, actor: Actor, now: datetime) -> Done[ListProposal]:
    found.state, found.ended_at, found.door = state, max(now, found.made_at), actor.door
    found.decided_by, found.version = f"{actor.name} · {actor.position}"[:160], found.version + 1
    found.save()
    follow_up(found.zone_id, now)
    details: dict[str, object] = {"kind": found.kind, "outcome": found.outcome, "reason": found.reason}
    return Done(found, Subject("list_proposal", found.pk, found.unit.name, unit_id=found.unit_id), details=details)


def _into_batch(actor: Actor, now: datetime, found: ListProposal, given: AcceptProposal) -> None:
    if given.batch_id is None:
        raise Invalid(fields={"batch_id": _("请选择批次；没有草稿时先新建批次")})
    filled = fill_batch(actor=actor, given=FillBatch(batch_id=given.batch_id, unit_ids=[found.unit_id]), now=now)
    if filled.refused:
        raise Invalid(fields={"batch_id": filled.refused[0].why})


def _invite(actor: Actor, now: datetime, found: ListProposal, given: AcceptProposal) -> None:
    """Have the sector's department ask the unit to apply, unless it has been asked to do so already."""
    able = accounts.able_positions(found.zone_id, "whitelist:outreach:record")
    seat = able.filter(sector=found.sector_id).first() or able.filter(sector=None).first()
    if seat is None or inbox_queries.task_of(found.zone_id, INVITATION, "unit", found.unit_id) is not None:
        return
    task = AssignTask(
        kind=INVITATION,
        title=f"联系申报：{found.unit.name}"[:120],
        title_en=f"Ask to apply: {found.unit.name}"[:120],
        details=found.why,
        position_id=seat.pk,
        unit_id=found.unit_id,
        subject_kind="unit",
        subject_id=found.unit_id,
        subject_label=found.unit.name,
    )
    inbox.assign_task(actor=_system(found), given=task, now=now)


def _listed(service: Command[ChangeListing, Listing], *, by_verdict: bool = False) -> Does:
    """Return what changes the listing by its own command, with the proposal's sentence for the reason."""

    def do(actor: Actor, now: datetime, found: ListProposal, given: AcceptProposal) -> None:
        listing = queries.running_of(found.zone_id, [found.unit_id])[found.unit_id]
        change = ChangeListing(
            listing_id=listing.pk,
            version=listing.version,
            reason=found.why[:200],
            verdict_id=found.verdict_id if by_verdict else None,
        )
        service(actor=actor, given=change, now=now)

    return do


DO: dict[str, Does] = {
    "batch": _into_batch,
    "invite": _invite,
    "remove": _listed(remove_listing),
    "suspend": _listed(suspend_listing, by_verdict=True),
    "resume": _listed(resume_listing),
}


def _system(found: ListProposal) -> Actor:
    return system(found.zone_id, door="queue")
