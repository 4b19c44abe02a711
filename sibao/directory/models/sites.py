"""Sites and what is inside them."""

from django.db import models


class Site(models.Model):
    """A place where a unit works (厂区、工地、门店); its id joins prevention and operation data (R20)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="sites")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    area = models.ForeignKey("directory.Area", models.PROTECT, related_name="+")
    area_path = models.CharField(max_length=80)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="site_number_once")]


class Gate(models.Model):
    """A way in and out of a site (门岗)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.CASCADE, related_name="gates")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="gate_name_once")]


class Post(models.Model):
    """A kind of work at a unit (工作岗位); `exposure` says how much contact it has with the outside (R84)."""

    class Exposure(models.TextChoices):
        ORDINARY = "ordinary", "一般"
        CONTACT = "contact", "流动性、接触性"

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.CASCADE, related_name="posts")
    name = models.CharField(max_length=40)
    exposure = models.CharField(max_length=10, choices=Exposure.choices, default=Exposure.ORDINARY)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="post_name_once")]


class Team(models.Model):
    """A shift team of a site (班组)."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.CASCADE, related_name="teams")
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="team_name_once")]
