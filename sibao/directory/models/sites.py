"""Sites and what is inside them; what is no longer in use has a last day and stays."""

from typing import Any

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _


@pghistory.track(append_only=True)
class Site(models.Model):
    """A place where a unit works (厂区、工地、门店); its id joins prevention and operation data (R20)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="sites")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    area = models.ForeignKey("directory.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="site_number_once")]


class SitePart(models.Model):
    """What gates, teams, shifts, rooms, sittings and venues share: a name within a site, and a last day of use."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.CASCADE, related_name="%(class)ss")
    name = models.CharField(max_length=40)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="%(class)s_name_once")]

    @property
    def unit(self) -> Any:
        """The unit whose site it is part of."""
        return self.site.unit


@pghistory.track(append_only=True)
class Gate(SitePart):
    """A way in and out of a site (门岗)."""


@pghistory.track(append_only=True)
class Team(SitePart):
    """A shift team of a site (班组)."""


@pghistory.track(append_only=True)
class Shift(SitePart):
    """Hours of work at a site (班次); it may run past midnight."""

    starts_at = models.TimeField()
    ends_at = models.TimeField()


@pghistory.track(append_only=True)
class Room(SitePart):
    """A room where staff sleep at a site (宿舍); `places` is its number of beds."""

    places = models.PositiveSmallIntegerField()


@pghistory.track(append_only=True)
class Sitting(SitePart):
    """A time of meals in a site's canteen (就餐批次); `places` is its number of seats."""

    starts_at = models.TimeField()
    ends_at = models.TimeField()
    places = models.PositiveSmallIntegerField()


@pghistory.track(append_only=True)
class Venue(SitePart):
    """A place within a site where people meet and sign in (场所部位): canteen, workshop, meeting room, shop floor.

    `use` is a code of the list `venue_use`.
    """

    use = models.CharField(max_length=20)
    places = models.PositiveIntegerField(null=True)


@pghistory.track(append_only=True)
class Post(models.Model):
    """A kind of work at a unit (工作岗位); `exposure` says how much contact it has with the outside (R84)."""

    class Exposure(models.TextChoices):
        ORDINARY = "ordinary", _("一般")
        CONTACT = "contact", _("流动性、接触性")

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="posts")
    name = models.CharField(max_length=40)
    exposure = models.CharField(max_length=10, choices=Exposure.choices, default=Exposure.ORDINARY)
    ended_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="post_name_once")]
