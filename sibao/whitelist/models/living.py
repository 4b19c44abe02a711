"""What is proposed of listings by itself and decided by people; why a listing is suspended, cause by cause (R32)."""

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from sibao.whitelist.rules import AUTOMATIC, CAUSES, KINDS
from sibao.whitelist.states import PROPOSAL

BY_ITS_VERDICT = """
  if not exists (
    select from facts_verdict verdict
    where verdict.id = new.verdict_id and verdict.unit_id = new.unit_id
      and (new.kind = 'lift' or verdict.answer is not distinct from (new.kind = 'add'))
  ) then
    raise exception 'a proposal rests on a verdict about its own unit that says so' using errcode = 'check_violation';
  end if;
  return new;
"""
AGAINST_ITS_UNIT = """
  if not exists (
    select from facts_verdict verdict join whitelist_listing listing on listing.unit_id = verdict.unit_id
    where verdict.id = new.verdict_id and listing.id = new.listing_id and verdict.answer is false
  ) then
    raise exception 'a suspension by the standard names the verdict against its unit' using errcode = 'check_violation';
  end if;
  return new;
"""
SAID = ["zone", "unit", "sector", "kind", "listing", "verdict", "why", "why_en", "made_at"]
BEGUN = ["zone", "listing", "cause", "verdict", "reason", "begun_at", "begun_by"]


@pghistory.track(append_only=True)
class ListProposal(models.Model):
    """What follows from judging a unit again (名单提议): let it in, remove it, or lift its suspension; only a person does it.

    `verdict` is the kept verdict that it rests on, `why` the same in words. `silent` is what was decided and still stands as
    it was then: the same is not proposed again until something that the verdict read has changed.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    unit = models.ForeignKey("directory.Unit", models.PROTECT, related_name="+")
    sector = models.ForeignKey("directory.Sector", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=6, choices=list(KINDS.items()))
    listing = models.ForeignKey("whitelist.Listing", models.PROTECT, null=True, related_name="+")
    verdict = models.ForeignKey("facts.Verdict", models.PROTECT, related_name="+")
    why = models.CharField(max_length=600)
    why_en = models.CharField(max_length=1_000)
    state = models.CharField(max_length=10, choices=PROPOSAL.choices(), default="open")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=160, blank=True)
    door = models.CharField(max_length=10, blank=True)
    outcome = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    silent = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            PROPOSAL.constraint(),
            models.UniqueConstraint(fields=["unit", "kind"], condition=Q(state="open"), name="proposal_open_once"),
            models.UniqueConstraint(fields=["unit", "kind"], condition=Q(silent=True), name="proposal_silent_once"),
            models.CheckConstraint(condition=Q(kind__in=sorted(KINDS)), name="proposal_kind_known"),
            models.CheckConstraint(
                condition=Q(kind="add", listing=None) | (~Q(kind="add") & Q(listing__isnull=False)),
                name="proposal_about_a_listing_or_none",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | (~Q(state="open") & Q(ended_at__gte=F("made_at"))),
                name="proposal_ended_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["accepted", "declined"]) | ~Q(Q(decided_by="") | Q(door__in=["", *AUTOMATIC])),
                name="proposal_decided_by_a_person",
            ),
            models.CheckConstraint(condition=~Q(state="declined", reason=""), name="proposal_declined_with_reason"),
            models.CheckConstraint(condition=~Q(state="accepted", outcome=""), name="proposal_accepted_to_an_end"),
            models.CheckConstraint(
                condition=Q(silent=False) | Q(state__in=["accepted", "declined"]), name="proposal_silent_once_decided"
            ),
        ]
        indexes = [models.Index(fields=["zone", "state", "-id"], name="proposal_by_state")]
        triggers = [
            PROPOSAL.trigger(),
            pgtrigger.ReadOnly(name="proposal_stays_as_made", fields=SAID),
            pgtrigger.Protect(name="proposal_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="proposal_by_its_verdict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=BY_ITS_VERDICT,
            ),
        ]


@pghistory.track(append_only=True)
class Suspension(models.Model):
    """One cause for which a listing is suspended (暂停事由): somebody paused it, or clauses of the standard are not met.

    `verdict` is the kept one whose unmet clauses are the cause; a pause (人工暂停) has none, and nothing that works by itself
    ends it. A listing is suspended as long as any of its causes stands.
    """

    zone = models.ForeignKey("directory.Zone", models.PROTECT, related_name="+")
    listing = models.ForeignKey("whitelist.Listing", models.PROTECT, related_name="suspensions")
    cause = models.CharField(max_length=8, choices=list(CAUSES.items()))
    verdict = models.ForeignKey("facts.Verdict", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200)
    begun_at = models.DateTimeField()
    begun_by = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=160, blank=True)
    door = models.CharField(max_length=10, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cause__in=sorted(CAUSES)), name="suspension_cause_known"),
            models.CheckConstraint(
                condition=Q(cause="pause", verdict=None) | Q(cause="standard", verdict__isnull=False),
                name="suspension_by_a_verdict_or_a_person",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_reason"),
            models.UniqueConstraint(
                fields=["listing", "cause"], condition=Q(ended_at=None), name="suspension_of_a_cause_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by="", end_reason="")
                | (Q(ended_at__gte=F("begun_at")) & ~Q(ended_by="") & ~Q(end_reason="")),
                name="suspension_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(door__in=["", *AUTOMATIC]), name="suspension_ended_by_a_person"
            ),
        ]
        indexes = [models.Index(fields=["listing", "-id"], name="suspension_of_listing")]
        triggers = [
            pgtrigger.ReadOnly(name="suspension_stays_as_begun", fields=BEGUN),
            pgtrigger.Protect(
                name="suspension_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="suspension_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="suspension_by_its_verdict",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("new.verdict_id is not null"),
                func=AGAINST_ITS_UNIT,
            ),
        ]
