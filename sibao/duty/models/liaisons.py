"""Liaison officers, and which unit is looked after by whom from when to when."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.kernel.database.periods import ends_after_start, one_at_a_time


@pghistory.track(append_only=True)
class Officer(models.Model):
    """Somebody on the roll of liaison officers (包保干部); with an account she sees her units on her own page.

    `area` is where her units lie, `most` how many she looks after at most.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    post = models.CharField(max_length=80)
    area = models.ForeignKey("directory.Area", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    most = models.PositiveSmallIntegerField()
    stopped_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(stopped_on=None), name="officer_once_for_an_account"
            ),
            models.CheckConstraint(condition=Q(most__gt=0), name="officer_may_have_units"),
        ]


@pghistory.track(append_only=True)
class Liaison(models.Model):
    """A unit is looked after by an officer from a day to a day (包保), by one lead and at most one deputy at a time."""

    class Role(models.TextChoices):
        LEAD = "lead", _("包保干部")
        DEPUTY = "deputy", _("协助包保")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    officer = models.ForeignKey("duty.Officer", models.PROTECT, related_name="liaisons")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.LEAD)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["officer", "ended_on"], name="liaison_of_officer")]
        constraints = [
            ends_after_start("liaison_ends"),
            one_at_a_time("unit", "role", name="one_officer_of_a_role_at_a_time"),
            models.CheckConstraint(condition=Q(role__in=["lead", "deputy"]), name="liaison_role_known"),
        ]
