"""What departments owe, by one task for each fact: given when it is owed, ended when it has come, opened again when it is owed anew.

However many units lack a fact, its department hears of it once. What stands in the task follows from what is known, so
that a run that was killed, or one more, changes nothing that is right already.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.facts import queries
from sibao.facts.inputs import OneFact
from sibao.facts.models import FactDefinition
from sibao.facts.queries import FACT_KIND, OWED_KIND, Tally
from sibao.facts.services import asking
from sibao.facts.services.values import RECORD
from sibao.inbox import queries as inbox_queries
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Denied, WrongMove


@command("facts:owed:ask")
def ask_owed(*, actor: Actor, now: datetime, given: OneFact) -> Done[int]:
    """Ask the department of a fact for what it owes now; also after somebody has called the last task off.

    Raises:
        NotFound: there is no such fact.
        Denied: the actor does not act for the whole zone.
        WrongMove: no department supplies it, nothing is owed, or it has been asked for already.
    """
    if not actor.scope.whole_zone:
        raise Denied("facts:owed:ask", _("由面向全区的岗位交办"))
    directory.lock_zone(actor.zone_id)
    row = queries.defined(actor.zone_id, given.fact_id)
    tally = queries.owed_tally(actor.zone_id, row.pk)
    if tally is None or not tally.owed:
        raise WrongMove(_("没有要由部门补报的单位，不用交办"))
    if inbox_queries.task_of(actor.zone_id, OWED_KIND, FACT_KIND, row.pk) is not None:
        raise WrongMove(_("已经交办，还没有办结"))
    _ask(row, tally, now)
    return _done(row, tally)


@command("facts:owed:follow")
def follow_owed(*, actor: Actor, now: datetime, given: OneFact) -> Done[int]:
    """Let the task of a fact say what is so; by the schedule and when facts have come. What a person called off stays off.

    Raises:
        NotFound: there is no such fact.
    """
    directory.lock_zone(actor.zone_id)
    row = queries.defined(actor.zone_id, given.fact_id)
    tally = queries.owed_tally(actor.zone_id, row.pk)
    last = inbox_queries.last_tasks(actor.zone_id, OWED_KIND, FACT_KIND, [row.pk]).get(row.pk)
    if tally is None or not tally.owed:
        result = "已全部补齐" if tally else "事实目录不再由部门提供这一项"
        asking.finish(actor.zone_id, OWED_KIND, FACT_KIND, row.pk, result, now)
    elif last is None:
        _ask(row, tally, now)
    elif last.state == "done":
        asking.reopen(actor.zone_id, OWED_KIND, FACT_KIND, row.pk, f"又有欠报：{_said(tally)}", now)
    return _done(row, tally)


def _ask(row: FactDefinition, tally: Tally, now: datetime) -> None:
    seat = asking.seat_of(row.zone_id, row.source_id or 0, RECORD, OWED_KIND)
    if seat is None:
        return
    source = row.source.short_name if row.source else ""
    elsewhere = "" if seat.organisation_id == row.source_id else f"（{source}还没有能填报的岗位，请协调）"
    asking.ask(
        row.zone_id,
        now,
        kind=OWED_KIND,
        title=f"补报事实：{row.name}",
        title_en=f"Supply what is missing: {row.name_en}"[:120],
        details=f"截至 {clock.today():%Y-%m-%d}，{_said(tally)}{elsewhere}。打开“{row.name}”可看是哪些单位，可按表一次填报。",
        position_id=seat.pk,
        subject_kind=FACT_KIND,
        subject_id=row.pk,
        subject_label=row.name,
    )


def _said(tally: Tally) -> str:
    return f"欠报 {tally.owed} 家，其中缺少 {tally.missing} 家、已过期 {tally.stale} 家"


def _done(row: FactDefinition, tally: Tally | None) -> Done[int]:
    owed = tally.owed if tally else 0
    return Done(owed, Subject(FACT_KIND, row.pk, row.name), details={"fact": row.key, "owed": owed})
