"""Who is acting, and which appointments an account holds."""

from datetime import datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.utils.crypto import constant_time_compare

from sibao.accounts.models import Account, Appointment
from sibao.accounts.permissions import NEVER_DELEGATED, OWN
from sibao.accounts.queries.accounts import running
from sibao.accounts.queries.factors import lacks_factor
from sibao.kernel import clock, standing
from sibao.kernel.access import Actor, Scope
from sibao.kernel.zoned import switches

ACTING_KEY = "appointment"
NO_UNIT = -1
"""The unit of a scope that reaches no row."""


def signed_in(user: object) -> Account | None:
    """Return the account that a request is signed in with, None for anybody else."""
    return user if isinstance(user, Account) else None


def account_named(username: str) -> Account | None:
    """Return the account of a sign-in name."""
    return Account.objects.filter(username=username).first()


def own_actor(account: Account, *, request_id: str = "", door: str = "page") -> Actor:
    """Return the actor of an account outside any position: it may keep its own sign-in, and reaches no row."""
    return Actor(
        account_id=account.pk,
        appointment_id=None,
        name=account.name,
        position=standing.ONESELF,
        permissions=OWN,
        scope=Scope(account.zone_id or 0, unit_id=NO_UNIT),
        request_id=request_id,
        door=door,
    )


def stranger(zone_id: int, *, request_id: str = "") -> Actor:
    """Return the actor of someone who tries to sign in under a name that no account has."""
    scope = Scope(zone_id, unit_id=NO_UNIT)
    return Actor(
        0, None, "", standing.NOT_SIGNED_IN, frozenset({"accounts:session:open"}), scope, request_id=request_id
    )


def running_appointments(account_id: int, now: datetime) -> list[Appointment]:
    """Return the appointments that an account holds at `now`, its own first, with what is `turned`."""
    rows = Appointment.objects.filter(running(now), account_id=account_id).select_related(
        "position__role", "position__organisation", "position__area", "account", "unit", "on_behalf_of__account"
    )
    found = rows.annotate(turned=switches.turned_in("accounts_appointment.zone_id"))
    return sorted(found, key=lambda one: (one.on_behalf_of_id or 0, one.position.order, one.id))


def label_of(appointment: Appointment) -> str:
    """Return an appointment in the words of the record: body, title, and for whom a deputy stands in."""
    position = appointment.position
    organisation, unit = position.organisation, appointment.unit
    body = (organisation.short_name if organisation else "", unit.name if unit else "")
    return " · ".join(filter(None, (*body, position.title))) + _deputy(appointment)


def _deputy(appointment: Appointment) -> str:
    if appointment.on_behalf_of is not None:
        return standing.deputy(appointment.on_behalf_of.account.name)
    return standing.deputy() if appointment.kind == Appointment.Kind.ACTING else ""


def actor_of(appointment: Any, *, request_id: str = "", door: str = "page") -> Actor:
    """Return the actor that a running appointment makes of its account, without what the zone has switched off."""
    position, role, source = appointment.position, appointment.position.role, appointment.on_behalf_of
    permissions = frozenset(role.permissions) if role else frozenset()
    closed = switches.closed(appointment.turned)
    ends = [one.ended_at for one in (appointment, source) if one is not None and one.ended_at is not None]
    return Actor(
        account_id=appointment.account_id,
        appointment_id=appointment.id,
        name=appointment.account.name,
        position=label_of(appointment),
        permissions=permissions - closed - (NEVER_DELEGATED if source else frozenset()),
        scope=Scope(
            zone_id=appointment.zone_id,
            area_path=position.area.path if position.area else "",
            sector_id=position.sector_id,
            unit_id=appointment.unit_id,
        ),
        organisation_id=position.organisation_id,
        role_ids=(role.id,) if role else (),
        position_id=position.id,
        for_account_id=source.account_id if source else None,
        request_id=request_id,
        door=door,
        until=min(ends, default=None),
        closed=closed,
    )


def choose(appointments: list[Appointment], wanted: int | None) -> Appointment | None:
    """Return the appointment to act in: the wanted one if it still runs, else the first."""
    return next((one for one in appointments if one.id == wanted), appointments[0] if appointments else None)


def actor_of_session(session: SessionBase, *, door: str = "stream") -> Actor | None:
    """Return who acts in a session, or None when it has ended or the account is closed.

    Args:
        session: the loaded session store of the request or stream.
        door: through which door the actor comes, for the record.
    """
    account = Account.objects.filter(pk=session.get(SESSION_KEY) or 0, is_active=True).first()
    if account is None or account.must_change_password or not still_valid(session, account):
        return None
    now = clock.now()
    chosen = choose(running_appointments(account.pk, now), session.get(ACTING_KEY))
    if chosen is None or lacks_factor(chosen, now):
        return None
    return actor_of(chosen, door=door)


def still_valid(session: SessionBase, account: Account) -> bool:
    """A session ends as soon as the password it was opened with is replaced."""
    return constant_time_compare(session.get(HASH_SESSION_KEY, ""), account.get_session_auth_hash())


def actor_by_appointment(appointment_id: int, door: str = "queue") -> Actor | None:
    """Return the actor of an appointment that runs now, or None when it has ended or its account is closed."""
    account = Appointment.objects.filter(pk=appointment_id, account__is_active=True).values_list(
        "account_id", flat=True
    )
    running = [one for held in account for one in running_appointments(held, clock.now()) if one.id == appointment_id]
    return actor_of(running[0], door=door) if running else None
