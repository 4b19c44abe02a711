"""Rules as people read and change them: in words, with what the pack says otherwise, their history and drafts."""

from collections.abc import Collection, Mapping
from copy import copy
from typing import Any

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from sibao.accounts import queries as accounts
from sibao.criteria import Catalogue, CriterionError, Words
from sibao.criteria.sentences import part_words
from sibao.criteria.tree import from_data
from sibao.kernel.access import Actor, may, require
from sibao.kernel.refusals import NotFound
from sibao.prevention.models import AlertGroup, AlertRule, RuleDraft
from sibao.prevention.queries.monitoring import monitoring
from sibao.prevention.states import OVER

READ_RULES, DRAFT = "prevention:rule:read", "rule_draft"
SETTLED = ("trees", "severity", "limit_minutes", "asks", "document_id", "article")
"""What a zone settles of a rule for itself, and loading the pack again leaves alone."""


def rules(actor: Actor) -> QuerySet[AlertRule]:
    """Return the zone's rules that are in use, with how many an open alert of each is about, as `standing_now`."""
    require(actor, READ_RULES)
    warned = AlertGroup.objects.exclude(state__in=OVER).filter(rule_id=OuterRef("pk")).order_by().values("rule_id")
    counted = Subquery(warned.annotate(many=Sum("standing")).values("many"), output_field=IntegerField())
    rows = AlertRule.objects.filter(zone_id=actor.zone_id, retired=False)
    return rows.select_related("document").annotate(standing_now=Coalesce(counted, 0))


def alert_rule(actor: Actor, rule_id: int) -> AlertRule:
    """Return one of them.

    Raises:
        NotFound: the zone has none of that id.
    """
    found = rules(actor).filter(pk=rule_id).first()
    if found is None:
        raise NotFound
    return found


def access_alert_rule(actor: Actor, rule_id: int) -> AlertRule:
    """Return one of them locked, the only way to hold it in order to change it; see `alert_rule`."""
    rows = AlertRule.objects.select_for_update().filter(zone_id=actor.zone_id, retired=False)
    found = rows.filter(pk=rule_id).first()
    if found is None:
        raise NotFound
    return found


def rule_drafts(actor: Actor) -> QuerySet[RuleDraft]:
    """Return the drafts of the zone's rules, newest first."""
    require(actor, READ_RULES)
    rows = RuleDraft.objects.filter(zone_id=actor.zone_id).select_related("rule", "document")
    return rows.order_by("-drafted_at", "-pk")


def rule_draft(actor: Actor, draft_id: int) -> RuleDraft:
    """Return one of them.

    Raises:
        NotFound: the zone has none of that id.
    """
    found = rule_drafts(actor).filter(pk=draft_id).first()
    if found is None:
        raise NotFound
    return found


def access_rule_draft(actor: Actor, draft_id: int) -> RuleDraft:
    """Return one of them locked, the only way to hold it in order to change it; see `rule_draft`."""
    rows = RuleDraft.objects.select_for_update(of=("self",)).select_related("rule").filter(zone_id=actor.zone_id)
    found = rows.filter(pk=draft_id).first()
    if found is None:
        raise NotFound
    return found


def last_line(rule_id: int) -> int:
    """Return the last line of a rule's history."""
    events = AlertRule.pgh_event_model.objects  # type: ignore[attr-defined]
    found: int = events.filter(pgh_obj_id=rule_id).order_by("-pgh_id").values_list("pgh_id", flat=True)[0]
    return found


def rule_history(actor: Actor, row: AlertRule, most: int = 50) -> list[Any]:
    """Return how a rule came to be what it is, newest first; `row` was read within the actor's scope."""
    require(actor, READ_RULES)
    events = AlertRule.pgh_event_model.objects  # type: ignore[attr-defined]
    return list(events.filter(pgh_obj_id=row.pk).order_by("-pgh_id")[:most])


def catalogue_of(zone_id: int, subject: str) -> Catalogue:
    """Return the facts that rules of a subject read."""
    return monitoring(zone_id).catalogues[subject]


def tree_words(catalogue: Catalogue, tree: Mapping[str, Any]) -> Words:
    """Return a criterion as a sentence without full stop.

    Raises:
        CriterionError: it reads what is not there.
    """
    clauses = catalogue.criterion(from_data(tree)).clauses
    return Words.join([part_words(part) for part in clauses], "，且", " and ")


def rule_words(zone_id: int, subject: str, trees: Mapping[str, Any]) -> dict[str, Words]:
    """Return level → what a rule asks for there, in words; what cannot be read is left out."""
    catalogue = catalogue_of(zone_id, subject)
    found = {}
    for level, tree in trees.items():
        try:
            found[level] = tree_words(catalogue, tree)
        except CriterionError:
            continue
    return found


def role_words(zone_id: int) -> dict[str, str]:
    """Return the roles that a rule may ask, by their keys."""
    return accounts.role_names(zone_id)


def with_words(actor: Actor, rows: list[Any]) -> None:
    """Give each rule what it asks for in words, as `words`, and who is asked, as `role_words`."""
    roles = role_words(actor.zone_id)
    for row in rows:
        row.words = rule_words(actor.zone_id, row.subject, row.trees)
        row.role_words = roles.get(row.asks, row.asks)


def packed_rule(row: AlertRule) -> AlertRule | None:
    """Return a rule that the zone has settled for itself as the pack has it, not saved; None where it says the same."""
    if not row.settled_here or row.packed is None:
        return None
    found = copy(row)
    for name, value in row.packed.items():
        setattr(found, name, value)
    return found


def is_settled_here(actor: Actor) -> Q:
    """Return the condition that people of the zone have changed a rule."""
    return Q(settled_here=True)


def reached_drafts(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some drafts that the actor may see."""
    if not may(actor, READ_RULES):
        return set()
    return set(rule_drafts(actor).filter(pk__in=ids).values_list("pk", flat=True))
