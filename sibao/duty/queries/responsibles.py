"""What somebody has to answer for at the sites of units, who does so, and where nobody does."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT, Leaver
from sibao.duty.models import Matter, Obligation, Responsible
from sibao.duty.queries.charges import charged
from sibao.duty.queries.periods import lasts_beyond, runs_on
from sibao.kernel import clock
from sibao.kernel.access import Actor, current, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.quality import Check
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import keyed_hash, mask_name, mask_phone, open_shown
from sibao.kernel.sheets.text import compact

READ = "duty:responsible:read"


def matters(zone_id: int) -> QuerySet[Matter]:
    """Return what has to be answered for at every site, in the pack's order."""
    return Matter.objects.filter(zone_id=zone_id, in_use=True).order_by("order", "id")


def matter_options(actor: Actor) -> list[Option]:
    """Return the matters to choose from, by code."""
    return [Option(one.code, one.name) for one in matters(actor.zone_id)]


def obligations(actor: Actor) -> QuerySet[Obligation]:
    """Return every matter at every site of the units within reach that are listed, with who answers for it today."""
    require(actor, READ)
    rows = narrow(actor, _there(clock.today()), OF_UNIT).filter(unit__in=_needing(actor.zone_id))
    return _answered(rows, clock.today()).select_related("unit__area", "unit__sector", "site", "matter")


def obligations_of(actor: Actor, unit_id: int) -> QuerySet[Obligation]:
    """Return the same of one unit within reach, whether it is listed or not, in order of site and matter."""
    require(actor, READ)
    rows = narrow(actor, _there(clock.today()), OF_UNIT).filter(unit_id=unit_id)
    found = _answered(rows, clock.today()).select_related("site", "matter")
    return found.order_by("site__number", "matter__order", "id")


def counted(rows: QuerySet[Obligation]) -> tuple[int, int]:
    """Return how many obligations there are, and for how many of them nobody answers today."""
    found = rows.order_by().aggregate(total=Count("pk"), missing=Count("pk", filter=unanswered()))
    return found["total"], found["missing"]


def without_site(actor: Actor) -> QuerySet[Any, Any]:
    """Return the listed units within reach without any site, where nobody can answer for anything yet (R45)."""
    require(actor, READ)
    return narrow(actor, directory.unit_rows()).filter(directory.WITHOUT_ANY_SITE, pk__in=_needing(actor.zone_id))


def _listed_without_site() -> Q:
    actor = current()
    needing = _needing(actor.zone_id) if actor else []
    return Q(pk__in=needing) & directory.WITHOUT_ANY_SITE


def _listed_without_force() -> Q:
    """A listed unit's own task force (专班, R122) are those who answer for something at its sites, each with a phone.

    They are reached by way of a contact who has one too, or of somebody who is signed in for the unit.
    """
    actor = current()
    needing = _needing(actor.zone_id) if actor else []
    people = Responsible.objects.filter(runs_on(clock.today()), unit=OuterRef("pk"))
    reached = directory.WITH_CONTACT | Q(pk__in=accounts.seated_units(actor.zone_id, clock.now()) if actor else [])
    return Q(pk__in=needing) & ~(Q(Exists(people)) & reached)


CHECKS = (
    Check(
        "forceless",
        4,
        "directory:units",
        READ,
        "danger",
        _("在册而没有联系得上的专班"),
        _("出了事没有人管，或者找不到人：请单位写明责任人和电话，并登记联系人。"),
        _listed_without_force,
    ),
    Check(
        "responsible-siteless",
        6,
        "directory:units",
        READ,
        "danger",
        _("在册而没有场所，也就没有责任人"),
        _("责任按场所落实：请先登记场所，再逐项写明责任人。"),
        _listed_without_site,
    ),
)


def open_again(zone_id: int, unit_id: int, day: date) -> QuerySet[Obligation]:
    """Return what nobody answers for at a listed unit on a day though somebody once did, in order of site and matter."""
    before = Responsible.objects.filter(site=OuterRef("site"), matter=OuterRef("matter"), role="lead")
    rows = _there(day).filter(unanswered(day), Exists(before), unit__in=_needing(zone_id), unit_id=unit_id)
    return rows.select_related("site", "matter").order_by("site__number", "matter__order", "id")


def unanswered(day: date | None = None) -> Q:
    """Return the condition on obligations that nobody answers for them on a day, by default today (R45)."""
    return Q(~Exists(_today(day or clock.today()).filter(role="lead")))


def _today(day: date) -> QuerySet[Responsible]:
    return Responsible.objects.filter(runs_on(day), site=OuterRef("site"), matter=OuterRef("matter"))


def _needing(zone_id: int) -> QuerySet[Any, Any]:
    return directory.unit_rows().filter(charged(zone_id), zone_id=zone_id, ceased_on=None).values("pk")


def _there(day: date) -> QuerySet[Obligation]:
    return Obligation.objects.filter(lasts_beyond(day))


