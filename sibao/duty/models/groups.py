"""Work groups and task forces: who leads them and who belongs to them."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.kernel.database.periods import ends_after_start, one_at_a_time


@pghistory.track(append_only=True)
class GroupMember(models.Model):
    """A department, unit or position leads or belongs to a work group or task force, from a day to a day (R119, R21).

    People are named by position alone. `to_be_confirmed` marks a lead that no document names yet; who confirms one says
    on what `basis`.
    """

    class Role(models.TextChoices):
        LEAD = "lead", _("牵头")
        MEMBER = "member", _("成员")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    group = models.ForeignKey("directory.Organisation", models.PROTECT, related_name="+")
    role = models.CharField(max_length=8, choices=Role.choices)
    organisation = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, related_name="+")
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=200)
    to_be_confirmed = models.BooleanField(default=False)
    confirmed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    basis = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["group", "ended_on"], name="member_of_group")]
        constraints = [
            ends_after_start("membership_ends"),
            one_at_a_time("group", "organisation", name="organisation_in_group_once"),
            one_at_a_time("group", "unit", name="unit_in_group_once"),
            one_at_a_time("group", "position", name="position_in_group_once"),
            models.CheckConstraint(condition=Q(role__in=["lead", "member"]), name="group_role_known"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, unit=None, position=None)
                | Q(organisation=None, unit__isnull=False, position=None)
                | Q(organisation=None, unit=None, position__isnull=False),
                name="one_member_a_row",
            ),
            models.CheckConstraint(
                condition=Q(role="member") | Q(organisation__isnull=False), name="organisations_lead_groups"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False, to_be_confirmed=False),
                name="confirmed_by_somebody",
            ),
        ]
