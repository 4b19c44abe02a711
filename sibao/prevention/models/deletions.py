"""What was deleted of the log and of what it made known, and by which rule."""

from django.db import models
from django.db.models import Q


class Deletion(models.Model):
    """That data were deleted at once (数据删除证明), append-only: by whom, on what occasion, how many rows in all.

    `digest` is the SHA-256 of what its lines say, as `rules.deletions` writes them out.
    """

    class Occasion(models.TextChoices):
        DAYS = "days"
        END = "end"

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    at = models.DateTimeField()
    occasion = models.CharField(max_length=4, choices=Occasion.choices, default=Occasion.DAYS)
    hazard = models.CharField(max_length=40, blank=True)
    by = models.BigIntegerField()
    by_as = models.CharField(max_length=200)
    reason = models.CharField(max_length=400, blank=True)
    rows = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "year", "serial"], name="deletion_number_once"),
            models.CheckConstraint(condition=Q(occasion="days") ^ ~Q(hazard=""), name="deletion_end_of_a_hazard"),
            models.CheckConstraint(condition=Q(occasion="days") | ~Q(reason=""), name="deletion_end_has_reason"),
        ]
        indexes = [models.Index(fields=["zone", "-at"], name="deletion_latest")]

    then = """
      select id, zone_id, year, serial, at, occasion, hazard, by, by_as, reason, rows, digest
      from public.prevention_deletion where at <= {moment}
    """


class SignalDeletion(models.Model):
    """What of one kind went by a deletion (信号删除证明的一行), append-only.

    `what` says which data, `kind` which kind of signals where they are signals. They were observed, or came, from `since`
    and before `until`, for they are kept `keep_days`, for the reason that the pack named then: `basis`.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    deletion = models.ForeignKey("prevention.Deletion", models.PROTECT, related_name="lines")
    what = models.CharField(max_length=10)
    kind = models.CharField(max_length=40, blank=True)
    keep_days = models.PositiveSmallIntegerField(null=True)
    basis = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True)
    until = models.DateTimeField()
    rows = models.PositiveBigIntegerField()

    then = """
      select line.id, line.zone_id, line.deletion_id, line.what, line.kind, line.keep_days, line.basis, line.since,
        line.until, line.rows
      from public.prevention_signaldeletion line join public.prevention_deletion done on done.id = line.deletion_id
      where done.at <= {moment}
    """
