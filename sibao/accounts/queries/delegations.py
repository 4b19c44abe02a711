"""Who stands in for whom, and whom one may choose as a deputy."""

from datetime import datetime

from django.db.models import Q, QuerySet

from sibao.accounts.models import Account, AccountLimit, Appointment
from sibao.accounts.queries.accounts import running
from sibao.kernel.access import Actor
from sibao.kernel.refusals import Invalid


def limit_days(zone_id: int, code: str) -> int:
    """Return how many days something may last, as the zone's pack says.

    Raises:
        Invalid: the pack says nothing about it.
    """
    found = AccountLimit.objects.filter(zone_id=zone_id, code=code).first()
    if found is None:
        raise Invalid(f"数据包没有给出账号时限 {code}")
    return found.days


def own_delegations(account_id: int, now: datetime) -> QuerySet[Appointment]:
    """Return what an account has delegated, or what was delegated to it, as far as it runs or is yet to begin."""
    mine = Q(on_behalf_of__account=account_id) | Q(account=account_id)
    rows = Appointment.objects.filter(mine, kind=Appointment.Kind.DELEGATED, ended_at__gt=now)
    named = rows.select_related("account", "on_behalf_of__account", "position__organisation", "unit")
    return named.order_by("started_at", "id")


def colleagues(actor: Actor, now: datetime) -> QuerySet[Account]:
    """Return the people of the actor's organisation, or of her unit, without herself."""
    same = Q(appointments__unit=actor.scope.unit_id) if actor.scope.unit_id else Q()
    same &= Q(appointments__position__organisation=actor.organisation_id)
    held = running(now, "appointments__")
    people = Account.objects.filter(held, same, zone=actor.zone_id, is_active=True, is_machine=False)
    return people.exclude(pk=actor.account_id).distinct().order_by("name", "id")
