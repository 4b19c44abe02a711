"""The rules by which the list is kept, a version at a time."""

from functools import reduce
from operator import or_

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from sibao.whitelist.states import LIST_RULES

SAID = ["title", "title_en", "articles", "publicity_days", "sha256", "author", "written_at", "valid_from"]
"""What the rules of the list say, and of whom and when; none of it changes once they are public."""
OTHERWISE = reduce(or_, (pgtrigger.Q(**{f"old__{name}__df": pgtrigger.F(f"new__{name}")}) for name in SAID))
_VALIDITY = Func(F("valid_from"), F("valid_to"), Value("[)"), function="tstzrange", output_field=DateTimeRangeField())


@pghistory.track(append_only=True)
class ListRules(models.Model):
    """One version of the rules by which the list is kept (管理办法, R29): articles to be read, and terms that the product obeys.

    `articles` are headings with their text, `publicity_days` how long a batch is open to objections at least, `sha256` that
    of the canonical text of both. It is edited while a draft and never afterwards; the next version ends the one in force.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=160, blank=True)
    articles = models.JSONField()
    publicity_days = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=LIST_RULES.choices(), default="draft")
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    author = models.BigIntegerField()
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            LIST_RULES.constraint(),
            models.UniqueConstraint(fields=["zone", "number"], name="list_rules_number_once"),
            models.UniqueConstraint(fields=["zone"], condition=Q(state="draft"), name="list_rules_one_draft"),
            ExclusionConstraint(
                name="list_rules_one_in_force",
                expressions=[("zone", "="), (_VALIDITY, "&&")],
                condition=Q(valid_from__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(publicity_days__gte=1, publicity_days__lte=60), name="list_rules_publicity_of_days"
            ),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="list_rules_hash_is_sha256"),
            models.CheckConstraint(
                condition=Q(state="published", valid_from__isnull=False)
                | Q(state="draft", valid_from=None, valid_to=None)
                | Q(state="withdrawn", valid_from=None, valid_to=None),
                name="list_rules_valid_when_public",
            ),
        ]
        triggers = [
            LIST_RULES.trigger(),
            pgtrigger.ReadOnly(name="list_rules_keep_their_place", fields=["zone", "number"]),
            pgtrigger.Protect(
                name="list_rules_stay_as_said",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state="draft") & OTHERWISE,
            ),
            pgtrigger.Protect(
                name="list_rules_end_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.valid_to IS NOT NULL AND OLD.valid_to IS DISTINCT FROM NEW.valid_to"
                ),
            ),
            pgtrigger.Protect(name="list_rules_never_deleted", operation=pgtrigger.Delete),
        ]
