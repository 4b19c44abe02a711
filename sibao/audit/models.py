"""The record of who did what."""

from django.db import models


class AuditLine(models.Model):
    """One command, carried out or refused (操作记录). Holds ids and words of the product, never personal data.

    `sealed_number`, `previous_hash` and `hash` belong to the sealer, which chains committed lines under its own
    gap-free number; a line is unsealed until then.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "完成"
        REFUSED = "refused", "拒绝"

    zone_id = models.BigIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    command = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    reason = models.CharField(max_length=400, blank=True)
    account_id = models.BigIntegerField()
    appointment_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=40)
    position = models.CharField(max_length=120)
    organisation_id = models.BigIntegerField(null=True)
    door = models.CharField(max_length=10)
    request_id = models.CharField(max_length=40, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_label = models.CharField(max_length=200, blank=True)
    unit_id = models.BigIntegerField(null=True)
    details = models.JSONField(default=dict)
    sealed_number = models.BigIntegerField(null=True, unique=True)
    previous_hash = models.BinaryField(max_length=32, null=True)
    hash = models.BinaryField(max_length=32, null=True)

    class Meta:
        indexes = [
            models.Index(fields=["zone_id", "-id"], name="audit_by_zone"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["zone_id", "account_id", "-id"], name="audit_by_account"),
            models.Index(fields=["unit_id", "-id"], name="audit_by_unit"),
        ]
