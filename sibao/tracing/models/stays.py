"""Who was where, as signals say; what the directory knows of presence is read in its own tables."""

from django.db import models


class Stay(models.Model):
    """A person was at a place from a moment to a moment (在场), append-only, one partition a day of its beginning.

    `kind` is a number of `rules/places.py`. No key leads out of this table, and the zone begins its own, so that it can be
    cut up by zone.
    """

    pk = models.CompositePrimaryKey("zone_id", "kind", "place_id", "since", "person_id")
    zone_id = models.BigIntegerField()
    kind = models.PositiveSmallIntegerField()
    place_id = models.BigIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    person_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "tracing_stay"
