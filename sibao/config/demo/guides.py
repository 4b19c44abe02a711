"""The demo's documents: the zone's plan and guide as they are, the sectors' invented, some of them missing."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sibao.config.demo.copying import continue_sequences, copy
from sibao.config.demo.world import World
from sibao.directory import queries as directory
from sibao.guidance.models import GuideDocument
from sibao.kernel.access import Actor

COLUMNS = (
    "id",
    "zone_id",
    "sector_id",
    "kind",
    "title",
    "number",
    "issuer",
    "issued_on",
    "edition",
    "state",
    "supersedes_id",
    "in_force_on",
    "ended_on",
    "reason",
    "created_by",
    "created_at",
    "version",
)
MINE = ("jiguanban-2022-21", "yuzhengban-2022-49")
"""The plan and the guide over all: documents of the pack."""
FIRST, SECOND = date(2022, 5, 12), date(2022, 6, 2)
DEPARTMENT = "行业主管部门（示例）"
SECTORS = (
    ("industry", "plan", "工业生产领域工作方案（示例）", "in_force"),
    ("industry", "guide", "工业生产领域防控工作指南（示例）", "superseded"),
    ("industry", "guide", "工业生产领域防控工作指南（示例）", "in_force"),
    ("industry", "emergency", "工业生产领域应急预案（示例）", "draft"),
    ("commerce", "plan", "商贸流通领域工作方案（示例）", "in_force"),
    ("commerce", "guide", "商贸流通领域防控工作指南（示例）", "in_force"),
    ("commerce", "special", "冷链物品专项指南（示例）", "in_force"),
    ("transport", "guide", "交通运输领域防控工作指南（示例）", "in_force"),
    ("projects", "plan", "重点项目领域工作方案（示例）", "in_force"),
)


def load_guides(actor: Actor, world: World) -> None:
    """Copy in the documents of the zone and its sectors."""
    sectors = {one.code: one.pk for one in directory.zone_sectors(actor.zone_id)}
    over_all = [one for one in directory.documents(actor.zone_id) if one.code in MINE]
    copy(GuideDocument, COLUMNS, _rows(actor, world.now, sectors, over_all))
    continue_sequences(GuideDocument)


def _rows(actor: Actor, now: datetime, sectors: dict[str, int], over_all: list[Any]) -> Iterator[tuple[Any, ...]]:
    serial = 0
    for one in over_all:
        serial += 1
        kind = "plan" if one.code == MINE[0] else "guide"
        said = (one.title[:200], one.number, one.issuer, one.signed_on, "2022年")
        last: tuple[Any, ...] = (None, one.signed_on, None, "", actor.account_id, now, 1)
        yield (serial, actor.zone_id, None, kind, *said, "in_force", *last)
    for code, kind, title, state in SECTORS:
        serial += 1
        old = state == "superseded"
        again = (code, kind, title, "superseded") in SECTORS and not old
        issued = FIRST if old else SECOND
        since, ended = (None if state == "draft" else issued + timedelta(days=1)), (SECOND if old else None)
        said = (title, "", DEPARTMENT, issued, "第2版" if again else "第1版")
        last = (serial - 1 if again else None, since, ended, "", actor.account_id, now, 1)
        yield (serial, actor.zone_id, sectors[code], kind, *said, state, *last)
