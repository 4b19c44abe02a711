"""Who supplies whom."""

import pghistory
from django.db import models
from django.db.models import F, Q


@pghistory.track(append_only=True)
class SupplyLink(models.Model):
    """One unit supplies another with something (供应关系).

    `share_bp` is its share of the customer's need in 1/10,000; `stock_days` is for how many days the customer's stock
    lasts without it (可用天数), None = unknown. A link that has ended stays with its last day.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    supplier = models.ForeignKey("directory.Unit", models.CASCADE, related_name="supplies")
    customer = models.ForeignKey("directory.Unit", models.CASCADE, related_name="supplied_by")
    material = models.CharField(max_length=40)
    share_bp = models.PositiveIntegerField()
    stock_days = models.PositiveSmallIntegerField(null=True)
    source = models.CharField(max_length=120)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "customer", "material"], name="supply_link_once"),
            models.CheckConstraint(condition=~Q(supplier=F("customer")), name="no_supply_to_itself"),
            models.CheckConstraint(condition=Q(share_bp__lte=10_000), name="share_at_most_whole"),
        ]
