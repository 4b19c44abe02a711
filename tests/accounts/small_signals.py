"""What monitoring puts into the small world: everybody is followed, so that nobody's having been tested is warned of."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from sibao.directory.models import Zone
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.prevention import services
from sibao.prevention.inputs import DraftRule, FollowPeople, OneDeletion
from sibao.prevention.models import Alert, AlertGroup, AlertRule, Deletion, RuleDraft
from sibao.prevention.queries import SETTLED
from sibao.prevention.services.retaining import certify
from sibao.prevention.sql import Gone
from tests import world


def fill(zone: Zone) -> None:
    """Follow everybody who works for a unit; a rule has a draft, and something was deleted."""
    actor = world.cli(zone)
    with acting(actor):
        services.follow_people(actor=actor, given=FollowPeople())
        rule = AlertRule.objects.get(zone=zone, key="untested")
        same = {name: getattr(rule, name) for name in SETTLED}
        given = DraftRule(rule_id=rule.pk, reason="试着改时限", **{**same, "limit_minutes": 60})
        services.draft_rule(actor=actor, given=given)
        services.issue_certificate(actor=actor, given=OneDeletion(deletion_id=deleted(zone).pk))


def deleted(zone: Zone) -> Deletion:
    """A certificate of something that was deleted."""
    now = clock.now()
    gone = [Gone("signals", "sample", 30, "示例", now, now, 7), Gone("rejects", "", 30, "示例", None, now, 1)]
    return certify(world.cli(zone), gone, now)


def elsewhere(zone: Zone) -> None:
    """A rule of another zone, with a draft, and something that was deleted there."""
    tree = {"normal": {"f": "tested", "op": "older_h", "v": 24}}
    with acting(world.cli(zone)):
        rule = AlertRule.objects.create(
            zone=zone,
            hazard="epidemic",
            key="untested",
            subject="person",
            bit=0,
            name="外地的规则",
            name_en="Far away",
            trees=tree,
            severity=3,
            layer="zone",
            limit_minutes=60,
            cure="检测",
            cure_en="Test",
        )
        RuleDraft.objects.create(
            zone=zone,
            rule=rule,
            begun_from=1,
            trees=tree,
            severity=2,
            limit_minutes=60,
            reason="外地的草稿",
            author=1,
            author_as="外地",
            drafted_at=world.START,
        )
        deleted(zone)


RULES: dict[type[Model], Callable[[Any, Any], bool]] = dict.fromkeys(
    (AlertRule, RuleDraft, Deletion), lambda actor, row: True
)
"""What the zone's rules are and what was deleted, everybody may know who may read rules or certificates."""
ARGUMENTS: dict[str, type[Model]] = {
    "alert_id": AlertGroup,
    "warned_id": Alert,
    "rule_id": AlertRule,
    "draft_id": RuleDraft,
    "deletion_id": Deletion,
}
