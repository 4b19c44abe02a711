"""Criteria of the small world: the pack's, and a draft; and the brute-force answer to who reads and who answers for one."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from sibao.directory.models import Sector, Zone
from sibao.facts import services
from sibao.facts.inputs import CriterionContent, DraftCriterion
from sibao.facts.models import CriterionVersion
from sibao.kernel.access import Actor
from tests import world


class OwnCriterion(CriterionVersion):
    """The same rows, for the pages that only those open who answer for a criterion."""

    class Meta:
        proxy = True
        app_label = "small_world"


def draft(zone: Zone) -> None:
    """A draft of the industry's next standard."""
    found = CriterionVersion.objects.get(zone=zone, use="standard", key="industry")
    content = CriterionContent.model_validate({"title": "起草中的标准", "tree": found.tree})
    given = DraftCriterion(use="standard", key="industry", content=content)
    services.draft_criterion(actor=world.cli(zone), given=given)


def owns(actor: Actor, row: CriterionVersion) -> bool:
    """Who works for the whole zone or for the sector, and not for a town or a unit."""
    scope = actor.scope
    sector = Sector.objects.get(zone_id=row.zone_id, code=row.key)
    return not scope.area_path and scope.unit_id is None and scope.sector_id in {None, sector.pk}


def reads(actor: Actor, row: CriterionVersion) -> bool:
    """What was published is everyone's."""
    return row.state != "draft" or owns(actor, row)


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {CriterionVersion: reads, OwnCriterion: owns}
ARGUMENTS: dict[str, type[Model]] = {
    "criterion_id": CriterionVersion,
    **{
        f"facts:criterion-{step}:criterion_id": OwnCriterion
        for step in ("draft", "edit", "effect", "publish", "rows", "rows-file", "withdraw")
    },
}
