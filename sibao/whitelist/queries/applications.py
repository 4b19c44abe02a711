"""Applications: those within reach, whether a unit may apply now, how it stands to the standard, and what is known already."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Max, Q, QuerySet

from sibao.criteria import CriterionError
from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.facts import queries as facts
from sibao.facts.queries import Explained
from sibao.guidance import queries as guidance
from sibao.kernel import clock
from sibao.kernel.access import Actor, may, narrow, require
from sibao.kernel.lifecycle import Text
from sibao.kernel.refusals import NotFound
from sibao.whitelist import rules
from sibao.whitelist.models import Appeal, Application, ApplicationTerms, Listing
from sibao.whitelist.queries.batches import places_taken
from sibao.whitelist.queries.standards import STANDARD
from sibao.whitelist.states import OPEN

if TYPE_CHECKING:
    from sibao.directory.models import Unit

READ, FILL = "whitelist:application:read", "whitelist:application:fill"
OVERRIDDEN = Q(overridden=True)
WRITTEN = ("draft", "returned")
"""States in which the unit still writes."""


@dataclass(frozen=True, slots=True)
class Check:
    """How a unit stands before it applies (自查).

    Attributes:
        explained: clause by clause; None where no standard is in force, or it cannot be read now.
        barred: why it may not apply now; empty = it may.
        application: the open one, or else the last.
    """

    explained: Explained | None
    barred: Text
    application: Application | None


def applications(actor: Actor) -> QuerySet[Application]:
    """Return the applications within reach, newest first; what is not handed in is seen by those who may fill it in alone."""
    require(actor, READ)
    rows = narrow(actor, Application.objects.all(), OF_UNIT)
    if not may(actor, FILL):
        rows = rows.filter(submitted_at__isnull=False)
    rows = rows.select_related("unit__area", "unit__sector", "sector")
    return rows.order_by("-id")


def application(actor: Actor, application_id: int) -> Application:
    """Return one application.

    Raises:
        NotFound: there is none of that id within reach.
    """
    found = applications(actor).select_related("verdict__criterion").filter(pk=application_id).first()
    if found is None:
        raise NotFound
    return found


def access_application(actor: Actor, application_id: int) -> Application:
    """Return one application locked, its unit held first; the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id within reach.
    """
    rows = narrow(actor, Application.objects.filter(pk=application_id), OF_UNIT)
    directory.hold_units(rows.values("unit_id"))
    found = rows.select_for_update(of=("self",)).select_related("unit__sector", "sector").first()
    if found is None or (found.submitted_at is None and not may(actor, FILL)):
        raise NotFound
    return found


def reached_applications(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some applications that the actor may see."""
    return set(applications(actor).filter(pk__in=ids).values_list("pk", flat=True)) if may(actor, READ) else set()


def takes_proof(actor: Actor, application_id: int) -> bool:
    """Return whether proof may be hung on an application: by the unit, while it writes."""
    return may(actor, FILL) and applications(actor).filter(pk=application_id, state__in=WRITTEN).exists()


def last_application(actor: Actor, unit_id: int) -> Application | None:
    """Return a unit's open application, or else its last one; None when it never applied."""
    rows = applications(actor).filter(unit_id=unit_id)
    return rows.filter(state__in=OPEN).first() or rows.first()


def appeals(actor: Actor) -> QuerySet[Appeal]:
    """Return the appeals within reach, newest first."""
    require(actor, READ)
    return narrow(actor, Appeal.objects.all(), OF_UNIT).select_related("unit", "application").order_by("-id")


def appeal(actor: Actor, appeal_id: int) -> Appeal:
    """Return one appeal, with its application and unit.

    Raises:
        NotFound: there is none of that id within reach.
    """
    found = appeals(actor).select_related("application__unit").filter(pk=appeal_id).first()
    if found is None:
        raise NotFound
    return found


def appealed(found: Application) -> bool:
    """Return whether the last refusal of an application has been appealed against."""
    return Appeal.objects.filter(application=found, refusal=found.refusals).exists()


def access_appeal(actor: Actor, appeal_id: int) -> Appeal:
    """Return one appeal locked, with its application.

    Raises:
        NotFound: there is none of that id within reach.
    """
    found = narrow(actor, Appeal.objects.select_for_update(of=("self",)), OF_UNIT).filter(pk=appeal_id).first()
    if found is None:
        raise NotFound
    return found


def situation(unit: "Unit", now: datetime) -> rules.Situation:
    """Return what may stand against a new application of a unit."""
    own = Application.objects.filter(unit=unit)
    refused = own.filter(state="refused").aggregate(Max("decided_at"))["decided_at__max"]
    gone = Listing.objects.filter(unit=unit, state="removed", number__isnull=False)
    removed = gone.aggregate(Max("removed_at"))["removed_at__max"]
    terms = ApplicationTerms.objects.filter(zone=unit.zone_id).first()
    return rules.Situation(
        place=places_taken(unit.zone_id, [unit.pk]).get(unit.pk, ""),
        standard=facts.criterion_at(unit.zone_id, STANDARD.word, unit.sector.code, now) is not None,
        open=own.filter(sector=unit.sector_id, state__in=OPEN).exists(),
        cooling_until=rules.cooling_until(_day(refused), _day(removed), terms.cooling_days if terms else 0),
        open_items=len(guidance.open_items(unit.zone_id, [unit.pk], "normal", now)[unit.pk]),
    )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.SHANGHAI).date() if moment else None


def standing_of(actor: Actor, unit: "Unit", now: datetime) -> Explained | None:
    """Return how a unit stands to its sector's standard in force; None where none is, or it cannot be read now."""
    try:
        return facts.explained(actor, unit, STANDARD.word, unit.sector.code, now)
    except CriterionError:
        return None


def self_check(actor: Actor, unit: "Unit", now: datetime) -> Check:
    """Return how a unit stands and whether it may apply now.

    Args:
        unit: read within the actor's scope.
    """
    require(actor, READ)
    against = rules.barred(situation(unit, now), now.astimezone(clock.SHANGHAI).date())
    return Check(standing_of(actor, unit, now), against, last_application(actor, unit.pk))


def known_already(actor: Actor, unit: "Unit", explained: Explained | None) -> Iterator[tuple[str, bool]]:
    """Yield what an application needs, by name, and whether it is known already, so that nobody is asked for it (R31)."""
    for name in ("name", "code", "sector_id", "area_id", "address", "industry_code", "staff_count", "revenue_fen"):
        yield name, getattr(unit, name) not in (None, "")
    yield "contact", bool(directory.contacts_of(actor, unit.pk))
    clauses = explained.clauses if explained else ()
    for key, one in {one.definition.key: one for clause in clauses for one in clause.facts}.items():
        yield key, one.at is not None and one.answer is not None
