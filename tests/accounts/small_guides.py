"""What guides put into the small world: documents of sectors and over all, checks, rectifications, plans, readiness."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model

from sibao.directory.models import Sector, Unit, Zone
from sibao.guidance.models import (
    CheckAnswer,
    GuideCheck,
    GuideDocument,
    GuideItem,
    ItemStanding,
    Rectification,
    WorkPlan,
)
from sibao.guidance.services.reckoning import reckon
from sibao.kernel import clock
from sibao.kernel.access import Actor, covers

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


def check(unit: Unit) -> None:
    """A submitted self-check of one item, how the unit stands to it since, what it has to put right, and its next draft."""
    items = GuideItem.objects.filter(zone=unit.zone, sector=unit.sector, posture="normal")
    item, now = items.order_by("order").first(), clock.now()
    given = {"zone": unit.zone, "unit": unit, "sector": unit.sector, "kind": "self", "posture": "normal"}
    by = {"opened_at": now, "opened_by": 0, "submitted_by": 0, "submitted_as": "试"}
    done = GuideCheck.objects.create(**given, opened_at=now, opened_by=0)
    answer = CheckAnswer.objects.create(zone=unit.zone, check_made=done, item=item, said="unmet")
    for name, value in {**by, "state": "submitted", "submitted_at": now, "asked": 1, "unmet": 1}.items():
        setattr(done, name, value)
    done.save()
    draft = GuideCheck.objects.create(**given, opened_at=now, opened_by=0)
    CheckAnswer.objects.create(zone=unit.zone, check_made=draft, item=item)
    place = {"zone": unit.zone, "unit": unit, "item": item}
    ItemStanding.objects.create(**place, said="unmet", by="self", since=now, answer=answer)
    found = {"origin_kind": "check_answer", "origin_id": answer.pk, "title": "整改（示例）", "opened_as": "试"}
    Rectification.objects.create(**place, **found, due_at=now, opened_at=now, opened_by=0)
    plan(unit)


def plan(unit: Unit) -> None:
    """A work plan that waits to be approved, and how ready the unit is."""
    guide = GuideDocument.objects.filter(sector=unit.sector).first() or document(unit.zone, unit.sector, "draft")
    given = {"zone": unit.zone, "unit": unit, "guide": guide, "title": "预案（示例）", "created_by": 0}
    made = WorkPlan.objects.create(**given, created_at=clock.now())
    made.state, made.submitted_by, made.submitted_at = "submitted", 0, clock.now()
    made.save()
    reckon(unit.zone_id, [unit.pk], clock.now())


def reaches_check(actor: Actor, row: GuideCheck) -> bool:
    """Whoever reaches the unit, but a draft only the unit that fills it."""
    place = {"area_path": row.unit.area.path, "sector_id": row.unit.sector_id, "unit_id": row.unit.pk}
    fills = actor.scope.unit_id is not None and "guidance:check:answer" in actor.permissions
    return covers(actor.scope, **place) and (row.state == "submitted" or fills)


def reaches_answer(actor: Actor, row: CheckAnswer) -> bool:
    """Whoever reaches its check."""
    return reaches_check(actor, row.check_made)


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {
    Sector: reaches_sector,
    GuideDocument: reaches_document,
    GuideCheck: reaches_check,
    CheckAnswer: reaches_answer,
}
ARGUMENTS: dict[str, type[Model]] = {
    "sector_id": Sector,
    "document_id": GuideDocument,
    "check_id": GuideCheck,
    "answer_id": CheckAnswer,
    "rectification_id": Rectification,
    "plan_id": WorkPlan,
}
WORDS = {"posture": "normal"}
"""Arguments that name no row."""
