"""How tasks follow when one unit is merged into another: what they are about, and the seats that they lie with."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.inbox.models import Task
from sibao.inbox.states import OPEN
from sibao.kernel.merging import Follower

_OF_SURVIVOR = "(select unit.{} from directory_unit unit where unit.id = %(survivor)s)"


def _one_open_at_a_time(retired: int, survivor: int) -> QuerySet[Any]:
    """An open task about the retired unit stays about it as long as one of its kind is open about the other."""
    theirs = Task.objects.filter(kind=OuterRef("kind"), subject_kind="unit", subject_id=survivor, state__in=OPEN)
    return Task.objects.filter(~Q(state__in=OPEN) | ~Exists(theirs))


FOLLOWERS = (
    Follower(
        "inbox:tasks",
        310,
        "unit",
        _("任务"),
        Task,
        also={"area_path": _OF_SURVIVOR.format("area_path"), "sector_id": _OF_SURVIVOR.format("sector_id")},
    ),
    Follower("inbox:seats", 320, "unit", _("本单位席位上的任务"), Task, "seat_unit_id"),
    Follower(
        "inbox:subjects",
        330,
        "unit",
        _("以该单位为事项的任务"),
        Task,
        "subject_id",
        Q(subject_kind="unit"),
        _one_open_at_a_time,
    ),
)
STAYING = {
    "inbox.TaskStep.from_unit": "says from which seat a task went; rows are only ever added",
    "inbox.TaskStep.to_unit": "says to which seat a task went; rows are only ever added",
}
