"""What a zone settles for itself."""

import pghistory
from django.db import models


@pghistory.track(append_only=True)
class FeatureSwitch(models.Model):
    """A feature is on or off in a zone (功能开关), since when, by whom and why; without a row it is as it was registered.

    `version` counts how often somebody has turned it; 0 = only a pack, or nobody, has.
    """

    zone_id = models.BigIntegerField()
    key = models.CharField(max_length=40)
    on = models.BooleanField()
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=160, blank=True)
    turned_at = models.DateTimeField()
    version = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone_id", "key"], name="switch_once")]
