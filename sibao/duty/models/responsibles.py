"""What somebody has to answer for at every site, and who does so from when to when."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.kernel.database.periods import ends_after_start, one_at_a_time


@pghistory.track(append_only=True)
class Matter(models.Model):
    """Something that a named person answers for at every site of a unit (责任事项), with its document (R01, R45)."""

    id = models.SmallAutoField(primary_key=True)
    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    order = models.PositiveSmallIntegerField()
    in_use = models.BooleanField(default=True)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="matter_code_once")]


class Obligation(models.Model):
    """A matter at a site: somebody has to answer for it (场所责任). A view of sites and matters, never written.

    `ended_on` is the site's last day of use.
    """

    id = models.BigIntegerField(primary_key=True)
    zone = models.ForeignKey("directory.Zone", models.DO_NOTHING, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.DO_NOTHING, related_name="+")
    site = models.ForeignKey("directory.Site", models.DO_NOTHING, related_name="+")
    matter = models.ForeignKey("duty.Matter", models.DO_NOTHING, related_name="+")
    ended_on = models.DateField(null=True)

    joins = ("directory.Site", "duty.Matter")

    class Meta:
        managed = False


@pghistory.track(append_only=True)
class Responsible(models.Model):
    """Somebody answers for a matter at a site from a day to a day (责任人), alone, with as many deputies as there need be.

    Name and phone are sealed; `phone_hash` is a keyed hash that tells who is the same person.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("责任人")
        DEPUTY = "deputy", _("副责任人")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.PROTECT, related_name="+")
    matter = models.ForeignKey("duty.Matter", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.LEAD)
    name_sealed = models.BinaryField()
    phone_sealed = models.BinaryField()
    phone_hash = models.BinaryField(max_length=32)
    post = models.CharField(max_length=40, blank=True)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "ended_on"], name="responsible_of_unit"),
            models.Index(fields=["zone", "ended_on"], name="responsible_by_end"),
        ]
        constraints = [
            ends_after_start("responsible_ends"),
            one_at_a_time("site", "matter", name="one_responsible_at_a_time", condition=Q(role="lead")),
            one_at_a_time("site", "matter", "phone_hash", name="one_person_once_for_a_matter"),
            models.CheckConstraint(condition=Q(role__in=["lead", "deputy"]), name="responsible_role_known"),
        ]
