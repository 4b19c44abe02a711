"""Files that people handed in or that the product made."""

from django.db import models


class StoredFile(models.Model):
    """One file, sealed at rest, kept beside the rows it belongs to so that a backup holds both (文件)."""

    zone_id = models.BigIntegerField()
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["zone_id", "sha256"], name="file_by_hash")]
