"""Appeals against codes: lodged with what is wrong, decided by somebody else with a reason (R43)."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.entry import queries
from sibao.entry.events import CodesChanged
from sibao.entry.inputs import DecideAppeal, LodgeAppeal
from sibao.entry.models import CodeAppeal
from sibao.entry.rules.deciding import BY_APPEAL
from sibao.entry.services import coding
from sibao.entry.states import APPEAL, LODGED, UPHELD
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Denied, WrongMove


@command("entry:appeal:lodge")
def lodge_appeal(*, actor: Actor, now: datetime, given: LodgeAppeal) -> Done[CodeAppeal]:
    """Say what is wrong with a code of somebody within reach.

    Raises:
        NotFound: the code is out of reach.
        WrongMove: it has ended or is green, or an appeal against it waits already.
    """
    code = queries.access_code(actor, given.code_id)
    if code.released_at is not None or code.colour == "green":
        raise WrongMove(_("绿码和已解除的赋码不用申诉"))
    if CodeAppeal.objects.filter(code=code, state=LODGED).exists():
        raise WrongMove(_("已有一次申诉在等答复"))
    row = CodeAppeal.objects.create(
        zone_id=actor.zone_id,
        unit_id=code.unit_id,
        code=code,
        text=given.text,
        lodged_at=now,
        lodged_by=actor.account_id,
        lodged_as=f"{actor.name} · {actor.position}"[:200],
        issued_by=code.issued_by or -1,
    )
    return _done(row, {"state": row.state})


@command("entry:appeal:decide")
def decide_appeal(*, actor: Actor, now: datetime, given: DecideAppeal) -> Done[CodeAppeal]:
    """Uphold an appeal, which releases the code, or reject it.

    Raises:
        NotFound: the appeal is out of reach.
        Denied: whoever lodged it or issued the code decides nothing about it.
        WrongMove: it has been decided.
        Conflict: it was changed meanwhile.
    """
    row = queries.access_appeal(actor, given.appeal_id)
    if actor.account_id in (row.lodged_by, row.issued_by):
        raise Denied("entry:appeal:decide", _("申诉要由提出人、赋码人以外的人答复"))
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    row.state = APPEAL.move(row.state, given.outcome)
    row.decided_at, row.decided_by, row.reason = now, actor.account_id, given.reason
    row.decided_as = f"{actor.name} · {actor.position}"[:200]
    row.version += 1
    row.save()
    code = queries.access_code(actor, row.code_id)
    if row.state == UPHELD and code.released_at is None:
        coding.end(code, BY_APPEAL, given.reason[:200], actor.position, now)
    return _done(row, {"state": row.state, "reason": given.reason})


def _done(row: CodeAppeal, details: dict[str, object]) -> Done[CodeAppeal]:
    told = [CodesChanged(zone_id=row.zone_id, unit_ids=(row.unit_id,))]
    subject = Subject("arrival", row.code.arrival_id, row.unit.name, unit_id=row.unit_id)
    return Done(row, subject, told, details)
