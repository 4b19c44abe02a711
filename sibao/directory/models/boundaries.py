"""Boundaries of areas, as an approved map draws them."""

from django.db import models
from django.db.models import Q


class BoundaryMap(models.Model):
    """A map of the zone's areas (边界图), with its approval number (审图号), as it was imported; the last one is shown.

    `shapes` is a FeatureCollection for pages, each feature with the `code` of its area; without it this row says that no
    map is shown any more. The file as it came is kept beside it. No map without a number: 《地图管理条例》.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    approval = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=200, blank=True)
    file = models.ForeignKey("kernel.StoredFile", models.PROTECT, null=True, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True)
    areas = models.PositiveIntegerField(default=0)
    vertices = models.PositiveIntegerField(default=0)
    shapes = models.JSONField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.CharField(max_length=160)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "version"], name="boundary_version_once"),
            models.CheckConstraint(
                condition=Q(shapes__isnull=True)
                | (~Q(approval="") & ~Q(source="") & ~Q(sha256="") & Q(file__isnull=False)),
                name="no_map_without_number",
            ),
        ]
