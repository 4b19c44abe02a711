"""Codes that were assigned, and what was said against them."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibao.entry.states import APPEAL, LODGED


@pghistory.track(append_only=True)
class CodeAssignment(models.Model):
    """Somebody who came in has a code from a moment (赋码, R43), by a class of the pack or by hand, until it is released.

    Only the colour, why, by whom and from when to when are kept, never where anybody was. `why` is one of the reasons of
    `rules.deciding`, `conditions` what was looked at, `pack` the version of the rules. `issued_by` is 0 for the rules.
    """

    class Colour(models.TextChoices):
        GREEN = "green", _("绿码")
        YELLOW = "yellow", _("黄码")
        RED = "red", _("红码")
        UNKNOWN = "unknown", _("待定")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    arrival = models.ForeignKey("entry.ArrivalRegistration", models.PROTECT, related_name="codes")
    colour = models.CharField(max_length=8, choices=Colour.choices)
    why = models.CharField(max_length=16)
    origin_class = models.ForeignKey("entry.OriginClass", models.PROTECT, null=True, related_name="+")
    conditions = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    pack = models.CharField(max_length=20)
    issued_by = models.BigIntegerField()
    issuer = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_how = models.CharField(max_length=12, blank=True)
    release_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arrival"], condition=Q(released_at=None), name="code_running_once"),
            models.CheckConstraint(
                condition=Q(colour__in=["green", "yellow", "red", "unknown"]), name="code_colour_known"
            ),
            models.CheckConstraint(condition=Q(released_at=None) ^ ~Q(released_how=""), name="code_released_says_how"),
            models.CheckConstraint(
                condition=Q(why="exempt", colour="green") | ~Q(why="exempt"), name="code_exempt_is_green"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-from_at"], name="code_of_unit"),
            models.Index(fields=["zone", "until_at"], condition=Q(released_at=None), name="code_running"),
        ]


@pghistory.track(append_only=True)
class CodeAppeal(models.Model):
    """Somebody says why a code is wrong (赋码申诉), once at a time; another person than who lodged or issued it decides."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    code = models.ForeignKey("entry.CodeAssignment", models.PROTECT, related_name="appeals")
    state = models.CharField(max_length=10, choices=APPEAL.choices(), default=LODGED)
    text = models.CharField(max_length=400)
    lodged_at = models.DateTimeField()
    lodged_by = models.BigIntegerField()
    lodged_as = models.CharField(max_length=200)
    issued_by = models.BigIntegerField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.BigIntegerField(null=True)
    decided_as = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=Q(state="lodged"), name="appeal_open_once"),
            APPEAL.constraint(),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~(Q(decided_by=F("lodged_by")) | Q(decided_by=F("issued_by"))),
                name="appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="lodged", decided_at=None) | (~Q(state="lodged") & ~Q(reason="")),
                name="appeal_decided_with_reason",
            ),
        ]
        triggers = [APPEAL.trigger()]
