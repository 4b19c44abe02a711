"""What is known now of each subject, and how many of a site's people an alert is open for."""

from django.db import models

from sibao.prevention.models.catalogue import SLOTS


class SubjectState(models.Model):
    """The state of a person, site, vehicle or lot (状态): the maximum of what was ever observed, a slot a fact.

    `level` is the level in force where it stands, `firing` the rules of this episode as bits, `due` the next minute at
    which one of them may turn by the passing of time alone; `sector_id` and `reach` are its unit's.
    """

    pk = models.CompositePrimaryKey("zone_id", "subject", "subject_id")
    zone_id = models.BigIntegerField()
    subject = models.PositiveSmallIntegerField()
    subject_id = models.BigIntegerField()
    unit_id = models.BigIntegerField()
    site_id = models.BigIntegerField(null=True)
    sector_id = models.BigIntegerField()
    reach = models.CharField(max_length=125)
    level = models.PositiveSmallIntegerField(default=0)
    firing = models.BigIntegerField(default=0)
    due = models.BigIntegerField(null=True)
    for _slot in range(1, SLOTS + 1):
        locals()[f"p{_slot}"] = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "prevention_subjectstate"


class SubjectSnapshot(models.Model):
    """What a state held of a subject on one night (状态快照), from which states can be made anew with the log since."""

    pk = models.CompositePrimaryKey("zone_id", "taken_on", "subject", "subject_id")
    zone_id = models.BigIntegerField()
    taken_on = models.DateField()
    subject = models.PositiveSmallIntegerField()
    subject_id = models.BigIntegerField()
    for _slot in range(1, SLOTS + 1):
        locals()[f"p{_slot}"] = models.BigIntegerField(null=True)

    class Meta:
        managed = False
        db_table = "prevention_subjectsnapshot"


class SnapshotSeal(models.Model):
    """That a snapshot was taken (快照封签): when, of how many, and the SHA-256 of its rows in order. Append-only."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    taken_on = models.DateField()
    taken_at = models.DateTimeField()
    rows = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "taken_on"], name="snapshot_once_a_day")]


class SiteCount(models.Model):
    """How many people of a site there are, and for how many of them a rule fires (场所计数): bit -1 counts all."""

    pk = models.CompositePrimaryKey("zone_id", "site_id", "bit")
    zone_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    bit = models.SmallIntegerField()
    number = models.IntegerField()

    class Meta:
        managed = False
        db_table = "prevention_sitecount"
