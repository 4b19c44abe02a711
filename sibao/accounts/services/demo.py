"""The demo accounts of a pack. Loading twice changes nothing."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from sibao.accounts.inputs import DemoAccount, DemoAccounts
from sibao.accounts.models import Account, Appointment, Position
from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("accounts:demo:load")
def load_demo(*, actor: Actor, now: datetime, given: DemoAccounts) -> Done[list[Account]]:
    """Make the demo accounts with their appointments; those that are there stay as they are.

    Raises:
        Invalid: the zone is no demo zone, or an account names a position or unit that is not there.
    """
    if not directory.zone(actor.zone_id).demo:
        raise Invalid(_("演示账号只能装入演示示范区"))
    there = set(Account.objects.filter(zone_id=actor.zone_id).values_list("username", flat=True))
    rows = [row for row in given.accounts if row.login not in there]
    made = Account.objects.bulk_create([_account(actor.zone_id, row, given, now) for row in rows])
    positions = {row.code: row for row in Position.objects.filter(zone_id=actor.zone_id)}
    Appointment.objects.bulk_create(
        _appointment(account, positions, code, row, given)
        for account, row in zip(made, rows, strict=True)
        for code in row.positions
    )
    return Done(made, Subject("pack", None, "演示账号"), details={"accounts": len(made)})


def _account(zone_id: int, row: DemoAccount, given: DemoAccounts, now: datetime) -> Account:
    return Account(
        zone_id=zone_id,
        username=row.login,
        name=row.name,
        password=make_password(given.password.get_secret_value()),
        must_change_password=False,
        created_at=now,
    )


def _appointment(
    account: Account, positions: dict[str, Position], code: str, row: DemoAccount, given: DemoAccounts
) -> Appointment:
    position = positions.get(code)
    if position is None:
        raise Invalid(f"演示账号 {row.login} 的岗位 {code} 不存在")
    if position.unit_bound and not (row.unit and directory.unit_exists(position.zone_id, row.unit)):
        raise Invalid(f"演示账号 {row.login} 的单位 {row.unit} 不存在")
    return Appointment(
        zone_id=position.zone_id,
        account=account,
        position=position,
        unit_id=row.unit if position.unit_bound else None,
        started_at=given.started_at,
        ended_at=given.ended_at,
    )
