"""What a submitted check changes: how the unit stands to each item, what it has to put right, and what is settled by it."""

from collections.abc import Sequence
from datetime import datetime

from sibao.guidance import queries, rules
from sibao.guidance.models import CheckAnswer, GuideCheck, GuideItem, ItemStanding, Rectification
from sibao.guidance.rules import Said
from sibao.guidance.services import putting_right
from sibao.kernel import clock
from sibao.kernel.access import Actor

KEPT = ["said", "by", "good_until", "since", "answer"]


def settle(actor: Actor, found: GuideCheck, rows: Sequence[CheckAnswer], now: datetime) -> None:
    """Let a check's answers stand where they take over, open what is to be put right, and end what was found in order."""
    item_ids, day = [row.item_id for row in rows], clock.today()
    held, open_ = queries.standings_held(found.unit_id, item_ids), queries.open_of_items(found.unit_id, item_ids)
    shown, changed = queries.shown_by(rows, day), []
    for row in rows:
        until = rules.good_until(row.said, shown[row.pk].since, row.item.valid_days, row.good_until)
        new = Said(row.said, found.kind, until)
        now_held = held.get(row.item_id)
        if rules.takes_over(new, queries.said_of(now_held) if now_held else None, day):
            changed.append(_standing(found, row, new, now))
        _follow(actor, found, row, open_.get(row.item_id), now)
    write(changed)


def _standing(found: GuideCheck, row: CheckAnswer, new: Said, now: datetime) -> ItemStanding:
    place = {"zone_id": found.zone_id, "unit_id": found.unit_id, "item_id": row.item_id}
    return ItemStanding(said=new.said, by=new.by, good_until=new.good_until, since=now, answer=row, **place)


def _follow(actor: Actor, found: GuideCheck, row: CheckAnswer, there: Rectification | None, now: datetime) -> None:
    if row.said == "unmet" and there is None:
        putting_right.from_answer(actor, found, row, now)
    if row.said in rules.GOOD and there is not None and found.kind == "site":
        putting_right.found_met(actor, there, now)


def write(rows: Sequence[ItemStanding]) -> None:
    """Write standings, new ones and those that are there already."""
    unique = ["unit", "item"]
    ItemStanding.objects.bulk_create(rows, update_conflicts=True, update_fields=KEPT, unique_fields=unique)


def put_right(unit_id: int, zone_id: int, item: GuideItem, now: datetime) -> None:
    """Let an item stand as met by an authority from today, as long as it is good; a criterion waits for its judgement."""
    said = "met" if item.kind == "declaration" else "unknown"
    until = rules.good_until(said, clock.today(), item.valid_days, None)
    place = {"zone_id": zone_id, "unit_id": unit_id, "item": item}
    write([ItemStanding(said=said, by="site", good_until=until, since=now, **place)])


def forget(unit_id: int, zone_id: int, item: GuideItem, now: datetime) -> None:
    """Let nothing be known of an item any more: what was found not to be met was called off."""
    place = {"zone_id": zone_id, "unit_id": unit_id, "item": item}
    write([ItemStanding(said="unknown", by="site", good_until=None, since=now, **place)])