def _answered(rows: QuerySet[Obligation], day: date) -> QuerySet[Obligation]:
    lead = _today(day).filter(role="lead")
    several = (
        _today(day).filter(role="deputy").order_by().values("matter").annotate(number=Count("pk")).values("number")
    )
    return rows.annotate(
        responsible_id=Subquery(lead.values("pk")[:1]),
        name_sealed=Subquery(lead.values("name_sealed")[:1]),
        phone_sealed=Subquery(lead.values("phone_sealed")[:1]),
        phone_hash=Subquery(lead.values("phone_hash")[:1]),
        post=Subquery(lead.values("post")[:1]),
        since=Subquery(lead.values("started_on")[:1]),
        until=Subquery(lead.values("ended_on")[:1]),
        deputies=Coalesce(Subquery(several), 0),
    )


def responsibles(actor: Actor) -> QuerySet[Responsible]:
    """Return who answers, answered or will answer for something at the units within reach."""
    require(actor, READ)
    rows = narrow(actor, Responsible.objects.filter(unit__merged_into=None), OF_UNIT)
    return rows.select_related("unit", "site", "matter")


def responsibles_of(actor: Actor, unit_id: int) -> QuerySet[Responsible]:
    """Return the same of one unit, those who still do or will first, latest first."""
    require(actor, READ)
    rows = narrow(actor, Responsible.objects.filter(unit_id=unit_id), OF_UNIT).select_related("site", "matter")
    return rows.order_by(F("ended_on").desc(nulls_first=True), "-started_on", "-id")


def responsible(actor: Actor, responsible_id: int) -> Responsible:
    """Return one row; see `responsibles`.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = responsibles(actor).filter(pk=responsible_id).first()
    if found is None:
        raise NotFound
    return found


def access_responsible(actor: Actor, responsible_id: int) -> Responsible:
    """Return one row locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    rows = narrow(actor, Responsible.objects.select_for_update(of=("self",)).select_related("unit"), OF_UNIT)
    found = rows.filter(pk=responsible_id).first()
    if found is None:
        raise NotFound
    return found


def lately_ended(zone_id: int, first: date, last: date) -> list[int]:
    """Return the units where somebody's lead ended between two days and that may have to be told."""
    rows = Responsible.objects.filter(zone_id=zone_id, role="lead", ended_on__gte=first, ended_on__lte=last)
    in_use = rows.filter(unit__merged_into=None, unit__ceased_on=None)
    return list(in_use.values_list("unit_id", flat=True).distinct().order_by("unit_id"))


def answering_as(leaver: Leaver) -> list[int]:
    """Return what somebody who leaves her unit still answers for there after her last day.

    She is known by her name with her phone; where the roster has no phone, by her name alone if nobody else who works
    there bears it. What began after her last day was given by somebody who knew better.
    """
    lasting = lasts_beyond(leaver.last_day + timedelta(days=1))
    rows = Responsible.objects.filter(lasting, unit_id=leaver.unit_id, started_on__lte=leaver.last_day)
    hashed = keyed_hash(leaver.phone, purpose="phone") if leaver.phone else b""
    return [
        row.pk
        for row in rows.order_by("pk")
        if compact(name_of(row)) == compact(leaver.name)
        and (bytes(row.phone_hash) == hashed if leaver.phone else leaver.alone)
    ]


def name_of(row: Any, *, masked: bool = False) -> str:
    """Return the name of who answers, empty where nobody does."""
    return open_shown(row.name_sealed, mask_name if masked else str)


def phone_of(row: Any, *, masked: bool = False) -> str:
    """Return the phone of who answers, empty where nobody does."""
    return open_shown(row.phone_sealed, mask_phone if masked else str)


@dataclass(frozen=True, slots=True)
class Shown:
    """A responsible person as a page shows her: masked, unless revealed by the command that logs it."""

    id: int
    site: str
    matter: str
    role: str
    lead: bool
    name: str
    phone: str
    post: str
    started_on: date
    ended_on: date | None
    now: bool
    over: bool


def shown_of(actor: Actor, unit_id: int, *, revealed: bool = False, most: int = 300) -> list[Shown]:
    """Return a unit's responsible persons as pages show them; see `responsibles_of`."""
    today = clock.today()
    return [_shown(row, today, masked=not revealed) for row in responsibles_of(actor, unit_id)[:most]]


def _shown(row: Responsible, today: date, *, masked: bool) -> Shown:
    over = row.ended_on is not None and row.ended_on < today
    return Shown(
        id=row.pk,
        site=row.site.name,
        matter=row.matter.name,
        role=row.get_role_display(),
        lead=row.role == "lead",
        name=name_of(row, masked=masked),
        phone=phone_of(row, masked=masked),
        post=row.post,
        started_on=row.started_on,
        ended_on=row.ended_on,
        now=row.started_on <= today and not over,
        over=over,
    )


def subjects_of(actor: Actor, unit_id: int) -> list[bytes]:
    """Return the keyed hashes of the persons whom `shown_of` shows."""
    return [bytes(one) for one in responsibles_of(actor, unit_id).values_list("phone_hash", flat=True)]
