"""Filters that people saved."""

from django.db import models
from django.db.models import Q


class SavedFilter(models.Model):
    """A list's filter with its columns, as one person, her organisation or a role keeps it (常用筛选).

    The row without a name is what the person last used. Rows of account 0 come with a pack, for a role.
    """

    zone_id = models.BigIntegerField()
    account_id = models.BigIntegerField()
    list_key = models.CharField(max_length=60)
    name = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    organisation_id = models.BigIntegerField(null=True)
    role_id = models.BigIntegerField(null=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "list_key", "name", "role_id"], name="filter_name_once", nulls_distinct=False
            ),
            models.UniqueConstraint(
                fields=["account_id", "list_key", "role_id"],
                condition=Q(is_default=True),
                name="one_default_filter",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["zone_id", "organisation_id", "list_key"], name="filter_shared"),
            models.Index(fields=["zone_id", "role_id", "list_key"], name="filter_of_role"),
        ]
