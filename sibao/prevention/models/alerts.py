"""Alerts, what they have in common at one place, and what became of them."""

import pghistory
from django.db import models
from django.db.models import Q

from sibao.prevention.states import ALERT, OVER, RAISED


@pghistory.track(append_only=True, exclude=["sector", "reach", "unseen"])
class AlertGroup(models.Model):
    """All alerts of one rule at one site of a unit (预警): what somebody is asked to deal with, however many people it is.

    `standing` is how many of its alerts are open; `unseen` that the tasks about it do not yet say what is so. `sector`
    and `reach` are the unit's, for row-level security.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    rule = models.ForeignKey("prevention.AlertRule", models.PROTECT, related_name="groups")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    site = models.ForeignKey("directory.Site", models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey(
        "directory.Sector", models.PROTECT, related_name="+", editable=False, db_index=False, db_constraint=False
    )
    reach = models.CharField(max_length=125, db_collation="C", editable=False)
    state = models.CharField(max_length=12, choices=ALERT.choices(), default=RAISED)
    standing = models.PositiveIntegerField(default=0)
    unseen = models.BooleanField(default=True, db_default=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_facts = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1, db_default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "rule", "unit", "site"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="alert_group_open_once",
            ),
            ALERT.constraint(),
            models.CheckConstraint(
                condition=Q(closed_at=None) ^ Q(state__in=OVER), name="alert_group_closed_when_over"
            ),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(standing=0), name="alert_group_closed_when_empty"),
        ]
        indexes = [
            models.Index(fields=["zone", "-opened_at"], name="alert_group_latest"),
            models.Index(fields=["zone", "id"], condition=Q(unseen=True), name="alert_group_unseen"),
        ]
        triggers = [ALERT.trigger()]


class Alert(models.Model):
    """A rule fires for a subject (预警对象), once an episode: from when it is met until it is known not to be.

    `closed_by_facts` says that the state itself ended it, else a person did. The rule, the zone and the unit are its
    group's, kept here for the index that lets it be open but once.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey("prevention.AlertGroup", models.PROTECT, related_name="alerts")
    rule = models.ForeignKey("prevention.AlertRule", models.PROTECT, related_name="+", db_index=False)
    subject_id = models.BigIntegerField()
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+", db_index=False)
    sector = models.ForeignKey(
        "directory.Sector", models.PROTECT, related_name="+", editable=False, db_index=False, db_constraint=False
    )
    reach = models.CharField(max_length=125, db_collation="C", editable=False)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_facts = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "rule", "subject_id"], condition=Q(closed_at=None), name="alert_open_once"
            ),
            models.CheckConstraint(
                condition=Q(closed_by_facts=False) | Q(closed_at__isnull=False), name="alert_closed_by_facts"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-opened_at"], name="alert_of_unit")]

    then = """
      select id, zone_id, group_id, rule_id, subject_id, unit_id, sector_id, reach, opened_at,
        case when closed_at <= {moment} then closed_at end as closed_at,
        closed_by_facts and closed_at <= {moment} as closed_by_facts
      from public.prevention_alert where opened_at <= {moment}
    """


class AlertStep(models.Model):
    """What somebody did with alerts (处置记录), append-only; `alert` where it was about one of the group alone."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    group = models.ForeignKey("prevention.AlertGroup", models.PROTECT, related_name="steps")
    alert = models.ForeignKey("prevention.Alert", models.PROTECT, null=True, related_name="steps")
    action = models.CharField(max_length=12)
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.BigIntegerField()
    by_as = models.CharField(max_length=200)


class AlertOpinion(models.Model):
    """A seat was asked for its opinion on an alert (会商); its task holds the answer. Append-only."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    group = models.ForeignKey("prevention.AlertGroup", models.PROTECT, related_name="opinions")
    position = models.ForeignKey("accounts.Position", models.PROTECT, related_name="+")
    question = models.CharField(max_length=400)
    asked_at = models.DateTimeField()
