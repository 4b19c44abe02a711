"""Screenings: run once, frozen with what they rest on, and turned into a task for each site (R46)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Denied, Invalid
from sibao.tracing import queries, sql
from sibao.tracing.inputs import AssignScreening, RunScreening
from sibao.tracing.models import ContactDefinition, ScreenedPerson, ScreenedSite, Screening
from sibao.tracing.queries import Found
from sibao.tracing.rules.places import NUMBERS, SITE, VENUE
from sibao.tracing.rules.results import FIRST, SECOND, Crowd
from sibao.tracing.services import asking
from sibao.whitelist import queries as whitelist

LONGEST = timedelta(days=31)


@command("tracing:screening:run")
def run_screening(*, actor: Actor, now: datetime, given: RunScreening) -> Done[Screening]:
    """Find whom cases, places or an area concern, by what is known now, and keep it as it was found.

    Raises:
        Denied: the actor does not reach the whole zone, so that what she does not see would be missing silently.
        Invalid: a number nobody bears, a place or area that is not there, a span that is none, or nothing counts as a
            contact in this zone.
        NotFound: a venue out of reach.
    """
    if not actor.scope.whole_zone:
        raise Denied("tracing:screening:run", _("排查要看得到全区才能开展"))
    definition = queries.latest_definition(actor.zone_id)
    if definition is None:
        raise Invalid(_("本区的数据包没有密接判定规则"))
    asked = _asked(actor, given, definition, now)
    found = queries.search(actor.zone_id, definition, asked, given.rings, now)
    row = _kept(actor, given, definition, asked, found, now)
    details: dict[str, object] = {
        "cases": len(asked["cases"]),
        "first": row.first,
        "second": row.second,
        "definition": definition.version,
    }
    return Done(row, Subject("screening", row.pk, row.title), (), details)


@command("tracing:screening:assign")
def assign_screening(*, actor: Actor, now: datetime, given: AssignScreening) -> Done[int]:
    """Give a task for each site that a screening found, to the first of the definition's roles that has a seat there.

    A site whose task was given stays as it is, so that doing it twice gives nothing twice.

    Raises:
        NotFound: it is out of reach.
        Invalid: nobody can be asked about any of the sites.
    """
    row = queries.screening(actor, given.screening_id)
    directory.lock_zone(actor.zone_id)
    given_out, left = asking.assign(row, list(queries.sites_of(actor, row)), given.details, now)
    if left and not given_out:
        raise Invalid(_("没有可以承办的岗位"))
    return Done(given_out, Subject("screening", row.pk, row.title), (), {"tasks": given_out, "left": left})


def _asked(actor: Actor, given: RunScreening, definition: ContactDefinition, now: datetime) -> dict[str, Any]:
    places: list[tuple[int, list[int]]] = []
    if given.venue_ids:
        places.append(
            (NUMBERS[VENUE], [directory.part(actor, "venue", one).pk for one in sorted(set(given.venue_ids))])
        )
    if given.area:
        places.append((NUMBERS[SITE], _sites_in(actor, given.area)))
    since, until = _span(given, now) if places else (None, None)
    return {
        "cases": _cases(actor, given, now),
        "places": places,
        "area": given.area,
        "since": since.isoformat() if since else "",
        "until": until.isoformat() if until else "",
    }


def _cases(actor: Actor, given: RunScreening, now: datetime) -> list[tuple[int, str]]:
    numbers = {one.number.strip().upper() for one in given.cases}
    known = directory.people_by_number(actor.zone_id, numbers)
    onsets: dict[int, datetime] = {}
    for place, one in enumerate(given.cases, start=1):
        person_id = known.get(one.number.strip().upper())
        if person_id is None:
            raise Invalid(fields={"cases": _("第 %(place)s 行：没有登记这个证件号码的人员") % {"place": place}})
        if one.onset.tzinfo is None or one.onset > now:
            raise Invalid(fields={"cases": _("第 %(place)s 行：时间不能在以后") % {"place": place}})
        onsets[person_id] = min(one.onset, onsets.get(person_id, one.onset))
    return [(person_id, onset.isoformat()) for person_id, onset in sorted(onsets.items())]


def _sites_in(actor: Actor, code: str) -> list[int]:
    area = directory.reached_areas(actor).filter(code=code).first()
    if area is None:
        raise Invalid(fields={"area": _("没有这个区域")})
    found = directory.sites(actor).filter(area_path__startswith=area.path).order_by("pk")
    return list(found.values_list("pk", flat=True))


def _span(given: RunScreening, now: datetime) -> tuple[datetime, datetime]:
    since, until = given.since, given.until or now
    if since is None:
        raise Invalid(fields={"since": _("按场所或区域排查要写明从什么时候起")})
    if not since < until <= now:
        raise Invalid(fields={"until": _("止要在起之后，并且不能在以后")})
    if until - since > LONGEST:
        raise Invalid(fields={"since": _("一次最多排查 31 天")})
    return since, until


def _kept(
    actor: Actor,
    given: RunScreening,
    definition: ContactDefinition,
    asked: Mapping[str, Any],
    found: Found,
    now: datetime,
) -> Screening:
    day = now.astimezone(SHANGHAI).date()
    placed = sql.place_people(actor.zone_id, [one.person_id for one in found.people], day)
    rings = Counter(one.ring for one in found.people)
    row = Screening.objects.create(
        zone_id=actor.zone_id,
        title=given.title,
        definition=definition,
        rings=given.rings,
        asked=dict(asked),
        cases=len(asked["cases"]),
        first=rings[FIRST],
        second=rings[SECOND],
        units=len({one.unit_id for one in placed.values()}),
        crowds=queries.names_of(found.crowds),
        digest=found.digest,
        by=actor.account_id,
        by_as=f"{actor.name} · {actor.position}"[:200],
        recorded_at=now,
    )
    _keep_people(row, found, placed)
    _keep_sites(row, found, placed, day)
    return row


def _keep_people(row: Screening, found: Found, placed: Mapping[int, sql.Placed]) -> None:
    named = sql.name_places({Crowd(one.kind, one.place_id) for one in found.people if one.kind})
    ScreenedPerson.objects.bulk_create(
        (
            ScreenedPerson(
                zone_id=row.zone_id,
                screening=row,
                person_id=one.person_id,
                **_at(placed[one.person_id]),
                recorded_at=row.recorded_at,
                ring=one.ring,
                via_id=one.via_id,
                kind=one.kind,
                place_id=one.place_id,
                place_name=named.get(Crowd(one.kind, one.place_id), "")[:240],
                met_at=one.met_at,
                minutes=one.minutes,
            )
            for one in found.people
            if one.person_id in placed
        ),
        batch_size=1_000,
    )


def _keep_sites(row: Screening, found: Found, placed: Mapping[int, sql.Placed], day: Any) -> None:
    every: Counter[int] = Counter()
    first: Counter[int] = Counter()
    where = {one.site_id: one for one in placed.values()}
    for one in found.people:
        if one.person_id in placed:
            every[placed[one.person_id].site_id] += 1
            first[placed[one.person_id].site_id] += one.ring <= FIRST
    staff = sql.staff_of(row.zone_id, list(where), day)
    listed = set(
        whitelist.listed_units(row.zone_id)
        .filter(unit__in={one.unit_id for one in where.values()})
        .values_list("unit_id", flat=True)
    )
    ScreenedSite.objects.bulk_create(
        ScreenedSite(
            zone_id=row.zone_id,
            screening=row,
            **_at(one),
            recorded_at=row.recorded_at,
            found=every[site_id],
            first=first[site_id],
            staff=max(staff.get(site_id, 0), every[site_id]),
            listed=one.unit_id in listed,
        )
        for site_id, one in sorted(where.items())
    )


def _at(one: sql.Placed) -> dict[str, Any]:
    return {"unit_id": one.unit_id, "site_id": one.site_id, "sector_id": one.sector_id, "reach": one.reach}
