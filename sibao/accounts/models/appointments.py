"""Who holds which position, for which term."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

_DUTIES_APART = """
  if exists (
    select 1 from accounts_position mine join accounts_role duty on duty.id = mine.role_id and duty.duty <> ''
    where mine.id = new.position_id and (
      new.on_behalf_of_id is not null
      or exists (
        select 1 from accounts_appointment other
        join accounts_position seat on seat.id = other.position_id
        join accounts_role held on held.id = seat.role_id
        where other.account_id = new.account_id and other.id <> new.id and held.duty not in ('', duty.duty)
          and other.started_at < coalesce(new.ended_at, 'infinity')
          and coalesce(other.ended_at, 'infinity') > new.started_at))
  ) then
    raise check_violation using message = 'duties of administrators are kept apart';
  end if;
  if new.on_behalf_of_id is not null and exists (
    select 1 from accounts_appointment source where source.id = new.on_behalf_of_id
      and (source.on_behalf_of_id is not null or source.position_id <> new.position_id
        or source.unit_id is distinct from new.unit_id or source.account_id = new.account_id)
  ) then
    raise check_violation using message = 'a delegation gives what its giver holds herself, no more';
  end if;
  return new;
"""


@pghistory.track(append_only=True)
class Appointment(models.Model):
    """An account holds a position, once for each unit it is bound to, for a term (任职), within the position's scope and, where bound to one, a unit.

    An acting deputy (代理) holds it for a limited term; who has it delegated (委托) stands in for the appointment
    `on_behalf_of`, and only as long as that one runs.
    """

    class Kind(models.TextChoices):
        REGULAR = "regular", _("任命")
        ACTING = "acting", _("代理")
        DELEGATED = "delegated", _("委托")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="appointments")
    position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="appointments")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REGULAR)
    on_behalf_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="delegations")
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Trigger(
                name="duties_apart",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=_DUTIES_APART,
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gt=F("started_at")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="delegated", on_behalf_of__isnull=False)
                | (~Q(kind="delegated") & Q(on_behalf_of=None)),
                name="delegated_means_on_behalf",
            ),
            models.CheckConstraint(
                condition=Q(kind="regular") | (Q(ended_at__isnull=False) & ~Q(reason="")),
                name="deputy_has_term_and_reason",
            ),
            models.UniqueConstraint(
                fields=["account", "position", "unit"],
                condition=Q(ended_at=None),
                name="one_running_appointment",
                nulls_distinct=False,
            ),
        ]
