"""Tasks, and every step they took."""

import pghistory
from django.db import models
from django.db.models import Q

from sibao.inbox.models.kinds import UNITS, Guarantee
from sibao.inbox.states import OPEN, TASK


@pghistory.track(append_only=True)
class Task(models.Model):
    """Something that a seat has to do by a time (任务, R04); it keeps its one number wherever it goes (R22).

    It lies with a seat: a position, and a unit where that is bound to one. `holder` is who of the seat has taken it,
    None = whoever sits there. `due_at` is when the clock runs out that began at `clock_from` with `quantity` and `unit`;
    while paused, these are what is left. `title_en` is what the product itself says, in English; what people write has none. `round` counts how often it was reopened, `rung` how far up it has gone.
    The columns `zone`, `area_path`, `sector` and `unit` are the dimensions of scope; empty = of the whole zone.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    kind = models.ForeignKey("inbox.TaskKind", models.PROTECT, related_name="+")
    guarantee = models.CharField(max_length=12, choices=Guarantee.choices)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120, blank=True)
    details = models.CharField(max_length=1000, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=200, blank=True)
    area_path = models.CharField(max_length=80, blank=True)
    sector = models.ForeignKey("directory.Sector", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=12, choices=TASK.choices(), default="offered")
    position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="+")
    seat_unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    holder = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    level = models.CharField(max_length=20)
    clock_from = models.DateTimeField()
    quantity = models.PositiveIntegerField()
    clock_unit = models.CharField(max_length=16)
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    offered_at = models.DateTimeField()
    remind_at = models.DateTimeField(null=True)
    round = models.PositiveSmallIntegerField(default=1)
    rung = models.PositiveSmallIntegerField(default=0)
    next_rung_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=1000, blank=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            TASK.constraint(),
            models.UniqueConstraint(fields=["zone", "year", "serial"], name="task_number_once"),
            models.CheckConstraint(condition=Q(guarantee__in=Guarantee.values), name="task_has_guarantee"),
            models.CheckConstraint(condition=Q(clock_unit__in=UNITS), name="task_clock_known"),
            models.CheckConstraint(
                condition=Q(state="waiting", paused_at__isnull=False) | (~Q(state="waiting") & Q(paused_at=None)),
                name="waiting_means_paused",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, ended_at=None) | (~Q(state__in=OPEN) & Q(ended_at__isnull=False)),
                name="task_ended_means_closed",
            ),
            models.UniqueConstraint(
                fields=["zone", "kind", "subject_kind", "subject_id"],
                condition=Q(state__in=OPEN) & ~Q(subject_kind=""),
                name="one_open_task_of_a_kind_for_a_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["position", "seat_unit", "due_at"], condition=Q(state__in=OPEN), name="task_of_seat"),
            models.Index(fields=["zone", "state", "due_at"], name="task_by_state"),
            models.Index(fields=["remind_at"], condition=Q(remind_at__isnull=False), name="task_to_remind"),
            models.Index(fields=["next_rung_at"], condition=Q(next_rung_at__isnull=False), name="task_to_go_up"),
            models.Index(fields=["subject_kind", "subject_id"], name="task_of_subject"),
        ]
        triggers = [TASK.trigger()]


class TaskStep(models.Model):
    """One step of a task (任务经过): who did what, from which seat to which, with which words. Rows are only ever added."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    task = models.ForeignKey("inbox.Task", models.PROTECT, related_name="steps")
    action = models.CharField(max_length=12)
    recorded_at = models.DateTimeField()
    account_id = models.BigIntegerField()
    by = models.CharField(max_length=160, blank=True)
    from_position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, related_name="+")
    from_unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    to_position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    direction = models.CharField(max_length=8, blank=True)
    round = models.PositiveSmallIntegerField()
    rung = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=1000, blank=True)
    due_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["task", "round", "rung"], condition=Q(action="escalate"), name="each_rung_goes_up_once"
            ),
            models.UniqueConstraint(
                fields=["task", "round"], condition=Q(action="overdue"), name="overdue_once_a_round"
            ),
        ]
        indexes = [
            models.Index(fields=["task", "id"], name="step_of_task"),
            models.Index(fields=["to_position", "to_unit"], name="step_to_seat"),
            models.Index(fields=["from_position", "from_unit"], name="step_from_seat"),
        ]
