"""The sessions of an account: from which device, since when."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore

from sibao.accounts.models import Account
from sibao.accounts.queries.acting import still_valid
from sibao.accounts.rules import Device, device_of


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser (登录设备)."""

    id: int
    device: Device
    address: str
    started_at: datetime
    current: bool


def own_sessions(account: Account, current_key: str) -> list[Session]:
    """Return the sessions of an account that are still good, the one in hand first, then the newest."""
    rows = UserSession.objects.filter(user=account).order_by("-created_at", "-id")
    found = [
        Session(row.pk, device_of(row.user_agent), row.ip, row.created_at, row.session_key == current_key)
        for row in rows
        if still_valid(SessionStore(row.session_key), account)
    ]
    return sorted(found, key=lambda one: not one.current)
