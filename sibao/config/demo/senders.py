"""Ways in for what a day of the demo hands over: the command itself, or the API by a machine's key."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.parse import urlencode

from sibao.accounts import queries as accounts
from sibao.accounts import services as accounting
from sibao.accounts.inputs import Appoint, CreateMachine, IssueKey, RevokeKey
from sibao.config.demo.days import Handover
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.prevention import services
from sibao.prevention.inputs import DeliverSignals

LOGIN, NAME, SEAT = "replay", "演示信号（示例）", "machine_signals"
TRIES, PAUSE, PATIENCE = 60, 1.0, 60.0
BUSY = {429, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a delivery; `again` = it had been received before."""

    taken: int
    repeated: int
    rejected: int
    again: bool


Send = Callable[[Handover], Became]


class NotTaken(Exception):
    """The product refused a delivery, or could not be reached."""


def by_command(actor: Actor) -> Send:
    """Hand over by the command, in this process."""

    def send(one: Handover) -> Became:
        given = DeliverSignals(source=one.source, key=one.key, lines=one.lines)
        receipt = services.deliver_signals(actor=actor, given=given)
        return Became(receipt.taken, receipt.repeated, receipt.rejected, receipt.again)

    return send


@contextmanager
def by_api(actor: Actor, url: str) -> Iterator[Send]:
    """Hand over by the API at an address, with a key that is good until this ends."""
    issued = accounting.issue_key(actor=actor, given=IssueKey(account_id=_machine(actor), name=NAME, days=1))
    try:
        yield lambda one: _post(url.rstrip("/"), issued.secret, one)
    finally:
        accounting.revoke_key(actor=actor, given=RevokeKey(key_id=issued.key.pk, reason=NAME))


def _machine(actor: Actor) -> int:
    """The demo's machine account, appointed to the seat of those who deliver signals."""
    account = accounts.account_named(LOGIN)
    if account is None:
        account = accounting.create_machine(actor=actor, given=CreateMachine(username=LOGIN, name=NAME))
    seat = accounts.position_by_code(actor.zone_id, SEAT)
    if seat is not None and not accounts.running_appointments(account.pk, clock.now()):
        accounting.appoint(actor=actor, given=Appoint(account_id=account.pk, position_id=seat.pk))
    return int(account.pk)


def _post(url: str, secret: str, one: Handover) -> Became:
    """Hand one over, again and again while the product is busy or away: the key makes it one delivery all the same."""
    where = f"{url}/api/v1/signals?{urlencode({'source': one.source, 'key': one.key})}"
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/x-ndjson"}
    asked = urllib.request.Request(where, b"\n".join(one.lines), headers, method="POST")  # noqa: S310 - the operator's own address
    for _try in range(TRIES):
        try:
            with urllib.request.urlopen(asked, timeout=PATIENCE) as answer:  # noqa: S310 - see above
                said: dict[str, Any] = json.load(answer)
            return Became(said["taken"], said["repeated"], said["rejected"], said["again"])
        except urllib.error.HTTPError as error:
            if error.code not in BUSY:
                raise NotTaken(f"{error.code} {error.read(300).decode(errors='replace')}") from error
        except (OSError, HTTPException):
            pass
        time.sleep(PAUSE)
    raise NotTaken(f"{url} 没有应答 does not answer")
