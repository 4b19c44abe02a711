"""Natural persons: sealed at rest, under row-level security."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _

from sibao.kernel.database.periods import one_at_a_time


@pghistory.track(append_only=True)
class Person(models.Model):
    """A natural person, one per identity document and zone (自然人).

    Name, identity number and phone are sealed; `identity_hash` is a keyed hash, the only way to find the number.
    """

    class IdentityKind(models.TextChoices):
        CITIZEN = "citizen", _("居民身份证")
        RESIDENCE = "residence", _("居住证")
        PASSPORT = "passport", _("护照")
        PERMANENT = "permanent", _("永久居留证")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    identity_kind = models.CharField(max_length=12, choices=IdentityKind.choices)
    identity_hash = models.BinaryField(max_length=32)
    identity_sealed = models.BinaryField()
    name_sealed = models.BinaryField()
    phone_sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "identity_hash"], name="person_once")]


FOLLOWING_UNIT = ["sector", "reach"]
"""Columns of an employment that the database takes from its unit."""


def reach_of(zone_id: int, area_path: str, unit_id: int) -> str:
    """Return where a unit stands (所在路径) as one text, so that whatever lies in a zone, area or unit begins alike."""
    return f"{zone_id}/{area_path}#{unit_id}/"


@pghistory.track(append_only=True, exclude=FOLLOWING_UNIT)
class Employment(models.Model):
    """A person works for a unit, at a site, in a post and team, from a day to a day (任用关系).

    A transfer within the unit ends one row and begins the next, so that the rows are the membership of posts and teams.
    `sector` and `reach` are the unit's, for row-level security to read in the row itself: the database writes them and
    lets them follow when the unit moves, whatever a caller gives, and history tells them by the unit.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="employments", db_index=False)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="employments", db_index=False)
    site = models.ForeignKey("directory.Site", models.PROTECT, related_name="+")
    post = models.ForeignKey("directory.Post", models.PROTECT, null=True, related_name="employments")
    team = models.ForeignKey("directory.Team", models.PROTECT, null=True, related_name="employments")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    sector = models.ForeignKey(
        "directory.Sector", models.PROTECT, related_name="+", editable=False, db_index=False, db_constraint=False
    )
    reach = models.CharField(max_length=125, db_collation="C", editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit", "started_on"], name="employment_once"),
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("started_on")),
                name="employment_ends_after_start",
            ),
            one_at_a_time("person", "unit", name="one_employment_at_a_time"),
        ]
        indexes = [
            models.Index(fields=["unit", "ended_on"], name="employment_by_unit"),
            models.Index(fields=["zone", "sector", "reach"], name="employment_by_sector"),
            models.Index(fields=["unit", "sector", "reach", "zone"], name="employment_by_place"),
            models.Index(fields=["person", "reach", "sector"], name="employment_by_person"),
        ]


@pghistory.track(append_only=True)
class Contact(models.Model):
    """Whom to call at a unit (联系人); name and phone are sealed."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="contacts")
    duty = models.CharField(max_length=40)
    name_sealed = models.BinaryField()
    phone_sealed = models.BinaryField()
    phone_hash = models.BinaryField(max_length=32)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "duty"], name="contact_duty_once")]
