"""Kinds of tasks with their limits and ladders, as data of the pack."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

UNITS = ["working_day", "working_minute", "minute"]


class Guarantee(models.TextChoices):
    """The four guarantees (四保): every task serves one of them (R04)."""

    PRODUCTION = "production", _("保生产经营")
    LOGISTICS = "logistics", _("保物流畅通")
    POLICY = "policy", _("保政策助力")
    SAFETY = "safety", _("保防疫安全")


class TaskKind(models.Model):
    """A kind of task (任务种类): what it usually serves, when its holder is reminded, and whose desk it falls back to."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    guarantee = models.CharField(max_length=12, choices=Guarantee.choices)
    remind_minutes = models.PositiveIntegerField()
    desk = models.ForeignKey("accounts.Position", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="task_kind_once"),
            models.CheckConstraint(condition=Q(guarantee__in=Guarantee.values), name="task_kind_has_guarantee"),
        ]


class TaskLimit(models.Model):
    """How long a kind of task may take while a level is in force (时限)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    kind = models.ForeignKey("inbox.TaskKind", models.CASCADE, related_name="limits")
    level = models.CharField(max_length=20)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "level"], name="task_limit_once"),
            models.CheckConstraint(condition=Q(unit__in=UNITS, quantity__gt=0), name="task_limit_runs"),
        ]


class Rung(models.Model):
    """One rung of a kind's ladder (上报阶梯): who hears of silence, and how long after what.

    `to` is a position's code, or "role:" and a role's code: the seat with that role in the holder's own body.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    kind = models.ForeignKey("inbox.TaskKind", models.CASCADE, related_name="ladder")
    number = models.PositiveSmallIntegerField()
    since = models.CharField(max_length=8)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=16)
    to = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="rung_once"),
            models.CheckConstraint(condition=Q(unit__in=UNITS, since__in=["offered", "due"]), name="rung_known"),
        ]
