"""Filters that people saved."""

from django.db import models
from django.db.models import Q


class SavedFilter(models.Model):
    """A list's filter with its columns, as one person or one organisation keeps it (常用筛选).

    The row without a name is what the person last used.
    """

    zone_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    organisation_id = models.BigIntegerField(null=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "list_key", "name"], name="filter_name_once"),
            models.UniqueConstraint(
                fields=["account_id", "list_key"], condition=Q(is_default=True), name="one_default_filter"
            ),
        ]
        indexes = [models.Index(fields=["zone_id", "organisation_id", "list_key"], name="filter_shared")]
