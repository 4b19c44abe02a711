"""Whom a signal speaks of: the sender's words for people and sites, found among those that are followed."""

from collections.abc import Collection

from sibao.directory import queries as directory
from sibao.kernel.access import Actor, ScopeColumns, narrow
from sibao.prevention.models import SubjectState
from sibao.prevention.rules.subjects import PERSON, SITE, SUBJECTS

OF_STATE = ScopeColumns(unit="unit_id", reach="reach")


def found_subjects(actor: Actor, subject: str, words: Collection[str]) -> dict[str, int]:
    """Return the ids of those that are followed and within the actor's reach.

    Args:
        subject: "person" by the number of the identity document, "site" by its id.
        words: the sender's words.
    """
    ids = _named(actor, subject, words)
    there = followed(actor, subject, set(ids.values()))
    return {word: found for word, found in ids.items() if found in there}


def followed(actor: Actor, subject: str, ids: Collection[int]) -> set[int]:
    """Return those of the ids that are followed and within the actor's reach."""
    states = narrow(actor, SubjectState.objects.filter(subject=SUBJECTS[subject]), OF_STATE)
    return set(states.filter(subject_id__in=ids).values_list("subject_id", flat=True))


def _named(actor: Actor, subject: str, words: Collection[str]) -> dict[str, int]:
    if subject == PERSON:
        return directory.people_by_number(actor.zone_id, words)
    if subject == SITE:
        return {word: int(word) for word in words if word.isascii() and word.isdecimal() and len(word) < 19}
    return {}
