"""What needs a consultation and who is asked, as data of the pack."""

import pghistory
from django.db import models
from django.db.models import Q

SPANS = ["working_day", "working_minute", "minute"]


def names_one() -> Q:
    """Return the condition that exactly one of position, organisation and role is named."""
    names = ("position", "organisation", "role")
    ways = Q(pk__in=[])
    for chosen in names:
        ways |= Q(**{f"{name}__isnull": name != chosen for name in names})
    return ways


@pghistory.track(append_only=True)
class ConsultationRule(models.Model):
    """What a command needs before it is done (会签规定): how many have to agree, by when, and whether one can stop it.

    `answer` is until when an opinion is due, after which silence goes up; after `lapse` the consultation expires.
    `command_line` lets the operator of the installation do without, for a zone that nobody could be asked in yet.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    permission = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    quorum = models.PositiveSmallIntegerField()
    asker_counts = models.BooleanField(default=False)
    veto = models.BooleanField(default=True)
    command_line = models.BooleanField(default=False)
    answer_quantity = models.PositiveIntegerField()
    answer_unit = models.CharField(max_length=16)
    lapse_quantity = models.PositiveIntegerField()
    lapse_unit = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "permission"], name="consultation_rule_once"),
            models.CheckConstraint(condition=Q(quorum__gt=0), name="consultation_rule_asks_somebody"),
            models.CheckConstraint(
                condition=Q(answer_unit__in=SPANS, lapse_unit__in=SPANS), name="consultation_rule_spans_known"
            ),
        ]


class RuleBody(models.Model):
    """Who is asked by a rule (会签方): a position, an organisation or a role, and how many of it have to agree."""

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    rule = models.ForeignKey("approvals.ConsultationRule", models.CASCADE, related_name="bodies")
    number = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    position = models.ForeignKey("accounts.Position", models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey("directory.Organisation", models.PROTECT, null=True, related_name="+")
    role = models.ForeignKey("accounts.Role", models.PROTECT, null=True, related_name="+")
    least = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="rule_body_once"),
            models.CheckConstraint(condition=names_one(), name="rule_body_names_one"),
        ]
