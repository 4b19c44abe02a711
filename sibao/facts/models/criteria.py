"""Versions of criteria, which nobody edits once they are published, and the verdicts that they gave."""

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.lookups import Exact

from sibao.facts.states import CRITERION

PLACE = ["zone", "use", "key", "number"]
CONTENT = (
    "title",
    "title_en",
    "tree",
    "sha256",
    "examples",
    "document_id",
    "article",
    "confirmed",
    "grace_days",
    "author",
    "written_at",
    "valid_from",
)
_TIMES = (F("valid_from"), F("valid_to"), Value("[)"))
VALIDITY = Func(*_TIMES, function="tstzrange", output_field=DateTimeRangeField())
IN_FORCE = Q(valid_from__isnull=False)


def _is_sha256(column: str) -> Q:
    """The condition that a column holds 32 bytes."""
    length = Func(F(column), function="octet_length", output_field=models.IntegerField())
    return Q(Exact(length, Value(32)))


def _changed(*columns: str) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


@pghistory.track(append_only=True)
class CriterionVersion(models.Model):
    """One version of a criterion (条件版本): what is asked for, by whom it is used and from when to when it holds.

    `use` is what it serves, such as "standard", and `key` which one of those, such as a sector's code; `number` counts
    the versions of a key. `tree` is the condition as `sibao.criteria` reads it, `sha256` that of its canonical text,
    `examples` cases with the answer its author expects. It is edited while a draft and never afterwards: a change is a
    new version. `confirmed` tells whether somebody has compared it with its basis. For `grace_days` (宽限期) those who are
    in and fall short only by this version stay unaffected.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    use = models.CharField(max_length=30)
    key = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    tree = models.JSONField()
    sha256 = models.BinaryField(max_length=32)
    examples = models.JSONField(default=list)
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)
    confirmed = models.BooleanField(default=False)
    grace_days = models.PositiveSmallIntegerField(default=30)
    state = models.CharField(max_length=10, choices=CRITERION.choices(), default="draft")
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    author = models.BigIntegerField()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            CRITERION.constraint(),
            models.UniqueConstraint(fields=PLACE, name="criterion_number_once"),
            models.UniqueConstraint(
                fields=["zone", "use", "key"], condition=Q(state="draft"), name="criterion_one_draft"
            ),
            ExclusionConstraint(
                name="criterion_one_in_force",
                expressions=[("zone", "="), ("use", "="), ("key", "="), (VALIDITY, "&&")],
                condition=IN_FORCE,
            ),
            models.CheckConstraint(condition=_is_sha256("sha256"), name="criterion_hash_is_sha256"),
            models.CheckConstraint(condition=Q(grace_days__lte=365), name="criterion_grace_within_a_year"),
            models.CheckConstraint(
                condition=Q(state="draft", valid_from=None, valid_to=None)
                | Q(state="published", valid_from__isnull=False)
                | Q(state="withdrawn", valid_to__isnull=False),
                name="criterion_valid_when_published",
            ),
        ]
        triggers = [
            CRITERION.trigger(),
            pgtrigger.ReadOnly(name="criterion_keeps_its_place", fields=PLACE),
            pgtrigger.Protect(
                name="criterion_keeps_its_content",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.state <> 'draft' AND ({_changed(*CONTENT)})"),
            ),
            pgtrigger.Protect(
                name="criterion_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(f"OLD.valid_to IS NOT NULL AND ({_changed('valid_to', 'reason')})"),
            ),
            pgtrigger.Protect(
                name="criterion_never_deleted",
                operation=pgtrigger.Delete,
                condition=~pgtrigger.Q(old__state="draft"),
            ),
        ]


class Verdict(models.Model):
    """A criterion's answer about a unit as somebody relied on it (判定), append-only, with everything that was read.

    `answer` is empty where it was unknown, which is never a yes; `clauses` hold the answer of each clause, and of each
    question the number that was read, when it was observed, by whom, what it was worked out from, and which numbers
    would have answered it.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    criterion = models.ForeignKey("facts.CriterionVersion", models.PROTECT, related_name="+")
    sha256 = models.BinaryField(max_length=32)
    as_of = models.DateTimeField()
    answer = models.BooleanField(null=True)
    clauses = models.JSONField()
    recorded_at = models.DateTimeField()
    recorded_by = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_is_sha256("sha256"), name="verdict_hash_is_sha256"),
            models.CheckConstraint(condition=Q(as_of__lte=F("recorded_at")), name="verdict_not_of_the_future"),
        ]
        indexes = [models.Index(fields=["unit", "criterion", "-as_of"], name="verdict_of_unit")]
