"""Files that people hang on things."""

from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """A file that hangs on a thing of some context (附件): who hung it there, when, and why it was taken off.

    A removed one stays as a row; its bytes are purged when the time to keep them is over and no other row needs them.
    """

    zone_id = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="attachments")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    organisation_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    added_at = models.DateTimeField()
    added_by = models.BigIntegerField()
    added_as = models.CharField(max_length=200)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.BigIntegerField(null=True)
    removed_as = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None, reason="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(reason="")),
                name="attachment_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(removed_at__isnull=False), name="attachment_has_its_file"
            ),
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "sha256"],
                condition=Q(removed_at=None),
                name="attachment_once",
            ),
        ]
        indexes = [
            models.Index(fields=["zone_id", "subject_kind", "subject_id", "-id"], name="attachment_by_subject"),
            models.Index(fields=["zone_id", "sha256"], name="attachment_by_hash"),
        ]
