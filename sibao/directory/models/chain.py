"""Who supplies whom."""

from django.db import models
from django.db.models import F, Q


class SupplyLink(models.Model):
    """One unit supplies another with something (供应关系); `share_bp` is its share of the customer's need in 1/10,000."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    supplier = models.ForeignKey("directory.Unit", models.CASCADE, related_name="supplies")
    customer = models.ForeignKey("directory.Unit", models.CASCADE, related_name="supplied_by")
    material = models.CharField(max_length=40)
    share_bp = models.PositiveIntegerField()
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["supplier", "customer", "material"], name="supply_link_once"),
            models.CheckConstraint(condition=~Q(supplier=F("customer")), name="no_supply_to_itself"),
            models.CheckConstraint(condition=Q(share_bp__lte=10_000), name="share_at_most_whole"),
        ]
