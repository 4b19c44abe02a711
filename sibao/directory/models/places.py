"""The zone and its areas."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Zone(models.Model):
    """A demonstration zone, city or province that runs on this installation (示范区).

    `largest_team` is how many people it allows in one team (划小单元, R39); None = it sets no limit.
    """

    code = models.CharField(max_length=9, unique=True)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    short_name = models.CharField(max_length=20)
    list_prefix = models.CharField(max_length=6)
    plate_prefix = models.CharField(max_length=4, blank=True)
    hotline = models.CharField(max_length=20, blank=True)
    largest_team = models.PositiveSmallIntegerField(null=True)
    demo = models.BooleanField(default=False)


class Area(models.Model):
    """A place of the zone (片区、镇、街道): `path` is the codes from the root, each ended by a slash.

    `tile_column` and `tile_row` place a town on the schematic map, which is no surveyed map.
    """

    class Kind(models.TextChoices):
        PROVINCE = "province", _("省")
        CITY = "city", _("市")
        COUNTY = "county", _("县（区）")
        ZONE = "zone", _("示范区")
        TOWN = "town", _("镇")
        SUBDISTRICT = "subdistrict", _("街道")
        TOWNSHIP = "township", _("乡")
        PARK = "park", _("片区")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    parent = models.ForeignKey("directory.Area", models.PROTECT, null=True, related_name="children")
    code = models.CharField(max_length=12)
    statistical_code = models.CharField(max_length=9, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=40)
    short_name = models.CharField(max_length=20)
    name_en = models.CharField(max_length=60, blank=True)
    pinyin = models.CharField(max_length=80)
    path = models.CharField(max_length=80)
    tile_column = models.PositiveSmallIntegerField(null=True)
    tile_row = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="area_code_once"),
            models.UniqueConstraint(fields=["zone", "path"], name="area_path_once"),
        ]
        indexes = [models.Index(fields=["path"], opclasses=["text_pattern_ops"], name="area_by_path")]
