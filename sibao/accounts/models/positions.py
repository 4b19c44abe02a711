"""Roles as data, and the seats that hold them."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models

_DUTIES_STAY_APART = """
  if exists (
    select 1 from accounts_appointment mine
    join accounts_position sat on sat.id = mine.position_id
    join accounts_role duty on duty.id = sat.role_id and duty.duty <> ''
    where {changed} and (
      mine.on_behalf_of_id is not null
      or exists (
        select 1 from accounts_appointment other
        join accounts_position seat on seat.id = other.position_id
        join accounts_role held on held.id = seat.role_id
        where other.account_id = mine.account_id and other.id <> mine.id and held.duty not in ('', duty.duty)
          and other.started_at < coalesce(mine.ended_at, 'infinity')
          and coalesce(other.ended_at, 'infinity') > mine.started_at))
  ) then
    raise check_violation using message = 'duties of administrators are kept apart';
  end if;
  return null;
"""
"""What a changed seat or role must leave true of everyone in it; terms that are over count too."""


def _stay_apart(column: str, changed: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="duties_stay_apart",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(column),  # type: ignore[no-untyped-call]
        func=_DUTIES_STAY_APART.replace("{changed}", changed),
    )


@pghistory.track(append_only=True)
class Role(models.Model):
    """What a position may do (角色): a list of permission names, kept as data (R118).

    `duty` is one of the three administrators' duties (三员: system, security, audit) or empty; no account holds two.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    permissions = ArrayField(models.CharField(max_length=80), default=list)
    duty = models.CharField(max_length=10, blank=True)
    needs_second_factor = models.BooleanField(default=False)
    second_factor_since = models.DateTimeField(null=True)

    class Meta:
        triggers = [_stay_apart("duty", "duty.id = new.id")]
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="role_code_once")]


@pghistory.track(append_only=True)
class Position(models.Model):
    """A seat in an organisation or unit (岗位), such as commander; it outlives whoever holds it (R118).

    `area` and `sector` are the scope that comes with the seat; a `unit_bound` seat needs the unit in its appointment.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    organisation = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=60)
    title_en = models.CharField(max_length=80, blank=True)
    seats = models.PositiveIntegerField(default=1)
    order = models.PositiveSmallIntegerField(default=100)
    role = models.ForeignKey("accounts.Role", models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey("directory.Area", models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, null=True, related_name="+")
    unit_bound = models.BooleanField(default=False)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        triggers = [_stay_apart("role_id", "sat.id = new.id")]
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="position_code_once")]
