"""Who is acting, and which appointments an account holds."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q, QuerySet

from sibao.accounts.models import Account, Appointment
from sibao.kernel import clock
from sibao.kernel.access import ZONE_ONLY, Actor, Scope, narrow, require
from sibao.kernel.refusals import NotFound

ACTING_KEY = "appointment"


def running_appointments(account_id: int, now: datetime) -> QuerySet[Appointment]:
    """Return the appointments that an account holds at `now`, in the order of their positions."""
    return (
        Appointment.objects.filter(Q(ended_at=None) | Q(ended_at__gt=now), account_id=account_id, started_at__lte=now)
        .select_related("position__role", "position__organisation", "position__area", "account", "unit")
        .order_by("position__order", "id")
    )


def actor_of(appointment: Appointment, *, request_id: str = "", door: str = "page") -> Actor:
    """Return the actor that an appointment makes of its account."""
    position, role = appointment.position, appointment.position.role
    organisation = position.organisation
    body = organisation.short_name if organisation else appointment.unit.name if appointment.unit else ""
    return Actor(
        account_id=appointment.account_id,
        appointment_id=appointment.id,
        name=appointment.account.name,
        position=f"{body} · {position.title}" if body else position.title,
        permissions=frozenset(role.permissions) if role else frozenset(),
        scope=Scope(
            zone_id=appointment.zone_id,
            area_path=position.area.path if position.area else "",
            sector_id=position.sector_id,
            unit_id=appointment.unit_id,
        ),
        organisation_id=position.organisation_id,
        role_ids=(role.id,) if role else (),
        request_id=request_id,
        door=door,
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
    account = Account.objects.filter(pk=session.get("_auth_user_id") or 0, is_active=True).first()
    if account is None or account.must_change_password:
        return None
    chosen = choose(list(running_appointments(account.pk, clock.now())), session.get(ACTING_KEY))
    return actor_of(chosen, door=door) if chosen else None


def actor_by_appointment(appointment_id: int, door: str = "queue") -> Actor | None:
    """Return the actor of an appointment that runs now, or None when it has ended or its account is closed."""
    account = Appointment.objects.filter(pk=appointment_id, account__is_active=True).values_list("account_id", flat=True)
    running = [one for held in account for one in running_appointments(held, clock.now()) if one.id == appointment_id]
    return actor_of(running[0], door=door) if running else None


def accounts(actor: Actor) -> QuerySet[Account]:
    """Return the accounts of the actor's zone; only roles that keep accounts hold the permission."""
    require(actor, "accounts:account:read")
    return narrow(actor, Account.objects.all(), ZONE_ONLY)


def access_account(actor: Actor, account_id: int) -> Account:
    """Return one account locked, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    found = narrow(actor, Account.objects.select_for_update(), ZONE_ONLY).filter(pk=account_id).first()
    if found is None:
        raise NotFound
    return found
