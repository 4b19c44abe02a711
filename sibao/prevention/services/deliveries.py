"""Signals by machines: a delivery of lines, each taken or not for itself, with a receipt of every one."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import seal_bytes
from sibao.prevention import queries
from sibao.prevention.inputs import DeliverSignals
from sibao.prevention.models import RejectedSignal, SignalSource
from sibao.prevention.rules.lines import MOST_BYTES, KindOfSignal, NotTaken, Said, Why, read_line
from sibao.prevention.services.ingesting import Handed, Receipt, check_in_use, ingest, taken_before


@command("prevention:signal:deliver")
def deliver_signals(*, actor: Actor, now: datetime, given: DeliverSignals) -> Done[Receipt]:
    """Take what can be taken of a delivery, and say of each line what became of it.

    Raises:
        NotFound: no such source, or it is not the sender's.
        Invalid: the source was revoked.
        Conflict: another delivery of this source carries the same key.
    """
    source = _source(actor, given.source)
    handed = Handed(source, given.key, hashlib.sha256(b"\n".join(given.lines)).digest())
    before = taken_before(handed)
    if before is not None:
        return Done(before, Subject("signal_delivery", before.delivery_id, source.name), (), {"again": True})
    watched = queries.monitoring(actor.zone_id)
    said, wrong = _read(given.lines, watched.kinds, frozenset(source.kinds), source.number, now)
    about = _known(actor, said, wrong)
    receipt, told = ingest(watched, actor, handed, about, wrong, now)
    _keep(actor, receipt.delivery_id, given.lines, wrong)
    details = {"source": source.key, "taken": receipt.taken, "repeated": receipt.repeated, "rejected": receipt.rejected}
    return Done(receipt, Subject("signal_delivery", receipt.delivery_id, source.name), told, details)


def _source(actor: Actor, key: str) -> SignalSource:
    source = SignalSource.objects.filter(zone_id=actor.zone_id, key=key).first()
    if source is None or source.account_id not in (None, actor.account_id):
        raise NotFound
    check_in_use(source)
    return source


def _read(
    lines: Iterable[bytes], kinds: Mapping[str, KindOfSignal], own: frozenset[str], source: int, now: datetime
) -> tuple[dict[int, Said], dict[int, NotTaken]]:
    said: dict[int, Said] = {}
    wrong: dict[int, NotTaken] = {}
    for number, line in enumerate(lines, start=1):
        try:
            said[number] = read_line(line, kinds, own, source, now)
        except NotTaken as why:
            wrong[number] = why
    return said, wrong


def _known(actor: Actor, said: Mapping[int, Said], wrong: dict[int, NotTaken]) -> dict[int, tuple[Said, int]]:
    words: dict[str, set[str]] = {}
    for one in said.values():
        words.setdefault(one.kind.subject, set()).add(one.about)
    known = {subject: queries.found_subjects(actor, subject, several) for subject, several in words.items()}
    about: dict[int, tuple[Said, int]] = {}
    for number, one in said.items():
        subject_id = known[one.kind.subject].get(one.about)
        if subject_id is None:
            wrong[number] = NotTaken(Why.NOBODY, one.kind.subject)
        else:
            about[number] = one, subject_id
    return about


def _keep(actor: Actor, delivery_id: int, lines: tuple[bytes, ...], wrong: Mapping[int, NotTaken]) -> None:
    RejectedSignal.objects.bulk_create(
        RejectedSignal(
            zone_id=actor.zone_id,
            delivery_id=delivery_id,
            line=number,
            why=why.why,
            field=why.field,
            sealed=seal_bytes(lines[number - 1][:MOST_BYTES]),
        )
        for number, why in wrong.items()
    )
