"""Applications of the small world: a draft of the first unit, one under review of every other, each with an appeal; proposals."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from sibao.directory.models import Unit
from sibao.facts.inputs import RecordVerdict
from sibao.facts.services import record_verdict
from sibao.kernel import clock
from sibao.kernel.access import Actor, covers
from sibao.whitelist.models import Appeal, Application, CoverageCell, ListProposal, Objection
from tests import world
from tests.accounts import small_living


def fill(units: list[Unit]) -> None:
    """A draft of the first unit, and of each one under review with an appeal; and what is proposed of the listed ones."""
    small_living.propose(units)
    for place, unit in enumerate(units):
        now, actor = clock.now(), world.cli(unit.zone)
        given = {"zone": unit.zone, "unit": unit, "sector": unit.sector, "started_at": now, "started_by": 0}
        if not place:
            Application.objects.create(**given)
            continue
        judge = RecordVerdict(unit_id=unit.pk, use="standard", key=unit.sector.code)
        verdict = record_verdict(actor=actor, given=judge)
        given |= {"verdict": verdict, "answer": verdict.answer, "declared": True, "submitted_at": now}
        made = Application.objects.create(state="reviewing", **given)
        said = {"refusal": 1, "reason": "试", "lodged_at": now, "lodged_by": "试"}
        Appeal.objects.create(zone=unit.zone, application=made, unit=unit, **said)


def reaches(actor: Actor, row: Application) -> bool:
    """Whoever reaches the unit; what is not handed in only by who may fill it in."""
    unit = row.unit
    place = {"area_path": unit.area.path, "sector_id": unit.sector_id, "unit_id": unit.pk}
    return covers(actor.scope, **place) and (
        row.submitted_at is not None or "whitelist:application:fill" in actor.permissions
    )


def reaches_cell(actor: Actor, row: CoverageCell) -> bool:
    """Whoever reaches the town in that sector."""
    return covers(actor.scope, area_path=row.area_path, sector_id=row.sector_id, unit_id=None)


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {Application: reaches, CoverageCell: reaches_cell}
ARGUMENTS: dict[str, type[Model]] = {
    "application_id": Application,
    "appeal_id": Appeal,
    "proposal_id": ListProposal,
    "objection_id": Objection,
    "cell_id": CoverageCell,
}
