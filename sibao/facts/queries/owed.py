"""What departments owe (欠报): facts that are theirs to supply and of some units missing or too old, and the task of each."""

from collections.abc import Collection

from sibao.facts.models import FactDefinition
from sibao.facts.queries.values import Tally, tallies
from sibao.inbox import queries as inbox
from sibao.kernel.access import Actor, may, system
from sibao.kernel.refusals import NotFound

KIND, SUBJECT = "owed_fact", "fact"


def owed_tally(zone_id: int, fact_id: int) -> Tally | None:
    """Return how much of a department's fact is known in the whole zone; None where no department has to supply it."""
    return next(iter(_of_departments(zone_id, [fact_id])), None)


def _of_departments(zone_id: int, ids: Collection[int] | None = None) -> list[Tally]:
    found = tallies(system(zone_id, door="queue"), ids)
    return [tally for tally in found if tally.definition.source_id]


def to_follow(zone_id: int) -> list[int]:
    """Return the facts whose task no longer says what is so: owed without a task, or with one and owed no more.

    What a person has called off is left alone.
    """
    owing = {tally.definition.pk for tally in _of_departments(zone_id) if tally.owed}
    ids = list(FactDefinition.objects.filter(zone_id=zone_id, source__isnull=False).values_list("pk", flat=True))
    last = inbox.last_tasks(zone_id, KIND, SUBJECT, ids)
    waiting = {pk for pk, task in last.items() if task.ended_at is None}
    off = {pk for pk, task in last.items() if task.state == "cancelled"}
    return sorted((owing - off) ^ waiting)


def waiting_facts(zone_id: int, keys: Collection[str]) -> list[int]:
    """Return those of some facts that a department has been asked for and has not supplied yet, by id."""
    ids = FactDefinition.objects.filter(zone_id=zone_id, key__in=keys, source__isnull=False).values_list(
        "pk", flat=True
    )
    return inbox.subjects_waiting(zone_id, KIND, SUBJECT, list(ids))


def defined(zone_id: int, fact_id: int) -> FactDefinition:
    """Return a fact, retired or not.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    found = FactDefinition.objects.select_related("source").filter(zone_id=zone_id, pk=fact_id).first()
    if found is None:
        raise NotFound
    return found


def fact_tally(actor: Actor, fact_id: int) -> tuple[FactDefinition, Tally | None]:
    """Return a fact of the catalogue, and how much of it is known among the actor's units where somebody reports it.

    Raises:
        NotFound: there is none of that id in the catalogue.
    """
    rows = FactDefinition.objects.filter(zone_id=actor.zone_id, retired=False).select_related("source", "document")
    found = rows.filter(pk=fact_id).first()
    if found is None:
        raise NotFound
    return found, next(iter(tallies(actor, [fact_id])), None)


def reached_facts(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some facts that the actor may see; the catalogue is the same for everyone who sees it and units."""
    if not (may(actor, "facts:definition:read") and may(actor, "directory:unit:read")):
        return set()
    return set(
        FactDefinition.objects.filter(zone_id=actor.zone_id, retired=False, pk__in=ids).values_list("pk", flat=True)
    )
