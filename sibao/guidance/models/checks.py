"""Checks of a unit against its sector's guide, and how it stands to each item since."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from sibao.guidance import rules
from sibao.guidance.states import CHECK, DRAFT, SUBMITTED

_ONLY_WHILE_DRAFTED = """
if exists (
    select from guidance_guidecheck held where held.id in (old.check_id, new.check_id) and held.state <> 'draft'
) then
    raise exception 'a submitted check stays as it is';
end if;
return coalesce(new, old);
"""


@pghistory.track(append_only=True)
class GuideCheck(models.Model):
    """One look at a unit by its sector's guide in one state: its own (自查) or an authority's (现场检查) (R30, R53).

    A draft takes answers; a submitted check stays as it is, bound to the `guide` that was in force then, where there
    was one. `organisation_id` is whose site check it is.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=list(rules.CHECK_KINDS.items()))
    posture = models.CharField(max_length=10, choices=list(rules.POSTURES.items()))
    state = models.CharField(max_length=10, choices=CHECK.choices(), default=DRAFT)
    guide = models.ForeignKey("guidance.GuideDocument", models.PROTECT, null=True, related_name="+")
    organisation_id = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField()
    opened_by = models.BigIntegerField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.BigIntegerField(null=True)
    submitted_as = models.CharField(max_length=200, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    unmet = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["unit", "posture", "-id"], name="check_of_unit")]
        constraints = [
            CHECK.constraint(),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(rules.CHECK_KINDS), posture__in=sorted(rules.POSTURES)),
                name="check_kind_known",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "posture", "organisation_id"],
                condition=Q(state=DRAFT),
                nulls_distinct=False,
                name="one_check_drafted_by_a_house",
            ),
            models.CheckConstraint(
                condition=Q(state=DRAFT, submitted_at=None)
                | Q(state=SUBMITTED, submitted_at__isnull=False, submitted_by__isnull=False),
                name="check_submitted_by_somebody",
            ),
        ]
        triggers = [
            CHECK.trigger(),
            pgtrigger.Protect(
                name="check_stays_as_submitted",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state=SUBMITTED)
                & (
                    pgtrigger.Q(old__posture__df=pgtrigger.F("new__posture"))
                    | pgtrigger.Q(old__kind__df=pgtrigger.F("new__kind"))
                    | pgtrigger.Q(old__guide__df=pgtrigger.F("new__guide"))
                    | pgtrigger.Q(old__submitted_at__df=pgtrigger.F("new__submitted_at"))
                    | pgtrigger.Q(old__submitted_by__df=pgtrigger.F("new__submitted_by"))
                    | pgtrigger.Q(old__unmet__df=pgtrigger.F("new__unmet"))
                ),
            ),
            pgtrigger.Protect(name="check_never_deleted", operation=pgtrigger.Delete),
        ]


@pghistory.track(append_only=True)
class CheckAnswer(models.Model):
    """What a check says of one item (作答): met, not met, or not applicable with the reason; empty until it is answered.

    `text` is what was asked, kept when the check is submitted. `basis` is the earlier answer whose files still count.
    Of a criterion the answer is its verdict, which may be unknown.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    check_made = models.ForeignKey("guidance.GuideCheck", models.PROTECT, related_name="answers", db_column="check_id")
    item = models.ForeignKey("guidance.GuideItem", models.PROTECT, related_name="+")
    text = models.CharField(max_length=200, blank=True)
    said = models.CharField(max_length=8, choices=list(rules.ANSWERS.items()), blank=True)
    note = models.CharField(max_length=300, blank=True)
    good_until = models.DateField(null=True)
    basis = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    verdict = models.ForeignKey("facts.Verdict", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_made", "item"], name="item_answered_once"),
            models.CheckConstraint(condition=Q(said__in=["", *sorted(rules.ANSWERS)]), name="answer_known"),
            models.CheckConstraint(condition=~Q(said="na") | ~Q(note=""), name="not_applicable_with_reason"),
            models.CheckConstraint(condition=Q(good_until=None) | Q(said="met"), name="only_what_is_met_expires"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="answered_while_drafted",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=_ONLY_WHILE_DRAFTED,
            )
        ]


@pghistory.track(append_only=True)
class ItemStanding(models.Model):
    """How a unit stands to one item of its guide now (条目现状): who last had the say, and until which day it is good.

    An authority's answer stands over the unit's own (see `rules.takes_over`).
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    item = models.ForeignKey("guidance.GuideItem", models.PROTECT, related_name="+")
    said = models.CharField(max_length=8, choices=list(rules.ANSWERS.items()))
    by = models.CharField(max_length=4, choices=list(rules.CHECK_KINDS.items()))
    good_until = models.DateField(null=True)
    since = models.DateTimeField()
    answer = models.ForeignKey("guidance.CheckAnswer", models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["zone", "good_until"], name="standing_by_expiry")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "item"], name="standing_once"),
            models.CheckConstraint(condition=Q(said__in=sorted(rules.ANSWERS)), name="standing_known"),
            models.CheckConstraint(
                condition=Q(said__in=["met", "na"], good_until__isnull=False)
                | Q(said__in=["unmet", "unknown"], good_until=None),
                name="good_standing_expires",
            ),
        ]
