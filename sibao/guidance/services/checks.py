"""Checking a unit by its sector's guide: by itself or by an authority, answered item by item, submitted once (R30, R53)."""

from collections.abc import Collection
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.guidance import queries, rules
from sibao.guidance.events import StandingChanged
from sibao.guidance.inputs import AnswerItem, OpenCheck, SubmitCheck
from sibao.guidance.models import CheckAnswer, GuideCheck
from sibao.guidance.services import judging, standings
from sibao.guidance.states import CHECK
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, WrongMove

if TYPE_CHECKING:
    from sibao.directory.models import Unit


@command("guidance:check:open")
def open_check(*, actor: Actor, now: datetime, given: OpenCheck) -> Done[GuideCheck]:
    """Begin a check, or go on with the draft that the actor's house has; what the guide asks by now is in it.

    A unit's own begins with what its last one said and what is still good; an authority looks for itself.

    Raises:
        NotFound: the unit is out of reach.
        WrongMove: it was merged into another, has ceased, or its sector's guide asks nothing in that state.
    """
    unit = directory.access_unit(actor, given.unit_id)
    if unit.ceased_on:
        raise WrongMove(_("这家单位已停业，不再检查"))
    items = {row.pk: row for row in queries.items_asked(unit, given.posture)}
    if not items:
        raise WrongMove(_("本领域的指南还没有这种状态的条目"))
    found = queries.draft_of(actor, unit.pk, given.posture) or _begun(actor, unit, given.posture, now)
    found.answers.exclude(item__in=items).delete()
    asked = set(found.answers.values_list("item_id", flat=True))
    new = [CheckAnswer(zone_id=found.zone_id, check_made=found, item_id=pk) for pk in items if pk not in asked]
    if found.kind == "self":
        _say_again(new, queries.last_answers(unit.pk, found.posture, "self"), clock.today())
    CheckAnswer.objects.bulk_create(new)
    return Done(found, _subject(found), details={"posture": found.posture, "kind": found.kind, "asked": len(items)})


def _begun(actor: Actor, unit: "Unit", posture: str, now: datetime) -> GuideCheck:
    return GuideCheck.objects.create(
        zone_id=actor.zone_id,
        unit=unit,
        sector_id=unit.sector_id,
        kind=queries.kind_of(actor),
        posture=posture,
        organisation_id=actor.organisation_id,
        opened_at=now,
        opened_by=actor.account_id,
    )


def _say_again(new: Collection[CheckAnswer], last: dict[int, CheckAnswer], day: date) -> None:
    """Begin with what was said last, unless it was met and the paper or the photo has run out since."""
    shown = queries.shown_by(last.values(), day)
    for row in new:
        before = last.get(row.item_id)
        if before is None or before.said not in rules.DECLARED:
            continue
        carrier = shown[before.pk]
        until = rules.good_until(before.said, carrier.since, before.item.valid_days, before.good_until)
        if until is None or day <= until:
            row.said, row.note, row.good_until = before.said, before.note, before.good_until
            row.basis_id = carrier.answer_id


@command("guidance:check:answer")
def answer_item(*, actor: Actor, now: datetime, given: AnswerItem) -> Done[CheckAnswer]:
    """Answer one item of a draft; it is kept at once.

    Raises:
        NotFound: it is no draft of the actor's house.
        WrongMove: the check was submitted, or the item is judged from facts and never declared.
        Invalid: not applicable without a reason, met without the words that the item asks for, or a paper that has run out.
    """
    row = queries.own_answer(actor, given.answer_id)
    if not queries.is_own_draft(actor, row.check_made):
        raise WrongMove(_("已提交，不能再改；请重新自查或检查"))
    if row.item.kind == "criterion":
        raise WrongMove(_("这一条由系统按数据判断，不用填"))
    _check_words(given, row.item.evidence)
    row.said, row.note = given.said, given.note
    row.good_until = given.good_until if given.said == "met" else None
    row.save()
    return Done(row, _subject(row.check_made), details={"item": row.item.key, "said": row.said})


def _check_words(given: AnswerItem, evidence: str) -> None:
    if given.said == "na" and not given.note:
        raise Invalid(fields={"note": _("请写明为什么不适用")})
    if given.said == "met" and evidence == "note" and not given.note:
        raise Invalid(fields={"note": _("这一条要写文字说明")})
    if given.said == "met" and given.good_until and given.good_until < clock.today():
        raise Invalid(fields={"good_until": _("证明已经过期")})


@command("guidance:check:submit")
def submit_check(*, actor: Actor, now: datetime, given: SubmitCheck) -> Done[GuideCheck]:
    """Submit a check with everything answered; from now on it stays as it is, bound to the guide in force.

    What is not met is to be put right (整改); criteria are judged here.

    Raises:
        NotFound: it is no check of the actor's house.
        WrongMove: it was submitted, or the guide asks something else by now.
        Conflict: it was changed meanwhile.
        Invalid: something is not answered, or the file that an item asks for is missing.
    """
    found = queries.access_check(actor, given.check_id)
    if found.version != given.version:
        raise Conflict(yours=given.version, current=found.version)
    found.state = CHECK.move(found.state, "submit")
    directory.access_unit(actor, found.unit_id)
    rows = list(found.answers.select_related("item", "check_made").order_by("item__order", "item"))
    _check_whole(found, rows)
    judging.judge(found, [row for row in rows if row.item.kind == "criterion"], now)
    for row in rows:
        row.text = row.item.text
    CheckAnswer.objects.bulk_update(rows, ["text", "said", "verdict"])
    found.guide = queries.guide_in_force(found.zone_id, found.sector_id)
    found.submitted_at, found.submitted_by, found.submitted_as = now, actor.account_id, actor.position[:200]
    found.asked, found.unmet = len(rows), sum(row.said == "unmet" for row in rows)
    found.version += 1
    found.save()
    standings.settle(actor, found, rows, now)
    told = [StandingChanged(zone_id=found.zone_id, unit_id=found.unit_id)]
    return Done(found, _subject(found), told, {"asked": found.asked, "unmet": found.unmet, "guide": found.guide_id})


def _check_whole(found: GuideCheck, rows: Collection[CheckAnswer]) -> None:
    asked = set(queries.items_asked(found.unit, found.posture, found.sector_id).values_list("pk", flat=True))
    if asked != {row.item_id for row in rows}:
        raise WrongMove(_("指南的条目有更新：请从单位的备战页再点一次开始，补答新条目后提交"))
    declared = [row for row in rows if row.item.kind == "declaration"]
    if missing := sum(not row.said for row in declared):
        raise Invalid(_("还有 %(count)d 条没有作答") % {"count": missing})
    if found.kind == "self" and (bare := _without_file(declared)):
        raise Invalid(_("%(count)d 条说是符合，但缺照片或文件") % {"count": bare})


def _without_file(rows: Collection[CheckAnswer]) -> int:
    asking = [row for row in rows if row.said == "met" and row.item.evidence in rules.WITH_FILE]
    files = queries.files_of(asking)
    return sum(not files[row.pk] for row in asking)


def _subject(found: GuideCheck) -> Subject:
    label = f"{found.unit.name} · {found.get_kind_display()}"
    return Subject("guide_check", found.pk, label, unit_id=found.unit_id)
