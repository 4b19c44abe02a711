"""The demo accounts of the pack, loaded through their command."""

import tomllib
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from sibao.accounts import queries, services
from sibao.accounts.inputs import DemoAccounts
from sibao.kernel.access import Actor
from sibao.kernel.clock import SHANGHAI


def load_accounts(actor: Actor, file: Path) -> int:
    """Make the demo accounts that are not there yet and return how many were made.

    Args:
        actor: the command line in a demo zone.
        file: `demo-accounts.toml` of a pack; units are named by their id.

    Raises:
        Invalid: the zone is no demo zone, or an account names a position or unit that is not there.
    """
    return len(services.load_demo(actor=actor, given=read_accounts(file)))


def read_accounts(file: Path) -> DemoAccounts:
    """Read a pack's demo accounts; terms run from the beginning of a day in Shanghai."""
    data: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
    return DemoAccounts.model_validate(
        {**data, "started_at": _begin(data["term_from"]), "ended_at": _begin(data["term_to"])}
    )


def acting_as(login: str, now: datetime) -> Actor:
    """Return one of the demo's people, as the command line acts for her."""
    account = queries.account_named(login)
    held = queries.running_appointments(account.pk if account else 0, now)
    return queries.actor_of(held[0], door="cli")


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
