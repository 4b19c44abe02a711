"""Changes of rules that people draft, each published by another than who drafted it."""

import pghistory
from django.db import models
from django.db.models import F, Q

from sibao.prevention.states import PUBLISHED, RULE_DRAFT


@pghistory.track(append_only=True)
class RuleDraft(models.Model):
    """What somebody wants to have changed of a rule (规则草稿): its criteria, severity, limit, who is asked, and the basis.

    `begun_from` is the line of the rule's history that it was drafted from; once the rule is another, it cannot be published
    any more. `author` drafted it, `settled_by` published or withdrew it; who drafted it never publishes it.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+", db_index=False)
    rule = models.ForeignKey("prevention.AlertRule", models.PROTECT, related_name="drafts")
    begun_from = models.BigIntegerField()
    trees = models.JSONField()
    severity = models.PositiveSmallIntegerField()
    limit_minutes = models.PositiveIntegerField()
    asks = models.CharField(max_length=40, blank=True)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=400)
    state = models.CharField(max_length=10, choices=RULE_DRAFT.choices(), default="draft")
    author = models.BigIntegerField()
    author_as = models.CharField(max_length=200)
    drafted_at = models.DateTimeField()
    settled_by = models.BigIntegerField(null=True)
    settled_as = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_why = models.CharField(max_length=400, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            RULE_DRAFT.constraint(),
            models.UniqueConstraint(fields=["rule"], condition=Q(state="draft"), name="rule_draft_one_open"),
            models.CheckConstraint(condition=Q(severity__gte=1, severity__lte=4), name="rule_draft_severity_known"),
            models.CheckConstraint(
                condition=~Q(state=PUBLISHED) | (Q(settled_by__isnull=False) & ~Q(settled_by=F("author"))),
                name="rule_draft_published_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") ^ Q(settled_at__isnull=False), name="rule_draft_settled_when_over"
            ),
        ]
        indexes = [models.Index(fields=["zone", "-drafted_at"], name="rule_draft_latest")]
        triggers = [RULE_DRAFT.trigger()]
