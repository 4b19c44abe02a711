"""Keeping the verdicts that somebody relies on."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.criteria import CriterionError
from sibao.directory import queries as directory
from sibao.facts import queries, rules
from sibao.facts.inputs import KeepVerdicts, RecordVerdict
from sibao.facts.models import Verdict
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, NotFound, WrongMove


@command("facts:verdict:record")
def record_verdict(*, actor: Actor, now: datetime, given: RecordVerdict) -> Done[Verdict]:
    """Judge a unit by the criterion in force and keep the verdict with everything that was read.

    Contexts above call it as the system, in their own transaction, when they act on a verdict.

    Raises:
        NotFound: there is no such unit, or the criterion is not about it.
        WrongMove: no criterion was in force then, or it no longer fits the catalogue.
        Invalid: the moment is still to come.
    """
    asked_of = queries.use_of(given.use).units(given.key)
    unit = directory.units(actor).filter(asked_of, pk=given.unit_id).first()
    if unit is None:
        raise NotFound
    at = given.as_of or now
    if at > now:
        raise Invalid(fields={"as_of": _("不能是将来的时刻")})
    try:
        judged = queries.judge_unit(actor.zone_id, unit.pk, given.use, given.key, at)
    except CriterionError as error:
        raise WrongMove(rules.said(error)) from error
    if judged is None:
        raise WrongMove(_("当时没有有效的条件"))
    found = _kept(actor, unit.pk, judged, at, now)
    found.save()
    answer = rules.answer_word(judged.verdict.answer)
    return Done(
        found,
        Subject("unit", unit.pk, unit.name, unit_id=unit.pk),
        details={"criterion": judged.version.pk, "answer": answer},
    )


@command("facts:verdict:keep")
def keep_verdicts(*, actor: Actor, now: datetime, given: KeepVerdicts) -> Done[dict[int, Verdict]]:
    """Judge units by the criterion in force and keep each verdict, with everything that was read: unit → verdict.

    Contexts above call it as the system, with units that their criterion is about; none is kept where none is in force.

    Raises:
        WrongMove: the criterion no longer fits the catalogue.
    """
    try:
        judged = queries.judge_units(actor.zone_id, given.unit_ids, given.use, given.key, now)
    except CriterionError as error:
        raise WrongMove(rules.said(error)) from error
    rows = Verdict.objects.bulk_create(_kept(actor, unit_id, one, now, now) for unit_id, one in judged.items())
    name = queries.key_words(actor.zone_id, given.use, given.key)
    details: dict[str, object] = {"use": given.use, "key": given.key, "units": len(rows)}
    return Done({one.unit_id: one for one in rows}, Subject("verdicts", None, name), details=details)


def _kept(actor: Actor, unit_id: int, judged: queries.Judged, at: datetime, now: datetime) -> Verdict:
    return Verdict(
        zone_id=actor.zone_id,
        unit_id=unit_id,
        criterion=judged.version,
        sha256=judged.version.sha256,
        as_of=at,
        answer=judged.verdict.answer,
        clauses=rules.clauses_of(judged.verdict),
        recorded_at=now,
        recorded_by=actor.account_id,
    )
