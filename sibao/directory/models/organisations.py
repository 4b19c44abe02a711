"""Organisations of the state side."""

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(append_only=True)
class Organisation(models.Model):
    """A body that acts in the zone (机构): committee, area office, town, department, headquarters, work group, task force.

    `to_be_confirmed` marks an assignment that the notice leaves open.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province", _("省级部门")
        COMMITTEE = "committee", _("管委会")
        AREA_OFFICE = "area_office", _("片区管理办公室")
        TOWN = "town", _("镇人民政府")
        SUBDISTRICT = "subdistrict", _("街道办事处")
        DEPARTMENT = "department", _("部门")
        HEADQUARTERS = "headquarters", _("指挥部")
        HQ_OFFICE = "hq_office", _("指挥部办公室")
        WORK_GROUP = "work_group", _("工作组")
        TASK_FORCE = "task_force", _("工作专班")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    parent = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80)
    short_name = models.CharField(max_length=30)
    name_en = models.CharField(max_length=120, blank=True)
    path = models.CharField(max_length=200)
    area = models.ForeignKey("directory.Area", models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, null=True, related_name="+")
    lead = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)
    to_be_confirmed = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="organisation_code_once")]
