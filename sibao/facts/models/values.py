"""The catalogue of facts, the values that were ever said, and the one that counts now."""

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Kind

INVENTORY = [
    ("people", _("人员")),
    ("facilities", _("设施")),
    ("materials", _("物资")),
    ("process", _("流程")),
]
"""The groups of what a unit keeps ready, in the notice's order: 备足人力物资 (R12)."""
KEEP_LATEST = """
  insert into facts_currentvalue (zone_id, unit_id, definition_id, value_id, raw, observed_at)
  select distinct on (unit_id, definition_id) zone_id, unit_id, definition_id, id, raw, observed_at
  from added order by unit_id, definition_id, observed_at desc, id desc
  on conflict (unit_id, definition_id) do update
  set value_id = excluded.value_id, raw = excluded.raw, observed_at = excluded.observed_at
  where (excluded.observed_at, excluded.value_id) > (facts_currentvalue.observed_at, facts_currentvalue.value_id);
  return null;
"""


@pghistory.track(append_only=True)
class FactDefinition(models.Model):
    """One thing that can be known about a unit (事实): what its values are, who knows it, how long it stays true.

    `origin` names the column of the directory it is read from, `rule` how it is worked out from other facts; where both
    are empty it is reported by `source`, or by the unit itself where that is empty too. It is asked of the units
    of `sectors`, of all where none is named. `inventory` is the group of a unit's readiness (备战储备) that it belongs to.
    Key and kind never change.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=60)
    unit_word = models.CharField(max_length=10, blank=True)
    unit_word_en = models.CharField(max_length=20, blank=True)
    labels = models.JSONField(default=list)
    sectors = ArrayField(models.CharField(max_length=40), default=list)
    codes = models.CharField(max_length=10, blank=True)
    source = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    origin = models.CharField(max_length=30, blank=True)
    rule = models.JSONField(null=True)
    fresh_days = models.PositiveIntegerField(null=True)
    inventory = models.CharField(max_length=10, choices=INVENTORY, blank=True)
    sensitivity = models.CharField(max_length=10, default="internal")
    lowest = models.BigIntegerField(null=True)
    highest = models.BigIntegerField(null=True)
    order = models.PositiveIntegerField()
    retired = models.BooleanField(default=False)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "key"], name="fact_key_once"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="fact_kind_known"),
            models.CheckConstraint(condition=Q(inventory__in=["", *dict(INVENTORY)]), name="fact_inventory_known"),
            models.CheckConstraint(
                condition=Q(origin="") | Q(rule__isnull=True, source=None), name="fact_has_one_origin"
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="fact_keeps_its_meaning", fields=["zone", "key", "kind"])]


class FactValue(models.Model):
    """What was said about a unit (事实值), append-only: when it held, and when it became known; raw NULL = taken back.

    `raw` is the value as a whole number, as criteria read it; `source` is the organisation that said so, empty where the
    unit spoke for itself.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    definition = models.ForeignKey("facts.FactDefinition", models.PROTECT, related_name="+")
    raw = models.BigIntegerField(null=True)
    observed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    source = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    recorded_by = models.BigIntegerField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(observed_at__lte=F("recorded_at")), name="fact_observed_before_recorded"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "definition", "-observed_at", "-id"], name="fact_value_of_unit"),
            models.Index(fields=["definition", "recorded_at"], name="fact_value_recorded"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="keep_latest",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
                func=KEEP_LATEST,
            )
        ]


class CurrentValue(models.Model):
    """The value of one fact of one unit that counts now (现值): the latest that held, kept by the database itself.

    `then` is how it follows from what had been said, for a look into the past.
    """

    then = """
      select distinct on (unit_id, definition_id) id, zone_id, unit_id, definition_id, id as value_id, raw, observed_at
      from facts_factvalue order by unit_id, definition_id, observed_at desc, id desc
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    definition = models.ForeignKey("facts.FactDefinition", models.PROTECT, related_name="+")
    value = models.OneToOneField("facts.FactValue", models.PROTECT, related_name="+")
    raw = models.BigIntegerField(null=True)
    observed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "definition"], name="current_value_once")]
        indexes = [models.Index(fields=["definition", "observed_at"], name="current_value_age")]
