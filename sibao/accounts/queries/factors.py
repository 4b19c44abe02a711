"""Second factors (第二因素) of an account, and by when someone whose role needs one has to have one."""

from base64 import b64decode
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator

from sibao.accounts.models import Account, Appointment
from sibao.accounts.queries.accounts import DEMO_MARK
from sibao.accounts.queries.delegations import limit_days
from sibao.kernel.secrets import key_of

KINDS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
SEALED = ("secret", "seed")


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor: an authenticator app (验证器) or a passkey (通行密钥)."""

    id: int
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


def factors(account_id: int) -> list[Factor]:
    """Return the second factors of an account, the oldest first."""
    rows = Authenticator.objects.filter(user=account_id, type__in=KINDS).order_by("id")
    return [Factor(row.pk, row.type, row.data.get("name", ""), row.created_at, row.last_used_at) for row in rows]


def has_factor(account_id: int) -> bool:
    """Return whether an account has a second factor."""
    return bool(Authenticator.objects.filter(user=account_id, type__in=KINDS).exists())


def factor_due(appointment: Appointment) -> datetime | None:
    """Return by when its holder has to have a second factor, None when she has one or needs none.

    Counted from the start of the appointment, or from when the role came to need one; invented people need none.
    """
    role, account = appointment.position.role, appointment.account
    if role is None or role.second_factor_since is None or account.is_machine or _invented(account):
        return None
    if has_factor(account.pk):
        return None
    grace = timedelta(days=limit_days(appointment.zone_id, "second_factor_grace"))
    return max(appointment.started_at, role.second_factor_since) + grace


def lacks_factor(appointment: Appointment, now: datetime) -> bool:
    """Return whether its holder should have a second factor by now and has none."""
    due = factor_due(appointment)
    return due is not None and due <= now


def _invented(account: Account) -> bool:
    return account.name.endswith(DEMO_MARK) and account.zone is not None and account.zone.demo


def sealed_in(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is sealed, in base64, of a second factor's data: the seed of an app or of recovery codes."""
    yield from (data[key] for key in SEALED if key in data)


def factor_keys() -> Counter[str]:
    """Return how many seeds of second factors each key has sealed."""
    rows = Authenticator.objects.values_list("data", flat=True).iterator()
    return Counter(key_of(b64decode(one)) for data in rows for one in sealed_in(data))
