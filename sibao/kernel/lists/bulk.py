"""Doing something to many rows at once: each row by its own command, each with its own result."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import require
from sibao.kernel.lists.asked import Asked
from sibao.kernel.lists.definition import MOST_AT_ONCE, BulkAction
from sibao.kernel.refusals import Invalid, NotFound, Refusal


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one row."""

    label: str
    done: bool
    why: str = ""


def carry_out(request: HttpRequest, asked: Asked) -> list[Result]:
    """Carry a bulk action out on the chosen rows, or on all that the filter lets through.

    Raises:
        Invalid: the past is looked at; nothing is chosen, or too much; a part of the filter is not understood.
    """
    if asked.errors:
        raise Invalid(fields=asked.errors)
    if asked.as_of:
        raise Invalid(_("截至过去的清单只能看，请回到现在再办理"))
    action = _action(asked, request.POST.get("action", ""))
    require(asked.look.actor, action.may)
    rows = asked.rows().order_by("pk")
    if request.POST.get("all_matching") != "1":
        ids = [int(text) for text in request.POST.getlist("id") if text.isascii() and text.isdigit() and len(text) < 19]
        rows = rows.filter(pk__in=ids[: MOST_AT_ONCE + 1])
    chosen = list(rows[: MOST_AT_ONCE + 1])
    if not chosen:
        raise Invalid(_("请先选择要办理的行"))
    if len(chosen) > MOST_AT_ONCE:
        raise Invalid(_("一次最多办理 %s 行，请先缩小筛选") % MOST_AT_ONCE)
    choice = request.POST.get(f"choice-{action.key}", "")[:60]
    return [_one(asked, action, row, choice) for row in chosen]


def _action(asked: Asked, key: str) -> BulkAction:
    for action in asked.definition.bulk:
        if action.key == key:
            return action
    raise NotFound


def _one(asked: Asked, action: BulkAction, row: object, choice: str) -> Result:
    label = asked.definition.label(row)
    try:
        action.run(asked.look.actor, row, choice)
    except Refusal as refusal:
        return Result(label, done=False, why="；".join(map(str, refusal.fields.values())) or str(refusal))
    return Result(label, done=True)
