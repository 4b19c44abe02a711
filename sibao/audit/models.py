"""The record of who did what, and its seals."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

WAIT = "insert into audit_unsealedline (line_id) select id from added; return null;"


class AuditLine(models.Model):
    """One command, carried out or refused (操作记录). Holds ids and words of the product, never personal data."""

    class Outcome(models.TextChoices):
        DONE = "done", _("完成")
        REFUSED = "refused", _("拒绝")

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

    class Meta:
        indexes = [
            models.Index(fields=["zone_id", "-id"], name="audit_by_zone"),
            models.Index(fields=["subject_kind", "subject_id", "-id"], name="audit_by_subject"),
            models.Index(fields=["zone_id", "account_id", "-id"], name="audit_by_account"),
            models.Index(fields=["unit_id", "-id"], name="audit_by_unit"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wait_for_seal",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
                func=WAIT,
            )
        ]


class UnsealedLine(models.Model):
    """A line that waits for its seal (待封存): added with the line itself, dropped when it is sealed.

    Points at the line without a foreign key, so that a line which was taken away leaves its name behind.
    """

    line_id = models.BigIntegerField(primary_key=True)


class Seal(models.Model):
    """A line's place in the one chain of the installation (封存): gap-free number, hash before it, hash with it."""

    number = models.BigIntegerField(primary_key=True)
    line_id = models.BigIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)


class Checkpoint(models.Model):
    """What the chain was at one moment, signed (校验点): whoever holds a copy can tell whether lines are missing."""

    number = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField(max_length=64)


class Verification(models.Model):
    """One examination of the whole record (核验), made in the background."""

    class State(models.TextChoices):
        QUEUED = "queued", _("排队中")
        WHOLE = "whole", _("完整")
        DAMAGED = "damaged", _("有问题")

    zone_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    sealed = models.BigIntegerField(default=0)
    unsealed = models.BigIntegerField(default=0)
    findings = models.JSONField(default=list)


class Processing(models.Model):
    """One kind of personal data that is processed (处理活动): why, on what basis, who keeps it and for how long.

    Data of the pack. `key_pack` names the keys that seal it; `days` after the end of a key's period it is destroyed,
    None = when the purpose ends; `days_basis` says where the period comes from, `recipients` who else is given it.
    """

    zone_id = models.BigIntegerField()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120)
    purpose = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    fields = models.JSONField(default=list)
    keeper = models.CharField(max_length=80)
    key_pack = models.CharField(max_length=30)
    days = models.PositiveIntegerField(null=True)
    days_basis = models.CharField(max_length=200, default="")
    recipients = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone_id", "code"], name="processing_once")]


class DestroyedKey(models.Model):
    """A key that was destroyed (销毁密钥): all that it sealed cannot be read again; with its certificate.

    `values` says how many values it had sealed; what is left of them is then cleared from the tables, `cleared` so far.
    """

    zone_id = models.BigIntegerField()
    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    values = models.PositiveIntegerField(default=0)
    cleared = models.PositiveIntegerField(default=0)
    cleared_at = models.DateTimeField(null=True)
    document = models.ForeignKey("kernel.IssuedDocument", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="destruction_has_reason")]


class LegalHold(models.Model):
    """What must not be destroyed for now (保全), such as evidence of a case: a pack, one period of it or all (empty)."""

    zone_id = models.BigIntegerField()
    pack = models.CharField(max_length=30)
    period = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=200)
    placed_at = models.DateTimeField()
    placed_by = models.BigIntegerField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="hold_has_reason"),
            models.UniqueConstraint(
                fields=["zone_id", "pack", "period"], condition=models.Q(lifted_at=None), name="one_hold_at_a_time"
            ),
        ]


class KeyRotation(models.Model):
    """A pack and period that got a further key (换发密钥), and how far its former values are sealed anew.

    `stop` and `reached` say where the work goes on: the how-manyth place of which zone, after which row. It is done once
    nothing is left that a former key sealed; `stuck` counts what no key opens any more and therefore stays.
    """

    zone_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    pack = models.CharField(max_length=30)
    period = models.CharField(max_length=12)
    name = models.CharField(max_length=60, unique=True)
    started_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    resealed = models.PositiveIntegerField(default=0)
    stop = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    stuck = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "period"], condition=models.Q(done_at=None), name="one_rotation_at_a_time"
            )
        ]
