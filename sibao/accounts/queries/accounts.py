"""Accounts, positions, roles and appointments, for those who keep them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery

from sibao.accounts.models import Account, Appointment, Position, Role
from sibao.kernel import clock
from sibao.kernel.access import ZONE_ONLY, Actor, narrow, require
from sibao.kernel.refusals import NotFound

DEMO_MARK = "（演示）"


def accounts(actor: Actor) -> QuerySet[Account]:
    """Return the accounts of the actor's zone; only roles that keep accounts hold the permission."""
    require(actor, "accounts:account:read")
    return narrow(actor, Account.objects.all(), ZONE_ONLY)


def account(actor: Actor, account_id: int) -> Account:
    """Return one account.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    found = accounts(actor).filter(pk=account_id).first()
    if found is None:
        raise NotFound
    return found


def access_account(actor: Actor, account_id: int) -> Account:
    """Return one account locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    found = narrow(actor, Account.objects.select_for_update(), ZONE_ONLY).filter(pk=account_id).first()
    if found is None:
        raise NotFound
    return found


def running(now: datetime, prefix: str = "") -> Q:
    """Return the condition that an appointment runs at `now`; a delegated one only while its giver's runs too."""
    source = f"{prefix}on_behalf_of__"
    own = Q(**{f"{prefix}on_behalf_of": None})
    return _in_term(now, prefix) & (own | _in_term(now, source) & Q(**{f"{source}account__is_active": True}))


def _in_term(now: datetime, prefix: str) -> Q:
    return Q(**{f"{prefix}started_at__lte": now}) & (
        Q(**{f"{prefix}ended_at": None}) | Q(**{f"{prefix}ended_at__gt": now})
    )


def appointments_of(actor: Actor, account_id: int) -> QuerySet[Appointment]:
    """Return every appointment of an account, the running ones first, then the latest."""
    require(actor, "accounts:account:read")
    rows = narrow(actor, Appointment.objects.filter(account_id=account_id), ZONE_ONLY)
    with_names = ("position__organisation", "position__role", "unit", "on_behalf_of__account")
    return rows.select_related(*with_names).order_by("-started_at", "id")


def appointment(actor: Actor, appointment_id: int) -> Appointment:
    """Return one appointment.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    rows = narrow(actor, Appointment.objects.filter(pk=appointment_id), ZONE_ONLY)
    found = rows.select_related("account", "position__organisation", "unit").first()
    if found is None:
        raise NotFound
    return found


def first_positions(rows: QuerySet[Account], now: datetime) -> QuerySet[Any]:
    """Add to each account the title of its first running position, empty when it holds none."""
    held = Appointment.objects.filter(running(now), account_id=OuterRef("pk")).order_by("position__order", "id")
    return rows.annotate(position_title=Subquery(held.values("position__title")[:1]))


def positions(actor: Actor) -> QuerySet[Position]:
    """Return the zone's positions in the pack's order."""
    require(actor, "accounts:role:read")
    rows = narrow(actor, Position.objects.all(), ZONE_ONLY)
    return rows.select_related("organisation", "role", "area", "sector", "document").order_by("order", "id")


def roles(actor: Actor) -> QuerySet[Role]:
    """Return the zone's roles in order of name."""
    require(actor, "accounts:role:read")
    return narrow(actor, Role.objects.all(), ZONE_ONLY).order_by("id")


def locked_names(now: datetime) -> frozenset[str]:
    """Return the sign-in names that are locked out at the real time `now`."""
    since = now - timedelta(hours=settings.AXES_COOLOFF_TIME)
    tried = AccessAttempt.objects.filter(failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since)
    return frozenset(filter(None, tried.values_list("username", flat=True)))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who sits in a seat, and for which term."""

    name: str
    started_at: datetime
    ended_at: datetime | None
    unit: str = ""
    acting: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """A position with those who hold it now; `vacant` seats have nobody (R118)."""

    position: Position
    holders: tuple[Holder, ...]

    @property
    def vacant(self) -> int:
        return max(self.position.seats - len(self.holders), 0)


def seats(rows: Iterable[Position], now: datetime) -> list[Seat]:
    """Return positions with their holders at `now`."""
    found = list(rows)
    held: dict[int, list[Holder]] = defaultdict(list)
    sitting = Appointment.objects.filter(running(now), on_behalf_of=None, position__in=found, account__is_active=True)
    for one in sitting.select_related("account", "unit").order_by("started_at", "id"):
        unit = one.unit.name if one.unit else ""
        acting = one.kind == Appointment.Kind.ACTING
        held[one.position_id].append(Holder(one.account.name, one.started_at, one.ended_at, unit, acting))
    return [Seat(position, tuple(held[position.pk])) for position in found]


def holders(actor: Actor, position_id: int) -> tuple[Holder, ...]:
    """Return who holds a position now."""
    return seats(positions(actor).filter(pk=position_id), clock.now())[0].holders


def demo_accounts(zone_id: int) -> QuerySet[Any]:
    """Return the accounts marked as demo with the title of their first position, for a demo zone's sign-in page."""
    rows = Account.objects.filter(zone_id=zone_id, zone__demo=True, is_active=True, name__endswith=DEMO_MARK)
    return first_positions(rows, clock.now()).exclude(position_title=None).order_by("id")
