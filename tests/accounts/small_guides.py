"""What guides and plans put into the small world: a draft and a document in force of each sector, and one over all."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

from sibao.directory.models import Sector, Zone
from sibao.guidance.models import GuideDocument
from sibao.kernel import clock
from sibao.kernel.access import Actor

SECTORS = ("industry", "commerce", "transport", "culture_tourism", "projects")


def fill(zone: Zone) -> None:
    """Drafts first: what may be changed comes before what is only read."""
    for state in ("draft", "in_force"):
        for code in SECTORS:
            document(zone, Sector.objects.get(zone=zone, code=code), state)
    document(zone, None, "in_force")


def document(zone: Zone, sector: Sector | None, state: str, kind: str = "special") -> GuideDocument:
    """A document of a sector, or over all."""
    day = date(2022, 6, 1)
    said = {"title": "指南（示例）", "issuer": "部门（示例）", "issued_on": day, "edition": "第1版", "created_by": 0}
    given: dict[str, Any] = {"zone": zone, "sector": sector, "kind": kind, "state": state, "created_at": clock.now()}
    return GuideDocument.objects.create(in_force_on=day if state == "in_force" else None, **given, **said)


def reaches_sector(actor: Actor, row: Sector) -> bool:
    """Who stands for one sector sees that one."""
    return actor.scope.sector_id in {None, row.pk}


def reaches_document(actor: Actor, row: GuideDocument) -> bool:
    """What is over all is everyone's; drafts are for who may draft."""
    drafts = row.state != "draft" or "guidance:document:edit" in actor.permissions
    return drafts and (row.sector is None or reaches_sector(actor, row.sector))


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {Sector: reaches_sector, GuideDocument: reaches_document}
ARGUMENTS: dict[str, type[Model]] = {"sector_id": Sector, "document_id": GuideDocument}
