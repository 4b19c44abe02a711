"""A unit's work plan, and how ready it is."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from sibao.guidance import rules
from sibao.guidance.states import APPROVED_PLAN, DRAFT, LIVING_PLANS, WORK_PLAN


@pghistory.track(append_only=True)
class WorkPlan(models.Model):
    """One edition of a unit's work plan (工作预案), a document that follows one edition of its sector's guide (R11).

    Its files hang on it. It is approved by somebody else than who handed it in; the one approved before stays.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    guide = models.ForeignKey("guidance.GuideDocument", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=WORK_PLAN.choices(), default=DRAFT)
    created_at = models.DateTimeField()
    created_by = models.BigIntegerField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.BigIntegerField(null=True)
    submitted_as = models.CharField(max_length=200, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.BigIntegerField(null=True)
    approved_as = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["unit", "state"], name="work_plan_of_unit")]
        constraints = [
            WORK_PLAN.constraint(),
            models.UniqueConstraint(fields=["unit"], condition=Q(state=APPROVED_PLAN), name="one_plan_approved"),
            models.UniqueConstraint(fields=["unit"], condition=Q(state__in=LIVING_PLANS), name="one_plan_under_way"),
            models.CheckConstraint(
                condition=~Q(state=APPROVED_PLAN)
                | (Q(approved_by__isnull=False) & Q(submitted_by__isnull=False) & ~Q(approved_by=F("submitted_by"))),
                name="plan_approved_by_somebody_else",
            ),
        ]
        triggers = [
            WORK_PLAN.trigger(),
            pgtrigger.Protect(
                name="plan_begins_as_draft", operation=pgtrigger.Insert, condition=~pgtrigger.Q(new__state=DRAFT)
            ),
            pgtrigger.Protect(name="plan_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="plan_stays_as_submitted",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state=DRAFT)
                & (
                    pgtrigger.Q(old__title__df=pgtrigger.F("new__title"))
                    | pgtrigger.Q(old__guide__df=pgtrigger.F("new__guide"))
                ),
            ),
        ]


@pghistory.track(append_only=True)
class Readiness(models.Model):
    """How ready a unit is (备战情况): reckoned from its items, rectifications, plan and inventory whenever one changes (R12, R14).

    `next_on` is the first day in the next thirty on which something good runs out.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.OneToOneField("directory.Unit", models.PROTECT, related_name="+")
    grade = models.CharField(max_length=8, choices=[(one.code, one.word) for one in rules.GRADES.values()])
    known = models.PositiveSmallIntegerField()
    normal_open = models.PositiveSmallIntegerField()
    emergency_open = models.PositiveSmallIntegerField()
    to_put_right = models.PositiveSmallIntegerField()
    overdue = models.PositiveSmallIntegerField()
    soon = models.PositiveSmallIntegerField()
    next_on = models.DateField(null=True)
    plan = models.CharField(max_length=8, choices=list(rules.PLANS.items()))
    stock_missing = models.PositiveSmallIntegerField(default=0)
    stock_old = models.PositiveSmallIntegerField(default=0)
    reckoned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["zone", "grade"], name="readiness_by_grade")]
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=sorted(rules.GRADES)), name="readiness_grade_known"),
            models.CheckConstraint(
                condition=~Q(grade="ready")
                | Q(normal_open=0, emergency_open=0, overdue=0, plan="current", stock_missing=0, stock_old=0),
                name="ready_lacks_nothing",
            ),
        ]
