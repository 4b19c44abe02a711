"""Versions of criteria: those of a key, the one in force at a moment, and the one to change."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Max, Q, QuerySet

from sibao.criteria import AsOf, Criterion, CriterionError
from sibao.facts import rules
from sibao.facts.models import CriterionVersion
from sibao.facts.queries.catalogue import Known
from sibao.facts.queries.uses import USES, use_of
from sibao.kernel import clock
from sibao.kernel.access import Actor, may, require
from sibao.kernel.refusals import NotFound

READ = "facts:criterion:read"


class Checked(NamedTuple):
    """What is to be said of a criterion before it is published.

    Attributes:
        criterion: ready to judge by; None where its tree is wrong.
        problem: what is wrong with the tree, in words with its clause.
        outcomes: how its examples come out.
        lacking: answers that no example expects.
    """

    criterion: Criterion | None
    problem: str
    outcomes: tuple[rules.Outcome, ...]
    lacking: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether it may be published."""
        return self.criterion is not None and not self.lacking and all(one.passes for one in self.outcomes)


def criteria(actor: Actor) -> QuerySet[CriterionVersion]:
    """Return the versions that the actor may read: what was ever in force is everyone's, all else theirs who write it."""
    require(actor, READ)
    rows = CriterionVersion.objects.filter(zone_id=actor.zone_id, use__in=USES).select_related("document")
    return rows.filter(Q(valid_from__isnull=False) | _own(actor)).order_by("use", "key", "-number")


def _own(actor: Actor) -> Q:
    found = Q(pk__in=[])
    for word, use in USES.items():
        found |= Q(use=word, key__in=list(use.own(actor)))
    return found


def criterion(actor: Actor, criterion_id: int) -> CriterionVersion:
    """Return one version.

    Raises:
        NotFound: there is none of that id that the actor may read.
    """
    found = criteria(actor).filter(pk=criterion_id).first()
    if found is None:
        raise NotFound
    return found


def reached_criteria(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some versions that the actor may read."""
    return set(criteria(actor).filter(pk__in=ids).values_list("pk", flat=True)) if may(actor, READ) else set()


def criterion_of_own(actor: Actor, criterion_id: int) -> CriterionVersion:
    """Return one version of a key that the actor answers for.

    Raises:
        NotFound: there is none that she may read, or she does not answer for its key.
    """
    found = criterion(actor, criterion_id)
    if not writes(actor, found.use, found.key):
        raise NotFound
    return found


def access_criterion(actor: Actor, criterion_id: int) -> CriterionVersion:
    """Return one version of a key that the actor answers for, locked.

    Raises:
        NotFound: there is none, or she does not answer for its key.
    """
    rows = CriterionVersion.objects.select_for_update().filter(zone_id=actor.zone_id, pk=criterion_id)
    found = rows.first()
    if found is None or not writes(actor, found.use, found.key):
        raise NotFound
    return found


def access_in_force(zone_id: int, use: str, key: str) -> CriterionVersion | None:
    """Return the version of a key that is valid until further notice, locked; None where there is none."""
    rows = CriterionVersion.objects.select_for_update().filter(zone_id=zone_id, use=use, key=key)
    return rows.filter(valid_from__isnull=False, valid_to=None).first()


def writes(actor: Actor, use: str, key: str) -> bool:
    """Return whether the actor answers for a key, whatever she may do with it."""
    found = USES.get(use)
    return found is not None and key in found.own(actor)


def not_before(zone_id: int, use: str, key: str, now: datetime) -> datetime:
    """Return the moment at which a key's next period may begin or its last one end: now, unless one began or ended later."""
    rows = CriterionVersion.objects.filter(zone_id=zone_id, use=use, key=key)
    last = rows.aggregate(begun=Max("valid_from"), ended=Max("valid_to"))
    moments: list[datetime | None] = [now, last["begun"], last["ended"]]
    return max(one for one in moments if one is not None)


def next_number(zone_id: int, use: str, key: str) -> int:
    """Return the number that the next version of a key gets."""
    rows = CriterionVersion.objects.filter(zone_id=zone_id, use=use, key=key)
    return int(rows.aggregate(last=Max("number"))["last"] or 0) + 1


def criterion_at(zone_id: int, use: str, key: str, at: datetime) -> CriterionVersion | None:
    """Return the version of a key that was in force at a moment; None where none was."""
    return valid_at(at).filter(zone_id=zone_id, use=use, key=key).first()


def valid_at(at: datetime) -> QuerySet[CriterionVersion]:
    """Return the versions that were in force at a moment."""
    return CriterionVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gt=at), valid_from__lte=at)


def compiled(version: CriterionVersion, known: Known) -> Criterion:
    """Return a version ready to judge by.

    Raises:
        CriterionError: it does not fit the catalogue, with every problem.
    """
    return known.catalogue.criterion(rules.tree_of(version.tree))


def fitting(version: CriterionVersion | None, known: Known) -> Criterion | None:
    """Return a version ready to judge by; None where there is none, or it no longer fits the catalogue."""
    try:
        return compiled(version, known) if version else None
    except CriterionError:
        return None


def checked(known: Known, tree: Any, examples: Sequence[Mapping[str, Any]], now: datetime) -> Checked:
    """Return what is to be said of a criterion before it is published; never refuses."""
    try:
        found = known.catalogue.criterion(rules.tree_of(tree))
    except CriterionError as error:
        return Checked(None, rules.said(error), (), ())
    as_of = AsOf.at(now.astimezone(clock.SHANGHAI))
    outcomes = tuple(rules.outcomes(found, known.catalogue, examples, as_of))
    return Checked(found, "", outcomes, tuple(rules.lacking(found, examples)))


def writable(actor: Actor) -> dict[str, dict[str, str]]:
    """Return what the actor may draft criteria for: use → key → name."""
    if not may(actor, "facts:criterion:draft"):
        return {}
    found = {word: dict(use.own(actor)) for word, use in USES.items()}
    return {word: keys for word, keys in found.items() if keys}


def key_words(zone_id: int, use: str, key: str) -> str:
    """Return what a key is called."""
    return use_of(use).keys(zone_id).get(key, key)
