"""Alerts, whom they are about and what became of them, narrowed to the asker."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, QuerySet, Sum
from django.utils.translation import get_language

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, ScopeColumns, may, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound
from sibao.kernel.slots import SourcedRule
from sibao.prevention.models import Alert, AlertGroup, AlertOpinion, AlertRule, AlertStep
from sibao.prevention.queries.ranking import rank
from sibao.prevention.rules.subjects import PERSON
from sibao.prevention.rules.words import SEVERITIES
from sibao.prevention.states import ALERT, OVER, RAISED, RESOLVED

READ, KIND, OPINION = "prevention:alert:read", "alert", "alert_opinion"
OF_ALERT = ScopeColumns(unit="unit_id", reach="reach")
IS_OPEN = ~Q(state__in=OVER)
LIMIT = ExpressionWrapper(F("rule__limit_minutes") * timedelta(minutes=1), output_field=DurationField())


def _place() -> ScopeColumns:
    """By an alert's own columns, in the past by its unit."""
    return directory.OF_UNIT if clock.stands() else OF_ALERT


def alert_groups(actor: Actor) -> QuerySet[AlertGroup]:
    """Return the alerts at the units within reach."""
    require(actor, READ)
    rows = narrow(actor, AlertGroup.objects.all(), _place())
    return rows.select_related("rule__document", "unit__area", "unit__sector", "site")


def alert_group(actor: Actor, group_id: int) -> AlertGroup:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = alert_groups(actor).filter(pk=group_id).first()
    if found is None:
        raise NotFound
    return found


def access_alert_group(actor: Actor, group_id: int) -> AlertGroup:
    """Return one of them locked, the only way to hold it in order to change it; see `alert_group`."""
    rows = narrow(actor, AlertGroup.objects.select_for_update(of=("self",)), OF_ALERT)
    found = rows.select_related("rule", "unit", "site").filter(pk=group_id).first()
    if found is None:
        raise NotFound
    return found


def alerts(actor: Actor) -> QuerySet[Alert]:
    """Return each whom an alert at the units within reach is about."""
    require(actor, READ)
    return narrow(actor, Alert.objects.all(), _place()).select_related("group__site", "rule", "unit")


def alert(actor: Actor, alert_id: int) -> Alert:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = alerts(actor).filter(pk=alert_id).first()
    if found is None:
        raise NotFound
    return found


def with_people(actor: Actor, rows: list[Any]) -> None:
    """Give each alert about a person her employment at its unit as `someone`; None for who may not see people."""
    about = {(row.unit_id, row.subject_id) for row in rows if row.rule.subject == PERSON}
    found: Mapping[tuple[int, int], Any] = (
        directory.employments_at(actor, about) if about and may(actor, "directory:person:read") else {}
    )
    for row in rows:
        row.someone = found.get((row.unit_id, row.subject_id))


def steps_of(actor: Actor, row: AlertGroup) -> QuerySet[AlertStep]:
    """Return what was done with an alert, first things first; `row` was read within the actor's scope."""
    require(actor, READ)
    return AlertStep.objects.filter(group=row).order_by("pk")


def opinions_of(actor: Actor, row: AlertGroup) -> QuerySet[AlertOpinion]:
    """Return whose opinion was asked on an alert; `row` was read within the actor's scope."""
    require(actor, READ)
    return AlertOpinion.objects.filter(group=row).select_related("position__organisation").order_by("pk")


def reached_opinions(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some opinions whose alert the actor may see."""
    if not may(actor, READ):
        return set()
    seen = alert_groups(actor).order_by().values("pk")
    return set(AlertOpinion.objects.filter(pk__in=ids, group__in=seen).values_list("pk", flat=True))


def alerts_of_unit(actor: Actor, unit_id: int) -> QuerySet[AlertGroup]:
    """Return a unit's alerts that are not over, gravest first."""
    return alert_groups(actor).filter(IS_OPEN, unit_id=unit_id).order_by("rule__severity", "-opened_at", "pk")


def is_overdue(actor: Actor) -> Q:
    """Return the condition that nobody has received an alert within its limit."""
    return overdue(clock.now())


def overdue(now: datetime) -> Q:
    """Return the condition that an alert is still as it was raised though its limit is over at `now`."""
    return Q(state=RAISED, opened_at__lt=now - LIMIT)


def is_open(actor: Actor) -> Q:
    """Return the condition that an alert is not over."""
    return IS_OPEN


def state_options(actor: Actor) -> list[Option]:
    """Return the states of an alert to choose from."""
    return [Option(state.code, state.label) for state in ALERT.states.values()]


def rule_options(actor: Actor) -> list[Option]:
    """Return the rules to choose from."""
    rows = AlertRule.objects.filter(zone_id=actor.zone_id).order_by("severity", "subject", "bit")
    return [Option(str(row.pk), row.name) for row in rows]


def severity_options(actor: Actor) -> list[Option]:
    """Return the severities to choose from."""
    return [Option(str(number), word) for number, (word, _tone, _icon) in SEVERITIES.items()]


def still_warned(actor: Actor) -> Q:
    """Return the condition that one of those whom an alert is about is warned of still."""
    return Q(closed_at=None)


def rule_name(rule: AlertRule) -> str:
    """Return a rule's name in the reader's language."""
    return rule.name_en if (get_language() or "").startswith("en") else rule.name


def same_matter(rule: AlertRule) -> list[AlertRule]:
    """Return the other rules that ask the same of the same subjects; one of them applies at a time (R38)."""
    if not rule.matter:
        return []
    rows = AlertRule.objects.filter(zone_id=rule.zone_id, subject=rule.subject, matter=rule.matter, retired=False)
    return sorted(rows.exclude(pk=rule.pk), key=rank)


def standing(actor: Actor) -> list[dict[str, Any]]:
    """Return how many subjects open alerts within reach are about, by rule, gravest first."""
    rows = open_alerts(actor).order_by().values("rule_id")
    counted = {row["rule_id"]: row["people"] for row in rows.annotate(people=Sum("standing"))}
    rules = AlertRule.objects.filter(zone_id=actor.zone_id, retired=False).order_by("severity", "subject", "bit")
    return [{"rule": rule, "count": counted.get(rule.pk, 0)} for rule in rules]


class RiskTally(NamedTuple):
    """How many alerts within reach are open, how many of them nobody received in time, and how many wait for a last word."""

    open: int
    late: int
    resolved: int
    rules: int


def risk_tally(actor: Actor, now: datetime) -> RiskTally:
    """Return how open risks stand at `now`."""
    counted = open_alerts(actor).aggregate(
        open=Count("pk"), late=Count("pk", filter=overdue(now)), resolved=Count("pk", filter=Q(state=RESOLVED))
    )
    return RiskTally(**counted, rules=AlertRule.objects.filter(zone_id=actor.zone_id, retired=False).count())


def open_alerts(actor: Actor) -> QuerySet[AlertGroup]:
    """Return every alert within reach that is not over; nothing hides one (R113)."""
    return alert_groups(actor).filter(IS_OPEN)


def sourced_rules(zone_id: int) -> list[SourcedRule]:
    """Return the rules of a zone and where each comes from (R01)."""
    rows = (
        AlertRule.objects.filter(zone_id=zone_id, retired=False).order_by("subject", "bit").select_related("document")
    )
    return directory.sourced(rows)


def reached_alerts(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some alerts that the actor may see."""
    if not may(actor, READ):
        return set()
    return set(alert_groups(actor).filter(pk__in=ids).values_list("pk", flat=True))


STAYING = {
    "prevention.AlertGroup.unit": "where it happened",
    "prevention.Alert.unit": "where it happened",
}
