"""Examining the whole record, in the background or from the command line."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from procrastinate.contrib.django import app

from sibao.audit import queries, sql
from sibao.audit.models import Checkpoint, Verification
from sibao.audit.queries import KEY
from sibao.audit.rules import Finding, Signed, examine
from sibao.audit.services.checkpoints import signed
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, NoInput, Subject, command
from sibao.kernel.secrets import signing

VERIFY = "sibao.audit.record.verify"
MOST_KEPT = 200


@command("audit:record:verify")
def verify_record(*, actor: Actor, now: datetime, given: NoInput) -> Done[Verification]:
    """Queue an examination of the whole record."""
    asked = Verification.objects.create(zone_id=actor.zone_id, account_id=actor.account_id, asked_at=now)
    app.configure_task(VERIFY, queue="default", lock="audit-verify").defer(verification_id=asked.pk)
    return Done(asked, Subject("verification", asked.pk))


def findings(checkpoints: Iterable[Signed], keys: Mapping[str, Ed25519PublicKey]) -> Iterator[Finding]:
    """Yield everything that is wrong with the record, by itself and against signed checkpoints.

    Args:
        checkpoints: copies kept in the database or elsewhere; those that nobody's key signed are findings themselves.
        keys: public keys by their id.
    """
    trusted = []
    for one in checkpoints:
        if wrong := _mistrusted(one, keys):
            yield Finding(wrong, one.number, note=one.key)
        else:
            trusted.append(one)
    yield from examine(sql.chain(), trusted)
    yield from sql.strangers()


def own_checkpoints() -> Iterator[Signed]:
    """Yield the checkpoints kept in the database."""
    yield from map(signed, Checkpoint.objects.order_by("id").iterator())


def carry_out(verification_id: int, now: datetime) -> None:
    """Examine the record for whoever asked, and keep what was found."""
    asked = Verification.objects.filter(pk=verification_id)
    found = list(findings(own_checkpoints(), signing.public_keys(KEY)))
    state = queries.sealing()
    asked.update(
        state=Verification.State.DAMAGED if found else Verification.State.WHOLE,
        finished_at=now,
        sealed=state.number,
        unsealed=state.unsealed,
        findings=[asdict(one) for one in found[:MOST_KEPT]],
    )


def _mistrusted(one: Signed, keys: Mapping[str, Ed25519PublicKey]) -> str:
    public = keys.get(one.key)
    if public is None:
        return "key-missing"
    try:
        genuine = signing.is_signed(public, one.signature_bytes(), one.message())
    except ValueError:
        genuine = False
    return "" if genuine else "forged"
