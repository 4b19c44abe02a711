"""Sections of sites, and when each was disinfected."""

import pghistory
from django.db import models
from django.db.models import Q


@pghistory.track(append_only=True)
class Section(models.Model):
    """A part of a site with a class and a use (分区, R105); `separated` says that it is cut off from the others, and how.

    `due_at` is until when its last disinfection lasts; nobody knows of one where it is empty.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    klass = models.ForeignKey("routine.SectionClass", models.PROTECT, related_name="sections")
    use = models.ForeignKey("routine.SectionUse", models.PROTECT, related_name="sections")
    separated = models.BooleanField(default=False)
    separation = models.CharField(max_length=200, blank=True)
    disinfected_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"], condition=Q(ended_on=None), name="section_name_once_at_a_site"
            ),
            models.CheckConstraint(
                condition=Q(disinfected_at=None, due_at=None) | Q(disinfected_at__isnull=False, due_at__isnull=False),
                name="section_due_after_disinfection",
            ),
            models.CheckConstraint(condition=Q(separated=True) | Q(separation=""), name="section_separation_said"),
        ]
        indexes = [
            models.Index(fields=["unit", "ended_on"], name="section_of_unit"),
            models.Index(fields=["zone", "due_at"], name="section_by_due"),
        ]


class Disinfection(models.Model):
    """A section was disinfected (消杀记录): when, by what means, by whom; once a key; append-only."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    section = models.ForeignKey("routine.Section", models.PROTECT, related_name="disinfections")
    key = models.CharField(max_length=60)
    at = models.DateTimeField()
    means = models.CharField(max_length=60, blank=True)
    by = models.BigIntegerField()
    by_as = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "key"], name="disinfection_once")]
        indexes = [models.Index(fields=["section", "-at"], name="disinfection_of_section")]
