"""What a unit does with its application: start, fill in, hand in, withdraw (自愿申报, R28, R31)."""

from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun
from sibao.kernel.refusals import Conflict, Invalid, WrongMove
from sibao.whitelist import queries, rules, states
from sibao.whitelist.inputs import FillApplication, ReasonedApplication, StartApplication, SubmitApplication
from sibao.whitelist.models import Application
from sibao.whitelist.services import reviewing


@command("whitelist:application:start")
def start_application(*, actor: Actor, now: datetime, given: StartApplication) -> Done[Application]:
    """Begin a draft of a unit's application in its sector.

    Raises:
        WrongMove: it stands on the list or in a batch, has an open application, waits after a refusal, is not known to meet its
            sector's guide (R30), or its sector has no standard in force.
    """
    unit = directory.access_unit(actor, given.unit_id)
    _may_apply(queries.situation(unit, now), now)
    try:
        with transaction.atomic():
            made = Application.objects.create(
                zone_id=unit.zone_id, unit=unit, sector=unit.sector, started_at=now, started_by=actor.account_id
            )
    except IntegrityError as error:
        raise WrongMove(_("本领域已有一份没有办结的申报，请在那一份上办理或先撤回")) from error
    return Done(made, subject_of(made))


def _may_apply(one: rules.Situation, now: datetime) -> None:
    if why := rules.barred(one, now.astimezone(clock.SHANGHAI).date()):
        raise WrongMove(why)


@command("whitelist:application:fill")
def fill_application(*, actor: Actor, now: datetime, given: FillApplication) -> Done[Application]:
    """Keep what is written so far."""
    found = seen(actor, given.application_id, given.version)
    _write(actor, found, given)
    touch(found)
    return Done(found, subject_of(found))


@command("whitelist:application:submit")
def submit_application(*, actor: Actor, now: datetime, given: SubmitApplication) -> Done[Application]:
    """Hand an application in: the standard in force judges at once, and the verdict is kept (达标即入, R28).

    Known not to meet it → refused with the clauses; met, and nothing rests on the unit's own word → accepted and next in
    line for a batch; unknown, or somebody has to look at proof → reviewed by the sector's department within a time.

    Raises:
        Invalid: it was not declared to be true, or the contact is none of the unit's.
        WrongMove: something stands against it.
    """
    found = seen(actor, given.application_id, given.version)
    _write(actor, found, given)
    if not given.declared:
        raise Invalid(fields={"declared": _("请先确认所填属实")})
    if found.sector_id != found.unit.sector_id:
        raise WrongMove(_("本单位的领域已经改变，请撤回这一份，按新领域重新申报"))
    against = queries.situation(found.unit, now)
    _may_apply(replace(against, open=False), now)
    known = dict(queries.known_already(actor, found.unit, queries.standing_of(actor, found.unit, now)))
    found.held, found.asked = sum(known.values()), len(known) - sum(known.values()) + len(rules.ASKED)
    found.declared, found.submitted_at, found.submitter = True, now, actor.account_id or None
    found.submitted_by = f"{actor.name} · {actor.position}"[:160]
    eyes = reviewing.judge(found, now)
    action = rules.outcome(found.answer, eyes=eyes)
    reviewing.settle(found, action, actor=None, now=now)
    return Done(found, subject_of(found), details={"outcome": found.state, "verdict": found.verdict_id})


@command("whitelist:application:withdraw")
def withdraw_application(*, actor: Actor, now: datetime, given: ReasonedApplication) -> Done[Application]:
    """Take an open application back, with a reason; another may follow at once.

    Raises:
        WrongMove: it is decided against or listed already, or the unit waits in a batch.
    """
    found = seen(actor, given.application_id, given.version, by="withdraw")
    if found.state in ("accepted", "reviewing") and (place := queries.places_taken(found.zone_id, [found.unit_id])):
        raise WrongMove(place[found.unit_id])
    found.state, found.reason = states.APPLICATION.move(found.state, "withdraw"), given.reason
    touch(found)
    reviewing.end_task(found, now, "单位撤回申报")
    return Done(found, subject_of(found), details={"reason": given.reason})


@command("whitelist:application:export")
def export_applications(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of applications, with the page's own filter, columns and scope."""
    return exports.start(actor, given, now)


def _write(actor: Actor, found: Application, given: FillApplication) -> None:
    if found.state not in queries.WRITTEN:
        raise WrongMove(_("已经提交，不能再改；需要改的请撤回或等退回"))
    if given.contact and given.contact not in {one.duty for one in directory.contacts_of(actor, found.unit_id)}:
        raise Invalid(fields={"contact": _("请从本单位的联系人里选")})
    found.contact, found.statement = given.contact, given.statement


def seen(actor: Actor, application_id: int, version: int, *, by: str = "") -> Application:
    """Hold an application in the version that was seen.

    Raises:
        NotFound: it is not within reach.
        Conflict: it was changed meanwhile.
        WrongMove: its state has no move `by`.
    """
    found = queries.access_application(actor, application_id)
    if found.version != version:
        raise Conflict(yours=version, current=found.version)
    if by:
        states.APPLICATION.move(found.state, by)
    return found


def touch(found: Application) -> None:
    """Save an application as the next version."""
    found.version += 1
    found.save()


def subject_of(found: Application) -> Subject:
    """Return an application as the subject of a record."""
    return Subject("application", found.pk, found.unit.name, unit_id=found.unit_id)
