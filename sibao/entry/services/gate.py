"""At a gate: somebody shows a code, the guard is answered, and in one more tap what the gate saw is recorded (R18)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.entry import queries
from sibao.entry.inputs import CheckAtGate, RecordAtGate
from sibao.entry.rules.gating import EXPIRED, UNKNOWN, YELLOW, Answer
from sibao.entry.services import telling
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.personal import looks
from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.refusals import Invalid, WrongMove


@dataclass(frozen=True, slots=True)
class AtGate:
    """Who stands there, masked, and what the gate says of her at a moment."""

    person: directory.Shown
    answer: Answer
    at: datetime


@command("entry:gate:check")
def check_at_gate(*, actor: Actor, now: datetime, given: CheckAtGate) -> Done[AtGate]:
    """Answer whether somebody who shows her code is let in, whichever unit she is of; the look is on the record.

    Raises:
        NotFound: the site is out of reach.
        WrongMove: no rules of coming in hold here.
        Invalid: the code was mistyped, or it is nobody's here.
    """
    found = _look(actor, given, now)
    purpose = Purposeful(purpose=_("门岗核验"), how="show")
    looks.looked(actor, now, what="entry:gate:check", given=purpose, subjects=[found.person.subject])
    return _done(actor, given, found)


def _look(actor: Actor, given: CheckAtGate, now: datetime) -> AtGate:
    site = directory.site(actor, given.site_id)
    person_id = queries.person_of(actor.zone_id, given.code)
    with acting(system(actor.zone_id, door="page")):
        shown = directory.shown_of(actor.zone_id, [person_id]).get(person_id)
    if shown is None:
        raise Invalid(fields={"code": _("不是本区的通行编码；来访的人请先在来访单位报备")})
    answer = queries.at_gate(actor.zone_id, [person_id], queries.level_at(site, now), now).get(person_id)
    if answer is None:
        raise WrongMove(_("本区现在没有入口管控规则"))
    return AtGate(shown, answer, now)


def _done(actor: Actor, given: CheckAtGate, found: AtGate) -> Done[AtGate]:
    details: dict[str, object] = {"site": given.site_id, "colour": found.answer.colour}
    return Done(found, Subject("person", found.person.person_id, "", unit_id=actor.scope.unit_id), (), details)


@command("entry:gate:record")
def record_at_gate(*, actor: Actor, now: datetime, given: RecordAtGate) -> Done[AtGate]:
    """Tell monitoring what the gate saw of somebody: let in, or kept out and why. Raises as `check_at_gate`.

    Raises:
        WrongMove: what is known does not suffice, so that there is nothing to record, or nobody follows her.
    """
    found = _look(actor, given, now)
    if found.answer.colour == UNKNOWN:
        raise WrongMove(_("情况不明，没有结果可以登记；请先查验纸质证明，或联系卫健部门更新"))
    site = directory.site(actor, given.site_id)
    if not telling.passed(found.person.person_id, actor.zone_id, given.once, seen(found.answer), site.name, now):
        raise WrongMove(_("此人不在监测名单上，没有登记；请按访客登记"))
    return _done(actor, given, found)


def seen(answer: Answer) -> str:
    """Return the word of the signal for an answer: its colour, and for a certificate that is over its own."""
    worst = answer.reasons[0]
    return "expired" if answer.colour == YELLOW and worst.why == EXPIRED else answer.colour
