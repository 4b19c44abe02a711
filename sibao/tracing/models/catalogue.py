"""What counts as a contact, as a hazard's pack says; a change is a new version, and the old ones stay."""

from django.db import models


class ContactDefinition(models.Model):
    """What counts as a contact (密接判定), one row a version, append-only.

    `hours_before` is how far back from onset or sampling a case is followed; `scan_minutes` how long a scan of a venue's
    code counts; `longest_minutes` the longest stay that a scan may mean, for the index to find what overlaps; `most_people`
    how many may be at a place at once before it is too large to tell who met whom. `kinds` are kinds of places with the
    minutes together there that make a contact; `follows` says what the numbers were taken from where no document of the
    zone names them.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    hazard = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    hours_before = models.PositiveSmallIntegerField()
    scan_minutes = models.PositiveSmallIntegerField()
    longest_minutes = models.PositiveSmallIntegerField()
    most_people = models.PositiveIntegerField()
    kinds = models.JSONField()
    asks = models.JSONField()
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=40, blank=True)
    follows = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "hazard", "version"], name="contact_definition_once")]
