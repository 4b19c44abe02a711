"""The one way in for signals, whatever door they come by: read, known, written, folded, judged; in one transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from sibao.kernel.secrets import seal_bytes
from sibao.prevention import queries, sql
from sibao.prevention.inputs import DeliverSignals
from sibao.prevention.models import RejectedSignal, SignalDelivery, SignalSource
from sibao.prevention.rules.lines import KindOfSignal, NotTaken, Said, Why, read_line
from sibao.prevention.rules.subjects import SUBJECTS
from sibao.prevention.services.judging import judge

TAKEN, REPEATED = "taken", "repeated"


@dataclass(frozen=True, slots=True)
class LineReceipt:
    """What became of one line: "taken", "repeated", or why not, with the field to blame."""

    line: int
    result: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a delivery (回执); `again` = it had been received before, and nothing was done."""

    delivery_id: int
    taken: int
    repeated: int
    rejected: int
    lines: tuple[LineReceipt, ...]
    again: bool = False


@command("prevention:signal:deliver")
def deliver_signals(*, actor: Actor, now: datetime, given: DeliverSignals) -> Done[Receipt]:
    """Take what can be taken of a delivery, and say of each line what became of it.

    Raises:
        NotFound: no such source, or it is not the sender's.
        Invalid: the source was revoked.
        Conflict: another delivery of this source carries the same key.
    """
    source = _source(actor, given.source)
    sql.hold_key(source.pk, given.key)
    before = SignalDelivery.objects.filter(source=source, key=given.key).first()
    digest = hashlib.sha256(b"\n".join(given.lines)).digest()
    if before is not None:
        return _again(before, digest)
    watched = queries.monitoring(actor.zone_id)
    said, wrong = _read(given.lines, watched.kinds, frozenset(source.kinds), source.number, now)
    known = _known(actor, said.values())
    staged = _staged(said, known, wrong)
    delivery = SignalDelivery.objects.create(
        zone_id=actor.zone_id,
        source=source,
        key=given.key,
        digest=digest,
        received_at=now,
        received_by=actor.account_id,
        lines=len(given.lines),
        taken=0,
        repeated=0,
        rejected=len(wrong),
    )
    added = sql.take(
        [*{row.uid: row for row in staged.values()}.values()],
        zone_id=actor.zone_id,
        source=source.number,
        delivery_id=delivery.pk,
        now=now,
    )
    told = judge(watched, actor.zone_id, now)
    receipt = _receipt(delivery.pk, staged, wrong, added)
    SignalDelivery.objects.filter(pk=delivery.pk).update(taken=receipt.taken, repeated=receipt.repeated)
    _keep(actor, delivery, given.lines, wrong, now)
    SignalSource.objects.filter(pk=source.pk).update(last_seen_at=now)
    details = {"source": source.key, "taken": receipt.taken, "repeated": receipt.repeated, "rejected": receipt.rejected}
    return Done(receipt, Subject("signal_delivery", delivery.pk, source.name), told, details)


def _source(actor: Actor, key: str) -> SignalSource:
    source = SignalSource.objects.filter(zone_id=actor.zone_id, key=key).first()
    if source is None or source.account_id not in (None, actor.account_id):
        raise NotFound
    if source.revoked_at is not None:
        raise Invalid(fields={"source": _("这个来源已停用，不再接收它的信号")})
    return source


def _again(before: SignalDelivery, digest: bytes) -> Done[Receipt]:
    if bytes(before.digest) != digest:
        raise Conflict(_("这个批次编号已用过，内容却不同；请换一个编号"))
    receipt = Receipt(before.pk, before.taken, before.repeated, before.rejected, (), again=True)
    return Done(receipt, Subject("signal_delivery", before.pk, before.key), (), {"again": True})


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


def _known(actor: Actor, said: Iterable[Said]) -> dict[str, dict[str, int]]:
    words: dict[str, set[str]] = {}
    for one in said:
        words.setdefault(one.kind.subject, set()).add(one.about)
    return {subject: queries.found_subjects(actor, subject, several) for subject, several in words.items()}


def _staged(
    said: Mapping[int, Said], known: Mapping[str, Mapping[str, int]], wrong: dict[int, NotTaken]
) -> dict[int, sql.Staged]:
    staged: dict[int, sql.Staged] = {}
    for number, one in said.items():
        subject_id = known[one.kind.subject].get(one.about)
        if subject_id is None:
            wrong[number] = NotTaken(Why.NOBODY, one.kind.subject)
        else:
            staged[number] = sql.Staged(
                one.uid,
                one.at,
                one.kind.number,
                SUBJECTS[one.kind.subject],
                subject_id,
                one.value,
                json.dumps(one.more) if one.more else None,
            )
    return staged


def _receipt(
    delivery_id: int, staged: Mapping[int, sql.Staged], wrong: Mapping[int, NotTaken], added: set[int]
) -> Receipt:
    lines: list[LineReceipt] = [LineReceipt(number, why.why, why.field) for number, why in wrong.items()]
    for number, row in staged.items():
        lines.append(LineReceipt(number, TAKEN if row.uid in added else REPEATED))
        added.discard(row.uid)
    taken = sum(line.result == TAKEN for line in lines)
    lines.sort(key=lambda line: line.line)
    return Receipt(delivery_id, taken, len(staged) - taken, len(wrong), tuple(lines))


def _keep(
    actor: Actor, delivery: SignalDelivery, lines: tuple[bytes, ...], wrong: Mapping[int, NotTaken], now: datetime
) -> None:
    RejectedSignal.objects.bulk_create(
        RejectedSignal(
            zone_id=actor.zone_id,
            delivery=delivery,
            line=number,
            why=why.why,
            field=why.field,
            sealed=seal_bytes(lines[number - 1]),
        )
        for number, why in wrong.items()
    )
