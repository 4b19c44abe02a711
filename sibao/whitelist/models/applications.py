"""Applications of units to be listed, what the rule said about each, and appeals against a refusal."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from sibao.whitelist.states import APPEAL, APPLICATION, OPEN

AS_JUDGED = """
  if not exists (
    select from facts_verdict verdict
    where verdict.id = new.verdict_id and verdict.unit_id = new.unit_id and verdict.answer is not distinct from new.answer
  ) then
    raise exception 'an application carries the verdict about its own unit, as it was' using errcode = 'check_violation';
  end if;
  return new;
"""
BY_ANOTHER = """
  if exists (
    select from whitelist_application application
    where application.id = new.application_id and application.decider in (new.answerer, new.answered_for)
  ) then
    raise exception 'who decided an application does not answer its appeal' using errcode = 'check_violation';
  end if;
  return new;
"""
DECIDED = ["accepted", "listed", "refused"]


@pghistory.track(append_only=True)
class Application(models.Model):
    """A unit applies to be listed in its sector (申报): draft → judged by the standard → accepted, refused or reviewed (R28).

    `verdict` is the kept verdict (判定) that it was last judged by and `answer` what that said; only an override (例外决定),
    agreed to by a second person, departs from it. `contact` is the duty of the unit's contact for this matter, empty for
    who handed it in, `decider` the account that decided last, none for the rule itself. `held` and `asked` count what the form showed as known already and what it asked for (R31).
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=APPLICATION.choices(), default="draft")
    contact = models.CharField(max_length=40, blank=True)
    statement = models.CharField(max_length=500, blank=True)
    declared = models.BooleanField(default=False)
    held = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)
    verdict = models.ForeignKey("facts.Verdict", models.PROTECT, null=True, related_name="+")
    answer = models.BooleanField(null=True)
    overridden = models.BooleanField(default=False)
    reason = models.CharField(max_length=300, blank=True)
    refusals = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.BigIntegerField()
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=160, blank=True)
    submitter = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=160, blank=True)
    decider = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            APPLICATION.constraint(),
            models.UniqueConstraint(
                fields=["unit", "sector"], condition=Q(state__in=OPEN), name="application_open_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | Q(declared=True, submitted_at__isnull=False, verdict__isnull=False),
                name="application_handed_in_whole",
            ),
            models.CheckConstraint(
                condition=Q(overridden=True)
                | ~Q(state__in=["accepted", "listed", "refused"])
                | Q(state__in=["accepted", "listed"], answer=True)
                | Q(state="refused", answer=False),
                name="application_as_judged_or_overridden",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "refused"], reason="") & ~Q(overridden=True, reason=""),
                name="application_reason_given",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=DECIDED) | Q(decided_at__isnull=False), name="application_decided_when"
            ),
        ]
        indexes = [models.Index(fields=["zone", "state", "-id"], name="application_by_state")]
        triggers = [
            APPLICATION.trigger(),
            pgtrigger.ReadOnly(name="application_keeps_its_zone", fields=["zone", "started_at", "started_by"]),
            pgtrigger.Trigger(
                name="application_as_judged",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("new.verdict_id is not null"),
                func=AS_JUDGED,
            ),
        ]


@pghistory.track(append_only=True)
class Appeal(models.Model):
    """A unit objects to a refusal (申诉), once to each; another body than the one that refused answers with reasons.

    `answerer` is the account that answers, `answered_for` the one it stands in for; neither decided the application.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    application = models.ForeignKey("whitelist.Application", models.PROTECT, related_name="appeals")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    refusal = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=APPEAL.choices(), default="open")
    reason = models.CharField(max_length=500)
    lodged_at = models.DateTimeField()
    lodged_by = models.CharField(max_length=160)
    answer = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=160, blank=True)
    answerer = models.BigIntegerField(null=True)
    answered_for = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            APPEAL.constraint(),
            models.UniqueConstraint(fields=["application", "refusal"], name="appeal_once_a_refusal"),
            models.CheckConstraint(condition=~Q(reason=""), name="appeal_has_reason"),
            models.CheckConstraint(
                condition=Q(state="open", answered_at=None) | (Q(answered_at__gte=F("lodged_at")) & ~Q(answer="")),
                name="appeal_answered_with_reasons",
            ),
        ]
        triggers = [
            APPEAL.trigger(),
            pgtrigger.Trigger(
                name="appeal_answered_by_another",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("new.state <> 'open'"),
                func=BY_ANOTHER,
            ),
        ]


@pghistory.track(append_only=True)
class ApplicationTerms(models.Model):
    """What a zone lays down for applications (申报规则): how many days after a refusal or removal a unit waits (冷静期)."""

    zone = models.OneToOneField("directory.Zone", models.PROTECT, related_name="+")
    cooling_days = models.PositiveSmallIntegerField()
    document = models.ForeignKey("directory.PolicyDocument", models.PROTECT, null=True, related_name="+")
    article = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cooling_days__lte=365), name="application_cooling_within_a_year")
        ]
