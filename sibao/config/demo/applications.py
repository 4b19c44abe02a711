"""Applications of the demo's units, in each state; the units are invented, and so is what they say."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, Scope
from sibao.kernel.lifecycle import Text
from sibao.whitelist import queries, rules, services
from sibao.whitelist.inputs import ReasonedApplication, StartApplication, SubmitApplication
from sibao.whitelist.models import Application

SAID = "自愿申报，材料齐备（示例）"


def load_applications(actor: Actor, now: datetime) -> None:
    """Let one unit of each sector and standing apply: the standard decides; one is returned, one withdraws, one still writes."""
    for group in queries.GROUPS:
        found = [one.unit_id for one in queries.enrolment_units(actor, group, now)]
        units = directory.units(actor).filter(pk__in=found).order_by("pk")
        able = {unit.sector_id: unit for unit in units if not _barred(unit, now)}
        for unit in able.values():
            _apply(actor, unit.pk, now)
    waiting = list(Application.objects.filter(zone_id=actor.zone_id, state="reviewing").order_by("pk")[:3])
    for one in waiting[1:2]:
        given = ReasonedApplication(application_id=one.pk, version=one.version, reason="材料不全，补齐再办（示例）")
        services.return_application(actor=actor, given=given, now=now)
    for one in waiting[2:]:
        given = ReasonedApplication(application_id=one.pk, version=one.version, reason="改填后再报（示例）")
        services.withdraw_application(actor=actor, given=given, now=now)
        _start(actor, one.unit_id, now)


def _barred(unit: Any, now: datetime) -> Text:
    return rules.barred(queries.situation(unit, now), now.astimezone(clock.SHANGHAI).date())


def _start(actor: Actor, unit_id: int, now: datetime) -> Application:
    user = _of(actor, unit_id)
    return services.start_application(actor=user, given=StartApplication(unit_id=unit_id), now=now)


def _apply(actor: Actor, unit_id: int, now: datetime) -> None:
    found = _start(actor, unit_id, now)
    given = SubmitApplication(application_id=found.pk, version=found.version, statement=SAID, declared=True)
    services.submit_application(actor=_of(actor, unit_id), given=given, now=now)


def _of(actor: Actor, unit_id: int) -> Actor:
    """Somebody of the unit."""
    return replace(actor, name="联络员（示例）", position="企业（项目）", scope=Scope(actor.zone_id, unit_id=unit_id))
