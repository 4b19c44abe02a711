"""What an authority does with an application: decide by the standard, return, decide against it by two; appeals (R28)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from sibao.accounts import queries as accounts
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, command
from sibao.kernel.refusals import Conflict, Invalid, WrongMove
from sibao.whitelist import queries, states
from sibao.whitelist.inputs import (
    AnswerAppeal,
    DecideApplication,
    LodgeAppeal,
    OverrideApplication,
    ReasonedApplication,
)
from sibao.whitelist.models import Appeal, Application, Listing
from sibao.whitelist.services import reviewing
from sibao.whitelist.services.applications import seen, subject_of

APPEAL_KIND = "application_appeal"


@command("whitelist:application:decide")
def decide_application(*, actor: Actor, now: datetime, given: DecideApplication) -> Done[Application]:
    """Decide an application under review: judged anew by the standard in force now, whose answer is the decision (R28).

    Raises:
        Invalid: a yes rests on what the unit says of itself and the proof has not been looked at.
        WrongMove: it is not under review, is listed already, or something is still unknown.
    """
    found = seen(actor, given.application_id, given.version, by="accept")
    _not_on_the_list(found)
    eyes = reviewing.judge(found, now)
    if found.answer is None:
        raise WrongMove(_("还有不知道的条款，先补录事实，或退回单位补充"))
    if eyes and not given.seen:
        raise Invalid(fields={"seen": _("有的条款只有单位自己的说法，请先核对材料")})
    reviewing.settle(found, "accept" if found.answer else "refuse", actor=actor, now=now)
    return Done(found, subject_of(found), details={"outcome": found.state, "verdict": found.verdict_id})


@command("whitelist:application:return")
def return_application(*, actor: Actor, now: datetime, given: ReasonedApplication) -> Done[Application]:
    """Give an application back to the unit to be completed, with the reason."""
    found = seen(actor, given.application_id, given.version, by="return")
    reviewing.settle(found, "return", actor=actor, now=now, reason=given.reason)
    return Done(found, subject_of(found), details={"reason": given.reason})


@command("whitelist:application:override")
def override_application(*, actor: Actor, now: datetime, given: OverrideApplication) -> Done[Application]:
    """Let a unit in or keep it out in spite of the verdict (例外决定): with a reason, and a second person (R28).

    Raises:
        WrongMove: its state has no such move, the verdict says so anyway, or it stands on the list already.
    """
    found = seen(actor, given.application_id, given.version, by=given.outcome)
    _not_listed(found)
    reviewing.judge(found, now)
    if found.answer is (given.outcome == "admit"):
        raise WrongMove(_("标准的判定就是这样，不用例外决定"))
    found.overridden = True
    reviewing.settle(found, given.outcome, actor=actor, now=now, reason=given.reason)
    details: dict[str, object] = {"outcome": given.outcome, "reason": given.reason, "verdict": found.verdict_id}
    return Done(found, subject_of(found), details=details)


def _not_on_the_list(found: Application) -> None:
    """What waits in a batch may be reviewed anew: no batch goes out meanwhile, and who is refused has to be taken out."""
    if Listing.objects.filter(unit=found.unit_id, state__in=["active", "suspended"]).exists():
        raise WrongMove(_("已在名单中"))


def _not_listed(found: Application) -> None:
    if place := queries.places_taken(found.zone_id, [found.unit_id]):
        raise WrongMove(place[found.unit_id])


def enlist(listings: Sequence[Listing]) -> None:
    """Close the accepted applications of units that are on the list from now on, and mark those let in against the verdict."""
    rows = Application.objects.filter(unit__in=[one.unit_id for one in listings], state="accepted")
    against = set(rows.filter(overridden=True).values_list("unit_id", flat=True))
    for listing in listings:
        listing.exceptional = listing.unit_id in against
    rows.update(state="listed", version=F("version") + 1)


@command("whitelist:appeal:lodge")
def lodge_appeal(*, actor: Actor, now: datetime, given: LodgeAppeal) -> Done[Appeal]:
    """Object to a refusal, once; headquarters' office has to answer within a time.

    Raises:
        WrongMove: it is not refused, or this refusal has been appealed against already.
    """
    found = queries.access_application(actor, given.application_id)
    states.APPLICATION.move(found.state, "reconsider")
    try:
        with transaction.atomic():
            made = Appeal.objects.create(
                zone_id=found.zone_id,
                application=found,
                unit_id=found.unit_id,
                refusal=found.refusals,
                reason=given.reason,
                lodged_at=now,
                lodged_by=f"{actor.name} · {actor.position}"[:160],
            )
    except IntegrityError as error:
        raise WrongMove(_("对这次决定已经申诉过，每次决定只能申诉一次")) from error
    _ask_office(found, made, now)
    return Done(made, subject_of(found), details={"reason": given.reason})


def _ask_office(found: Application, made: Appeal, now: datetime) -> None:
    seat = accounts.able_positions(found.zone_id, "whitelist:appeal:answer").filter(sector=None).first()
    if seat is None:
        return
    given = AssignTask(
        kind=APPEAL_KIND,
        title=f"答复申诉：{found.unit.name}",
        title_en=f"Answer an appeal: {found.unit.name}",
        details=made.reason,
        position_id=seat.pk,
        unit_id=found.unit_id,
        subject_kind=reviewing.SUBJECT,
        subject_id=found.pk,
        subject_label=found.unit.name,
    )
    inbox.assign_task(actor=system(found.zone_id, door="queue"), given=given, now=now)


@command("whitelist:appeal:answer")
def answer_appeal(*, actor: Actor, now: datetime, given: AnswerAppeal) -> Done[Appeal]:
    """Answer an appeal with reasons; if it holds, the application is reviewed anew by the standard, not admitted.

    Raises:
        Conflict: it was answered meanwhile.
        WrongMove: it is answered, or whoever decided the application answers the appeal.
    """
    made = queries.access_appeal(actor, given.appeal_id)
    if made.version != given.version:
        raise Conflict(yours=given.version, current=made.version)
    found = queries.access_application(actor, made.application_id)
    made.state = states.APPEAL.move(made.state, given.outcome)
    if found.decider is not None and found.decider in {actor.account_id, actor.for_account_id}:
        raise WrongMove(_("原决定由您作出，申诉须由别人答复"))
    made.answer, made.answered_at, made.version = given.answer, now, made.version + 1
    made.answered_by = f"{actor.name} · {actor.position}"[:160]
    made.answerer, made.answered_for = actor.account_id or None, actor.for_account_id
    made.save()
    reviewing.end_task(found, now, given.answer[:200], APPEAL_KIND)
    if made.state == "upheld":
        found.overridden = False
        reviewing.settle(found, "reconsider", actor=actor, now=now, reason=given.answer)
    else:
        reviewing.tell(found, now, made.answer)
    return Done(made, subject_of(found), details={"outcome": given.outcome})
