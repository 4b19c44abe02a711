"""Issued documents: what anyone can verify by its check code."""

from django.db import models
from django.db.models import Q


class IssuedDocument(models.Model):
    """An official document as it went out (公文): its bytes never change; a mistake is voided and issued anew."""

    zone_id = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    number = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    check_code = models.CharField(max_length=24, unique=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.BigIntegerField()
    subject_kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    void_at = models.DateTimeField(null=True)
    void_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone_id", "kind", "number"], name="document_number_once"),
            models.CheckConstraint(condition=Q(void_at=None) | ~Q(void_reason=""), name="void_has_reason"),
        ]
        indexes = [models.Index(fields=["zone_id", "subject_kind", "subject_id"], name="document_by_subject")]
