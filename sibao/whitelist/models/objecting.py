"""Objections that anybody raises while a batch is publicised, and what was answered."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from sibao.whitelist.states import OBJECTION

IN_TIME = """
  if not exists (
    select from whitelist_batch batch join whitelist_batchmember member on member.batch_id = batch.id
    where batch.id = new.batch_id and member.unit_id = new.unit_id and batch.state = 'publicised'
      and new.lodged_at >= batch.publicised_at and new.lodged_at < batch.objection_until
  ) then
    raise exception 'an objection is against a unit of a batch, within its period' using errcode = 'check_violation';
  end if;
  return new;
"""
SAID = ["zone", "batch", "unit", "matter", "phone_hash", "lodged_at", "recorded_by"]


@pghistory.track(append_only=True, exclude=["sealed_name", "sealed_phone", "phone_hash"])
class Objection(models.Model):
    """Somebody objects by name to a unit of a publicised batch (异议); it is answered with reasons before the batch goes out.

    Who objects is sealed, and shown for a purpose only; what is answered is public. An objection that holds (成立) takes
    the unit out of the batch.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    batch = models.ForeignKey("whitelist.Batch", models.PROTECT, related_name="objections")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    sealed_name = models.BinaryField()
    sealed_phone = models.BinaryField()
    phone_hash = models.BinaryField(max_length=32)
    matter = models.CharField(max_length=500)
    lodged_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=160)
    state = models.CharField(max_length=10, choices=OBJECTION.choices(), default="open")
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            OBJECTION.constraint(),
            models.CheckConstraint(condition=~Q(matter=""), name="objection_says_what"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None, answer="")
                | (~Q(state="open") & Q(answered_at__gte=F("lodged_at")) & ~Q(answer="")),
                name="objection_answered_with_reasons",
            ),
        ]
        indexes = [models.Index(fields=["batch", "-id"], name="objection_of_batch")]
        triggers = [
            OBJECTION.trigger(),
            pgtrigger.ReadOnly(name="objection_stays_as_lodged", fields=SAID),
            pgtrigger.Protect(name="objection_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="objection_in_time", when=pgtrigger.Before, operation=pgtrigger.Insert, func=IN_TIME
            ),
        ]
