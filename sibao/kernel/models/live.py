"""Live events: what open pages are told, kept for a day so that a page which was away can catch up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LiveEvent(models.Model):
    """One announcement to open pages (实时消息): a topic, ids, and whom it may reach; no account named = everybody."""

    at = models.DateTimeField()
    topic = models.CharField(max_length=60)
    zone_id = models.BigIntegerField()
    area_path = models.CharField(max_length=80, blank=True)
    sector_id = models.BigIntegerField(null=True)
    unit_id = models.BigIntegerField(null=True)
    may = models.CharField(max_length=80, blank=True)
    ids = models.JSONField(default=list)
    account_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes = [models.Index(fields=["at"], name="live_by_time")]
