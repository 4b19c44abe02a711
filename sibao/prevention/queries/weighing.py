"""What a draft of a rule would do: to those who are followed now, and on yesterday's signals. Nothing is written."""

from copy import copy
from datetime import datetime, time, timedelta
from typing import NamedTuple

from django.db import transaction

from sibao.kernel import clock
from sibao.kernel.access import Actor, require
from sibao.prevention import sql
from sibao.prevention.models import AlertRule, RuleDraft, StateFact
from sibao.prevention.queries.monitoring import monitoring, rule_of
from sibao.prevention.queries.ruling import READ_RULES, SETTLED
from sibao.prevention.rules.subjects import SUBJECTS

FIRST, PLACES = 20, 10
MOMENTS = (0, 6, 12, 18, 24)
"""At which hours of yesterday a draft is tried."""


class Place(NamedTuple):
    """How many alerts would open and end in one sector, or at one site."""

    id: int
    opens: int
    ends: int


class Mover(NamedTuple):
    """One for whom an alert would open, or end."""

    subject_id: int
    unit_id: int
    site_id: int | None
    opens: bool


class Effect(NamedTuple):
    """What publishing a draft would do at once: how many alerts open and end, where, and for whom first."""

    opens: int
    ends: int
    sectors: tuple[Place, ...]
    sites: tuple[Place, ...]
    first: tuple[Mover, ...]


class Tried(NamedTuple):
    """How many a rule warned of at a moment (None = over the day, everybody once): by the old, the new, only the one or the other."""

    at: datetime | None
    old: int
    new: int
    only_new: int
    only_old: int


def drafted(draft: RuleDraft) -> AlertRule:
    """Return the rule as it would be; it is not saved."""
    found = copy(draft.rule)
    for name in SETTLED:
        setattr(found, name, getattr(draft, name))
    return found


def effect(actor: Actor, draft: RuleDraft, now: datetime) -> Effect:
    """Return what publishing a draft would do to those who are followed now; it was read within the actor's scope.

    Raises:
        CriterionError: the draft reads what is not there.
    """
    require(actor, READ_RULES)
    rule = draft.rule
    judging = _judging(drafted(draft), sql.STATES)
    with transaction.atomic():
        sql.would_move(judging, rule.zone_id, SUBJECTS[rule.subject], rule.bit, rule.pk, int(now.timestamp()) // 60)
        opens, ends = sql.moves()
        return Effect(
            opens,
            ends,
            tuple(Place(*row) for row in sql.moves_by("sector_id", PLACES)),
            tuple(Place(*row) for row in sql.moves_by("site_id", PLACES)),
            tuple(Mover(*row) for row in sql.first_moves(FIRST)),
        )


def tried_yesterday(actor: Actor, draft: RuleDraft, now: datetime) -> tuple[Tried, ...]:
    """Return whom the rule would have warned of yesterday as it is and as drafted, at several moments and over the day.

    States are those that had been received by each moment; levels, places and what others than signals tell are today's.
    """
    require(actor, READ_RULES)
    rule = draft.rule
    old, new = (_judging(row, sql.REBUILT) for row in (rule, drafted(draft)))
    begin = datetime.combine(now.astimezone(clock.SHANGHAI).date() - timedelta(days=1), time(), clock.SHANGHAI)
    program, found = monitoring(rule.zone_id).program, []
    with transaction.atomic():
        sql.begin_warnings()
        for at in (begin + timedelta(hours=hour) for hour in MOMENTS):
            sql.rebuild(program, rule.zone_id, at)
            found.append(Tried(at, *sql.warn_at(old, new, rule.zone_id, SUBJECTS[rule.subject], rule.bit, at)))
        found.append(Tried(None, *sql.warned_over_all()))
    return tuple(found)


def _judging(instead: AlertRule, table: str) -> str:
    """The statement that judges a table of states by all rules of a subject, one of them as given."""
    zone_id, subject = instead.zone_id, instead.subject
    catalogue = monitoring(zone_id).catalogues[subject]
    slots = dict(StateFact.objects.filter(zone_id=zone_id, subject=subject).values_list("key", "slot"))
    stored = AlertRule.objects.filter(zone_id=zone_id, subject=subject).order_by("bit")
    rows = [instead if row.pk == instead.pk else row for row in stored]
    return sql.judging(catalogue, slots, [rule_of(row, catalogue, rows) for row in rows], sql.all_of(table))
