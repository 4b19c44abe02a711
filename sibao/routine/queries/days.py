"""What sites have done today: people, goods and environment (R99), and the report of both lines (R08), counted set-wise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Count, Q

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, narrow
from sibao.prevention import queries as prevention
from sibao.routine.models import DailyReport, GoodsCheck
from sibao.routine.queries.reports import COMPLETE, reports
from sibao.routine.queries.sections import is_due, sections
from sibao.routine.rules.keys import ILLNESS, UNTESTED


@dataclass(frozen=True, slots=True)
class Day:
    """A site's day so far. `goods` is whether goods were checked today, None where nobody has said; `bad` how many were not sound.

    `production`, `prevention` say which parts of the report are there.
    """

    site: Any
    people: int
    reported: int
    ill: int
    untested: int
    sections: int
    overdue: int
    goods: int
    bad: int
    production: bool
    prevention: bool

    @property
    def silent(self) -> int:
        """Of how many people's health nobody has spoken."""
        return self.people - self.reported

    @property
    def lacks(self) -> bool:
        """Whether anything is missing or unknown: a site without people or sections is not in order."""
        known = self.people and self.sections and self.production and self.prevention
        return not known or bool(self.silent or self.overdue)


def days_of_sites(actor: Actor, now: datetime, sites: Iterable[Any] | None = None) -> list[Day]:
    """Return the day so far of sites, with a fixed number of queries.

    Args:
        sites: read within the actor's scope; None = all in use within reach.
    """
    rows = list(directory.sites_in_use(actor) if sites is None else sites)
    ids = None if sites is None else [site.pk for site in rows]
    of_these = {} if ids is None else {"site_id__in": ids}
    start = datetime.combine(now.astimezone(clock.SHANGHAI).date(), time.min, clock.SHANGHAI)
    people = prevention.people_of_sites(actor, ILLNESS, start, UNTESTED, ids)
    cleaned = {
        row["site_id"]: (row["all"], row["due"])
        for row in sections(actor)
        .filter(**of_these)
        .order_by()
        .values("site_id")
        .annotate(all=Count("pk"), due=Count("pk", filter=is_due(actor)))
    }
    checks = narrow(actor, GoodsCheck.objects.filter(**of_these, at__gte=start), directory.OF_UNIT)
    goods = {
        row["site_id"]: (row["all"], row["bad"])
        for row in checks.order_by().values("site_id").annotate(all=Count("pk"), bad=Count("pk", filter=Q(sound=False)))
    }
    said = narrow(actor, DailyReport.objects.filter(**of_these, day=start.date()), directory.OF_UNIT)
    reports = {row.site_id: row for row in said}
    return [_day(site, people.get(site.pk), cleaned.get(site.pk), goods.get(site.pk), reports) for site in rows]


def _day(site: Any, people: Any, cleaned: Any, goods: Any, reports: dict[int, DailyReport]) -> Day:
    report = reports.get(site.pk)
    return Day(
        site,
        people.people if people else 0,
        people.told if people else 0,
        people.so if people else 0,
        people.fires if people else 0,
        cleaned[0] if cleaned else 0,
        cleaned[1] if cleaned else 0,
        goods[0] if goods else 0,
        goods[1] if goods else 0,
        production=report is not None and report.production_at is not None,
        prevention=report is not None and report.prevention_at is not None,
    )


def day_of_site(actor: Actor, site: Any, now: datetime) -> Day:
    """Return a site's day so far; the site was read within the actor's scope."""
    return days_of_sites(actor, now, [site])[0]


def prefilled(day: Day) -> dict[str, int]:
    """Return what the product knows of what a report asks, by the word of `prefill`."""
    return {
        "people": day.people,
        "reported": day.reported,
        "ill": day.ill,
        "tested": day.people - day.untested,
        "disinfected": day.sections - day.overdue,
    }


def counted_today(actor: Actor, now: datetime) -> tuple[int, int, int, int]:
    """Return how many sections there are, how many are overdue, how many reports of today are complete, of how many sites."""
    known = sections(actor).order_by().aggregate(all=Count("pk"), due=Count("pk", filter=is_due(actor)))
    of_today = reports(actor).filter(COMPLETE, day=now.astimezone(clock.SHANGHAI).date()).count()
    return known["all"], known["due"], of_today, directory.sites_in_use(actor).count()
