"""Holding seats, as others see it: which one somebody acts in, who sits in one now, which ones may do something."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sibao.accounts.models import Account, Appointment, Position
from sibao.accounts.queries.accounts import running
from sibao.kernel.access import Actor


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """The seat that somebody acts in: its position with body and roles, its unit where bound to one, and for whom she may act."""

    position_id: int | None
    unit_id: int | None
    account_ids: tuple[int, ...]
    organisation_id: int | None = None
    role_ids: tuple[int, ...] = ()


def seat_of(actor: Actor) -> OwnSeat:
    """Return the actor's seat; a deputy acts for the account that delegated too, the system sits nowhere."""
    hers = (actor.account_id, actor.for_account_id) if actor.for_account_id else (actor.account_id,)
    if actor.position_id is None:
        return OwnSeat(None, None, hers)
    return OwnSeat(actor.position_id, actor.scope.unit_id, hers, actor.organisation_id, actor.role_ids)


def able_positions(zone_id: int, permission: str) -> QuerySet[Position]:
    """Return the positions whose role holds a permission, in the pack's order."""
    rows = Position.objects.filter(zone_id=zone_id, role__permissions__contains=[permission], role__duty="")
    return rows.select_related("organisation", "role").order_by("order", "id")


def sitting(position_id: int, unit_id: int | None, now: datetime) -> list[int]:
    """Return the accounts that sit in a seat at `now`, deputies too, in order of id."""
    rows = _sitting(now).filter(_at(position_id, unit_id))
    return list(rows.values_list("account_id", flat=True).order_by("account_id").distinct())


def sits(account_id: int, position_id: int, unit_id: int | None, now: datetime) -> bool:
    """Return whether an account sits in a seat at `now`."""
    return _sitting(now).filter(_at(position_id, unit_id), account_id=account_id).exists()


def acting_for(account_id: int, position_id: int, unit_id: int | None, now: datetime) -> list[int]:
    """Return an account that sits in a seat at `now`, and those that stand in for it there, in order of id."""
    hers = Q(account_id=account_id) | Q(on_behalf_of__account_id=account_id)
    rows = _sitting(now).filter(_at(position_id, unit_id), hers)
    return list(rows.values_list("account_id", flat=True).order_by("account_id").distinct())


def taken_positions(seats: Collection[Position], now: datetime, *, without: Collection[int] = ()) -> set[int]:
    """Return those of some positions in which somebody sits at `now`, other than these accounts and their deputies, by id."""
    rows = _sitting(now).filter(position__in=seats, account__is_machine=False).exclude(account__in=without)
    return set(rows.exclude(on_behalf_of__account__in=without).values_list("position_id", flat=True))


def _at(position_id: int, unit_id: int | None) -> Q:
    unit = Q(unit=None) if unit_id is None else Q(unit_id=unit_id)
    return Q(position_id=position_id) & unit


def _sitting(now: datetime) -> QuerySet[Appointment]:
    return Appointment.objects.filter(running(now), account__is_active=True)


def sitting_accounts(zone_id: int, now: datetime, wanted: Q) -> QuerySet[Account]:
    """Return the personal accounts that hold a running appointment for which the condition on appointments is true."""
    held = _sitting(now).filter(wanted, zone_id=zone_id, account__is_machine=False)
    return Account.objects.filter(pk__in=held.values("account_id")).order_by("pk")


def seated_units(zone_id: int, now: datetime) -> QuerySet[Appointment, int]:
    """Return the ids of the units for which somebody of their own sits in a seat now, other than the gate's guard."""
    held = _sitting(now).filter(zone_id=zone_id, position__role__code="unit_user", account__is_machine=False)
    return held.values_list("unit_id", flat=True)


def liaison_accounts(zone_id: int, now: datetime) -> QuerySet[Account]:
    """Return the accounts that are appointed as liaison officers (包保干部) now."""
    return sitting_accounts(zone_id, now, Q(position__role__code="liaison_officer"))


def people(account_ids: Collection[int]) -> dict[int, Account]:
    """Return accounts by id."""
    return Account.objects.in_bulk(account_ids)


def position_of(position_id: int) -> Position:
    """Return a position that is known to exist, with its body."""
    return Position.objects.select_related("organisation").get(pk=position_id)


def position_by_code(zone_id: int, code: str) -> Position | None:
    """Return the position of a code."""
    return Position.objects.select_related("organisation").filter(zone_id=zone_id, code=code).first()


def position_in_body(organisation_id: int | None, role: str) -> Position | None:
    """Return the first position of a body that has a role, by the role's code."""
    rows = Position.objects.select_related("organisation").filter(organisation_id=organisation_id or 0, role__code=role)
    return rows.order_by("order", "id").first()


def sitting_now(zone_id: int, now: datetime) -> QuerySet[Appointment]:
    """Return the running appointments of a zone, for contexts that join them with their own rows."""
    return _sitting(now).filter(zone_id=zone_id)


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """Where somebody acts: the area and sector of her position, or of her unit where bound to one, and her role's code."""

    area_path: str
    sector_id: int | None
    role: str


def place_of(actor: Actor) -> OwnPlace:
    """Return where the actor acts; the system acts everywhere, in no role."""
    rows = Appointment.objects.filter(pk=actor.appointment_id or 0, account_id=actor.account_id)
    names = (
        "position__area__path",
        "unit__area_path",
        "position__sector_id",
        "unit__sector_id",
        "position__role__code",
    )
    found = rows.values_list(*names).first()
    if found is None:
        return OwnPlace("", None, "")
    area, units_area, sector, units_sector, role = found
    return OwnPlace(units_area or area or "", units_sector or sector, role or "")


def seated(zone_id: int, area_path: str, sector_id: int | None, roles: Collection[str]) -> Q:
    """Return the condition that an appointment lies within an area and sector, in one of some roles; empty = no limit."""
    wanted = Q(zone_id=zone_id)
    if area_path:
        wanted &= Q(position__area__path__startswith=area_path) | Q(unit__area_path__startswith=area_path)
    if sector_id is not None:
        wanted &= Q(position__sector_id=sector_id) | Q(unit__sector_id=sector_id)
    return wanted & Q(position__role__code__in=roles) if roles else wanted


def role_names(zone_id: int) -> dict[str, str]:
    """Return the roles of a zone's people, code → name, for pages that choose among them."""
    rows = Position.objects.filter(zone_id=zone_id, role__isnull=False).exclude(role__code="machine_reader")
    return dict(rows.values_list("role__code", "role__name").order_by("role__id").distinct())
