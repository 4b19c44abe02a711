"""Screenings: what was asked at one moment, whom and where it concerns; nothing of it ever changes."""

from django.db import models


class Screening(models.Model):
    """One search for the people whom cases, places or an area concern (排查), frozen, append-only.

    `asked` holds the cases (person, from when), the places (kind, id), the area, and the span; `recorded_at` is the moment
    whose knowledge it rests on, `digest` what the same question at that moment has to find again. `crowds` are places with
    too many people to tell who met whom.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    definition = models.ForeignKey("tracing.ContactDefinition", models.PROTECT, related_name="screenings")
    rings = models.PositiveSmallIntegerField()
    asked = models.JSONField()
    cases = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    second = models.PositiveIntegerField()
    units = models.PositiveIntegerField()
    crowds = models.JSONField()
    digest = models.BinaryField(max_length=32)
    by = models.BigIntegerField()
    by_as = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(rings__gte=1, rings__lte=2), name="screening_rings_known")
        ]
        indexes = [models.Index(fields=["zone", "-recorded_at"], name="screening_latest")]


class _Placed(models.Model):
    """What both kinds of results share: the unit with its place in the scope, for row-level security."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    sector = models.ForeignKey(
        "directory.Sector", models.PROTECT, related_name="+", editable=False, db_index=False, db_constraint=False
    )
    reach = models.CharField(max_length=125, db_collation="C", editable=False)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True


class ScreenedPerson(_Placed):
    """Somebody whom a screening found (排查人员), where she works, and how she is connected, append-only.

    Ring 0 is a case, 1 who met one or was at a place asked about, 2 who met one of ring 1; `via` is whom she met.
    """

    screening = models.ForeignKey("tracing.Screening", models.PROTECT, related_name="people", db_index=False)
    person = models.ForeignKey("directory.Person", models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey("directory.Site", models.PROTECT, related_name="+", db_index=False)
    ring = models.PositiveSmallIntegerField()
    via = models.ForeignKey("directory.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.PositiveSmallIntegerField()
    place_id = models.BigIntegerField()
    place_name = models.CharField(max_length=240, blank=True)
    met_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["screening", "person"], name="screened_once")]


class ScreenedSite(_Placed):
    """A site where people work whom a screening found (涉及场所), append-only.

    `found` of its `staff` would stay away; `listed` says that the unit was on the whitelist.
    """

    screening = models.ForeignKey("tracing.Screening", models.PROTECT, related_name="sites", db_index=False)
    site = models.ForeignKey("directory.Site", models.PROTECT, related_name="+", db_index=False)
    found = models.PositiveIntegerField()
    first = models.PositiveIntegerField()
    staff = models.PositiveIntegerField()
    listed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["screening", "site"], name="screened_site_once")]
