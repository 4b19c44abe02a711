"""Machines' keys (机器密钥): who comes in by one, and how they are used."""

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import IntegerField, Max, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sibao.accounts.models import KeyUse, MachineKey
from sibao.accounts.queries.acting import actor_of, own_actor, running_appointments
from sibao.kernel import clock
from sibao.kernel.access import ZONE_ONLY, Actor, narrow, require
from sibao.kernel.doors import KEY_DOOR
from sibao.kernel.refusals import NotFound, Text

MARK = "sibao"
MACHINES = "machine_keys"
"""The switch of the door for machines."""
SHOWN_DAYS = 30
_FORM = re.compile(rf"{MARK}_([0-9a-f]{{8}})_[\w-]{{20,80}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who presents a key: the actor it opens to, or who is to be told of on the record and why it opens nothing."""

    key: MachineKey | None
    actor: Actor | None
    problem: Text = ""

    @property
    def own(self) -> Actor | None:
        """Return the key's account as it stands on the record of a refusal."""
        if self.key is None:
            return None
        own = own_actor(self.key.account, door=KEY_DOOR)
        return replace(own, position=self.actor.position, request_id=self.actor.request_id) if self.actor else own


def digest_of(secret: str) -> bytes:
    """Return what is kept of a key: its secret has 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).digest()


def holder_of(secret: str, now: datetime, *, request_id: str = "") -> Holder:
    """Return who presents a key; a wrong secret of a known key names nobody."""
    form = _FORM.fullmatch(secret)
    found = MachineKey.objects.select_related("account").filter(prefix=form[1]).first() if form else None
    if found is None or not hmac.compare_digest(bytes(found.digest), digest_of(secret)):
        return Holder(None, None, _("密钥不正确"))
    if found.revoked_at is not None or not found.account.is_active:
        return Holder(found, None, _("密钥已停用"))
    if found.expires_at <= now:
        return Holder(found, None, _("密钥已过期"))
    held = next(iter(running_appointments(found.account_id, now)), None)
    if held is None:
        return Holder(found, None, _("机器账号没有在任的岗位"))
    actor = actor_of(held, request_id=request_id, door=KEY_DOOR)
    ends = min(found.expires_at, actor.until) if actor.until else found.expires_at
    return Holder(found, replace(actor, name=found.account.name, until=ends))


def keys(actor: Actor) -> QuerySet[Any]:
    """Return the zone's keys with their last use, and their uses and refusals of the last 30 days."""
    require(actor, "accounts:key:read")
    since = clock.today() - timedelta(days=SHOWN_DAYS)
    days = KeyUse.objects.filter(key=OuterRef("pk")).order_by().values("key")
    uses = days.filter(day__gt=since)
    counted = {
        name: Coalesce(Subquery(uses.annotate(sum=Sum(name)).values("sum")), Value(0), output_field=IntegerField())
        for name in ("uses", "refused")
    }
    rows = narrow(actor, MachineKey.objects.select_related("account"), ZONE_ONLY)
    last = Subquery(days.annotate(last=Max("last_at")).values("last"))
    return rows.annotate(use_count=counted["uses"], refused_count=counted["refused"], used_at=last)


def key(actor: Actor, key_id: int) -> Any:
    """Return one key.

    Raises:
        NotFound: there is none of that id in the actor's zone.
    """
    found = keys(actor).filter(pk=key_id).first()
    if found is None:
        raise NotFound
    return found


def key_uses(actor: Actor, key_id: int) -> list[KeyUse]:
    """Return a key's uses by day, the newest first, at most 30 days with a use."""
    require(actor, "accounts:key:read")
    return list(narrow(actor, KeyUse.objects.filter(key=key_id), ZONE_ONLY).order_by("-day")[:SHOWN_DAYS])


def keys_of(actor: Actor, account_id: int) -> QuerySet[Any]:
    """Return the keys of one machine account, the newest first."""
    return keys(actor).filter(account=account_id).order_by("-created_at", "-id")
