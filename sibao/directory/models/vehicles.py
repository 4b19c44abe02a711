"""Vehicles and the units that they serve."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.kernel.database.periods import ends_after_start, one_at_a_time


@pghistory.track(append_only=True)
class Vehicle(models.Model):
    """A vehicle by its plate (车辆, GA 36—2018); the same plate in another colour is another vehicle.

    `kind` is a code of the list `vehicle_kind`.
    """

    class Colour(models.TextChoices):
        BLUE = "blue", _("蓝")
        YELLOW = "yellow", _("黄")
        GREEN = "green", _("绿")
        YELLOW_GREEN = "yellow_green", _("黄绿")
        WHITE = "white", _("白")
        BLACK = "black", _("黑")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    plate = models.CharField(max_length=10)
    colour = models.CharField(max_length=12, choices=Colour.choices)
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "plate", "colour"], name="plate_once")]


@pghistory.track(append_only=True)
class VehicleUse(models.Model):
    """A vehicle serves a unit from a day to a day (用车关系), as its own or by contract; it is one unit's own at a time."""

    class Tenure(models.TextChoices):
        OWN = "own", _("自有")
        CONTRACTED = "contracted", _("外协")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    vehicle = models.ForeignKey("directory.Vehicle", models.PROTECT, related_name="uses")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="vehicle_uses")
    tenure = models.CharField(max_length=10, choices=Tenure.choices)
    started_on = models.DateField()
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ends_after_start("vehicle_use_ends"),
            one_at_a_time("vehicle", "unit", name="one_use_at_a_time"),
            one_at_a_time("vehicle", name="one_owner_at_a_time", condition=Q(tenure="own")),
        ]
        indexes = [models.Index(fields=["unit", "ended_on"], name="vehicle_use_by_unit")]
