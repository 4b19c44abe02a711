"""The demo's checks: a third of the units have checked themselves, most of them in order, some with something to put right."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from sibao.config.demo.streams import stream
from sibao.config.demo.world import World
from sibao.directory import queries as directory
from sibao.guidance import rules, services
from sibao.guidance.inputs import OpenRectification
from sibao.guidance.models import CheckAnswer, GuideCheck, GuideDocument, GuideItem, ItemStanding
from sibao.guidance.services.reckoning import reckon
from sibao.kernel.access import Actor
from sibao.kernel.clock import SHANGHAI

CHECKED = 3
"""Every so many units one has checked itself."""
BOTH = 0.6
UNMET = 0.03
BY = "企业（项目）专班联络员"
NOTE = "演示数据"


def load_checks(actor: Actor, world: World) -> None:
    """Write submitted self-checks, how the units stand since, and what they have to put right."""
    random = stream(world.seed, "checks")
    items = GuideItem.objects.filter(zone_id=actor.zone_id, retired=False).order_by("sector", "order", "id")
    checks = list(_checks(actor, world, random))
    GuideCheck.objects.bulk_create(checks)
    asked = list(items)
    answers = [one for check in checks for one in _answers(check, asked, random)]
    CheckAnswer.objects.bulk_create(answers)
    _submit(actor, checks, answers)
    ItemStanding.objects.bulk_create(map(_standing, answers))
    for one in answers:
        if one.said == "unmet":
            services.open_rectification(actor=actor, given=_to_put_right(one), now=one.check_made.submitted_at)
    reckon(actor.zone_id, None, world.now)


def _checks(actor: Actor, world: World, random: Random) -> Iterator[GuideCheck]:
    sectors = {one.code: one.pk for one in directory.zone_sectors(actor.zone_id)}
    for unit in world.units[1::CHECKED]:
        at = world.now - timedelta(days=random.randint(1, 6), minutes=random.randint(0, 400))
        for posture in ("normal", "emergency") if random.random() < BOTH else ("normal",):
            place = {"zone_id": actor.zone_id, "unit_id": unit.id, "sector_id": sectors[unit.sector]}
            yield GuideCheck(kind="self", posture=posture, opened_at=at, opened_by=actor.account_id, **place)


def _answers(check: GuideCheck, items: list[GuideItem], random: Random) -> Iterator[CheckAnswer]:
    for item in items:
        if (item.sector_id, item.posture) == (check.sector_id, check.posture):
            said = "unmet" if random.random() < UNMET else "met"
            given = {"zone_id": check.zone_id, "check_made": check, "item": item, "text": item.text}
            yield CheckAnswer(said=said, note=NOTE, **given)


def _submit(actor: Actor, checks: list[GuideCheck], answers: list[CheckAnswer]) -> None:
    """Answers are taken while a check is drafted, so checks are submitted after them."""
    guides = dict(
        GuideDocument.objects.filter(zone_id=actor.zone_id, kind="guide", state="in_force").values_list("sector", "pk")
    )
    for check in checks:
        own = [one for one in answers if one.check_made is check]
        check.state, check.submitted_by, check.submitted_as = "submitted", actor.account_id, BY
        check.asked, check.unmet = len(own), sum(one.said == "unmet" for one in own)
        check.submitted_at = check.opened_at
        check.guide_id, check.version = guides.get(check.sector_id), 2
    columns = ["state", "submitted_at", "submitted_by", "submitted_as", "asked", "unmet", "guide", "version"]
    GuideCheck.objects.bulk_update(checks, columns)


def _standing(one: CheckAnswer) -> ItemStanding:
    check, day = one.check_made, one.check_made.opened_at.astimezone(SHANGHAI).date()
    place = {"zone_id": one.zone_id, "unit_id": check.unit_id, "item": one.item, "answer": one}
    until = rules.good_until(one.said, day, one.item.valid_days, None)
    return ItemStanding(said=one.said, by="self", since=check.opened_at, good_until=until, **place)


def _to_put_right(one: CheckAnswer) -> OpenRectification:
    return OpenRectification(
        unit_id=one.check_made.unit_id,
        item_id=one.item_id,
        origin_kind="check_answer",
        origin_id=one.pk,
        title=one.item.text,
        title_en=one.item.text_en,
        note=NOTE,
    )
