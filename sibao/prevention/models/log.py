"""The log: deliveries, what they said, and what was not taken."""

from django.db import models


class SignalDelivery(models.Model):
    """What one source handed over at once (一次上报), with its receipt; the same key twice is one delivery."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    source = models.ForeignKey("prevention.SignalSource", models.PROTECT, related_name="deliveries")
    key = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    received_at = models.DateTimeField()
    received_by = models.BigIntegerField()
    lines = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()
    repeated = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="delivery_once")]
        indexes = [models.Index(fields=["zone", "-received_at"], name="delivery_latest")]


class RejectedSignal(models.Model):
    """A line that was not taken (退回的信号), with why; the line itself is sealed, for it may name a person."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    delivery = models.ForeignKey("prevention.SignalDelivery", models.PROTECT, related_name="rejects")
    line = models.PositiveIntegerField()
    why = models.CharField(max_length=20)
    field = models.CharField(max_length=40, blank=True)
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "line"], name="rejected_line_once")]


class Signal(models.Model):
    """What one source said of one subject at one moment (信号), append-only, one partition a day.

    `uid` is made of the source and its own id, so that what is said again is the same row. No key leads out of this
    table, and the zone begins its own, so that it can be cut up by zone.
    """

    pk = models.CompositePrimaryKey("zone_id", "occurred_at", "uid")
    zone_id = models.BigIntegerField()
    occurred_at = models.DateTimeField()
    uid = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    source = models.PositiveSmallIntegerField()
    subject = models.PositiveSmallIntegerField()
    subject_id = models.BigIntegerField()
    value = models.PositiveIntegerField()
    received_at = models.DateTimeField()
    delivery_id = models.BigIntegerField()
    more = models.JSONField(null=True)

    class Meta:
        managed = False
        db_table = "prevention_signal"
