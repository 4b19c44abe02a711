"""Corrections of facts that units ask for, narrowed to the asker, and who may ask and answer."""

from collections.abc import Collection

from django.db.models import QuerySet

from sibao.directory.queries import OF_UNIT
from sibao.facts.models import CurrentValue, FactCorrection, FactDefinition
from sibao.facts.states import ASK, CORRECTION
from sibao.kernel.access import Actor, may, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound

READ = "facts:correction:read"
KIND = "fact_correction"
NAMES = ("unit__area", "unit__sector", "definition__source", "disputed__source")


def corrections(actor: Actor) -> QuerySet[FactCorrection]:
    """Return the corrections of the units within reach, newest first."""
    require(actor, READ)
    rows = narrow(actor, FactCorrection.objects.all(), OF_UNIT)
    return rows.select_related(*NAMES).order_by("-id")


def correction(actor: Actor, correction_id: int) -> FactCorrection:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = corrections(actor).filter(pk=correction_id).first()
    if found is None:
        raise NotFound
    return found


def access_correction(actor: Actor, correction_id: int) -> FactCorrection:
    """Return one of them locked, the only way to hold it in order to change it; see `correction`."""
    rows = narrow(actor, FactCorrection.objects.select_for_update(of=("self",)), OF_UNIT)
    found = rows.select_related(*NAMES).filter(pk=correction_id).first()
    if found is None:
        raise NotFound
    return found


def open_corrections(actor: Actor, unit_id: int) -> dict[int, FactCorrection]:
    """Return a unit's corrections that are not answered yet: definition → correction."""
    if not may(actor, READ):
        return {}
    return {row.definition_id: row for row in corrections(actor).filter(unit_id=unit_id, state="asked")}


def reached_corrections(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some corrections that the actor may see."""
    if not may(actor, READ):
        return set()
    return set(corrections(actor).filter(pk__in=ids).values_list("pk", flat=True))


def takes_correction_proof(actor: Actor, correction_id: int) -> bool:
    """Return whether files may be hung on a correction: by the unit that asks, until it is answered."""
    rows = corrections(actor).filter(pk=correction_id, state="asked", unit_id=actor.scope.unit_id or 0)
    return may(actor, ASK) and rows.exists()


def current_value(unit_id: int, definition_id: int, *, locked: bool = False) -> CurrentValue | None:
    """Return the value of a fact of a unit that counts now; None where nothing is known of it.

    Args:
        locked: hold it, so that no other value takes its place before the transaction ends.
    """
    rows = CurrentValue.objects.select_for_update(of=("self",)) if locked else CurrentValue.objects.all()
    rows = rows.filter(unit_id=unit_id, definition_id=definition_id, raw__isnull=False)
    return rows.select_related("value__source").first()


def may_dispute(actor: Actor, unit_id: int, row: FactDefinition) -> bool:
    """Return whether the actor may say of a unit's fact that it is wrong: her own unit's, and a department's to say."""
    return may(actor, ASK) and actor.scope.unit_id == unit_id and row.source_id is not None and not row.retired


def answers_for(actor: Actor, found: FactCorrection) -> bool:
    """Return whether a correction is up to the actor's organisation."""
    return found.definition.source_id == actor.organisation_id is not None or actor.door == "cli"


def correction_states(actor: Actor) -> list[Option]:
    """Return the states of a correction to choose from."""
    return [Option(state.code, state.label) for state in CORRECTION.states.values()]
