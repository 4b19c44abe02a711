"""The documents of a zone and its sectors, and the items of the sectors' guides."""

from functools import reduce
from operator import or_

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from sibao.guidance import rules
from sibao.guidance.states import DOCUMENT, IN_FORCE, SUPERSEDED

SAID = ["zone", "sector", "kind", "title", "number", "issuer", "issued_on", "edition"]
"""What a document says of itself; it stays as it is from the day it is in force."""
OTHERWISE = reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in SAID))


@pghistory.track(append_only=True)
class GuideDocument(models.Model):
    """A plan, guide or emergency plan of a sector, or of the whole zone where there is none (指南预案, R10).

    Of each kind but special guides one is in force at a time; the one before it is superseded by it and stays.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=10, choices=list(rules.KINDS.items()))
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    issuer = models.CharField(max_length=120)
    issued_on = models.DateField()
    edition = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=DOCUMENT.choices(), default="draft")
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    in_force_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    created_by = models.BigIntegerField()
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["zone", "sector", "kind"], name="guide_document_shelf")]
        constraints = [
            DOCUMENT.constraint(),
            models.CheckConstraint(condition=Q(kind__in=sorted(rules.KINDS)), name="guide_document_kind_known"),
            models.UniqueConstraint(
                fields=["zone", "sector", "kind"],
                condition=Q(state=IN_FORCE) & ~Q(kind=rules.SEVERAL),
                nulls_distinct=False,
                name="one_document_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[IN_FORCE, SUPERSEDED]) | Q(in_force_on__isnull=False),
                name="document_in_force_since_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="document_withdrawn_with_reason"
            ),
        ]
        triggers = [
            DOCUMENT.trigger(),
            pgtrigger.Protect(
                name="stays_as_said",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft") & OTHERWISE,
            ),
        ]


@pghistory.track(append_only=True)
class Hazard(models.Model):
    """A hazard (灾种) as its pack names it; what it asks of units are the items that the pack brought.

    `in_force` is whether the place's pack asks its guides of units now; what is prepared for another season is not.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80)
    in_force = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["zone", "code"], name="hazard_code_once")]


@pghistory.track(append_only=True)
class GuideItem(models.Model):
    """One thing that a sector's guide asks of every site (指南条目), in a chapter and a state (R53).

    `hazard` is empty only until the pack that brought it is loaded again.

    A declaration is said by the unit and stays good for `valid_days`; a criterion is judged by the rule that `use` and
    `rule_key` name. What none of the zone's documents says is to be confirmed; `article` then names what it follows.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    chapter = models.CharField(max_length=10, choices=list(rules.CHAPTERS.items()))
    posture = models.CharField(max_length=10, choices=list(rules.POSTURES.items()))
    kind = models.CharField(max_length=12, choices=list(rules.ITEM_KINDS.items()), default="declaration")
    text = models.CharField(max_length=200)
    text_en = models.CharField(max_length=300)
    evidence = models.CharField(max_length=10, choices=list(rules.EVIDENCE.items()))
    valid_days = models.PositiveSmallIntegerField()
    use = models.CharField(max_length=40, blank=True)
    rule_key = models.CharField(max_length=60, blank=True)
    hazard = models.ForeignKey("guidance.Hazard", models.PROTECT, null=True, related_name="+")
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)
    certainty = models.CharField(max_length=10, choices=list(rules.CERTAINTIES.items()))
    order = models.PositiveSmallIntegerField()
    retired = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "sector", "key"], name="guide_item_key_once"),
            models.CheckConstraint(
                condition=Q(chapter__in=sorted(rules.CHAPTERS), posture__in=sorted(rules.POSTURES)),
                name="guide_item_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(kind="declaration", use="", rule_key="")
                | (Q(kind="criterion") & ~Q(use="") & ~Q(rule_key="")),
                name="guide_criterion_names_its_rule",
            ),
            models.CheckConstraint(
                condition=Q(certainty="to_confirm") | Q(certainty="sourced", document__isnull=False),
                name="guide_item_sourced_by_a_document",
            ),
            models.CheckConstraint(condition=Q(valid_days__gte=1), name="guide_item_valid_for_days"),
        ]
        triggers = [pgtrigger.ReadOnly(name="guide_item_keeps_its_place", fields=["zone", "sector", "key", "posture"])]
