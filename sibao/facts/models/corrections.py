"""What units say is wrong among the values that departments supplied, and what came of it."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from sibao.facts.states import CORRECTION

AS_ASKED = """
  if not exists (
    select from facts_factvalue value
    where value.id = new.value_id and value.unit_id = new.unit_id and value.definition_id = new.definition_id
      and value.raw = new.raw
  ) then
    raise exception 'a correction is carried out by the value that was asked for' using errcode = 'check_violation';
  end if;
  return new;
"""


@pghistory.track(append_only=True)
class FactCorrection(models.Model):
    """A unit says that a department's value about it is wrong (事实更正): what is right, since which day, and why, with proof.

    `disputed` is the value that counted when it was asked, `raw` what it ought to be, as criteria read it. Nothing changes
    until the department that knows the fact accepts: then `value` is the new value, said by that department. What was
    asked is never rewritten.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    definition = models.ForeignKey("facts.FactDefinition", models.PROTECT, related_name="+")
    disputed = models.ForeignKey("facts.FactValue", models.PROTECT, related_name="+")
    raw = models.BigIntegerField()
    observed_on = models.DateField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=CORRECTION.choices(), default="asked")
    asked_at = models.DateTimeField()
    asked_by = models.BigIntegerField()
    asked_as = models.CharField(max_length=200)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    answered_as = models.CharField(max_length=200, blank=True)
    value = models.OneToOneField("facts.FactValue", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CORRECTION.constraint(),
            models.UniqueConstraint(
                fields=["unit", "definition"], condition=Q(state="asked"), name="correction_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", answered_at=None) | (~Q(state="asked") & Q(answered_at__isnull=False)),
                name="correction_answered_means_closed",
            ),
            models.CheckConstraint(
                condition=Q(state="accepted", value__isnull=False) | (~Q(state="accepted") & Q(value=None)),
                name="correction_accepted_means_said",
            ),
            models.CheckConstraint(condition=~Q(state="declined", answer=""), name="correction_declined_with_reason"),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined"]) | ~Q(answered_by=F("asked_by")),
                name="correction_answered_by_somebody_else",
            ),
        ]
        indexes = [models.Index(fields=["zone", "state", "-id"], name="correction_by_state")]
        triggers = [
            CORRECTION.trigger(),
            pgtrigger.Protect(
                name="correction_begins_asked",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__state="asked"),
            ),
            pgtrigger.Protect(name="correction_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="correction_stays_as_asked",
                fields=[
                    "zone",
                    "unit",
                    "definition",
                    "disputed",
                    "raw",
                    "observed_on",
                    "reason",
                    "asked_at",
                    "asked_by",
                ],
            ),
            pgtrigger.Trigger(
                name="correction_as_asked",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("new.value_id is not null"),
                func=AS_ASKED,
            ),
        ]
