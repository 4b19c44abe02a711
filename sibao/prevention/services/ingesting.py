"""The one way in for signals, whatever door they come by: written, folded, judged; in one transaction."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.kernel.refusals import Conflict, Invalid
from sibao.prevention import queries, sql
from sibao.prevention.events import AlertsMoved
from sibao.prevention.models import SignalDelivery, SignalSource
from sibao.prevention.rules.lines import NotTaken, Said
from sibao.prevention.rules.subjects import SUBJECTS
from sibao.prevention.services.judging import judge

TAKEN, REPEATED = "taken", "repeated"


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed over at once: by which source, under which key, and the digest of all that it says."""

    source: SignalSource
    key: str
    digest: bytes


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


def check_in_use(source: SignalSource) -> None:
    """Refuse a source that was revoked.

    Raises:
        Invalid: it was.
    """
    if source.revoked_at is not None:
        raise Invalid(fields={"source": _("这个来源已停用，不再接收它的信号")})


def taken_before(handed: Handed) -> Receipt | None:
    """Hold the key until the transaction ends; return the receipt where the same has been taken under it.

    Raises:
        Conflict: something else has been.
    """
    sql.hold_key(handed.source.pk, handed.key)
    before = SignalDelivery.objects.filter(source=handed.source, key=handed.key).first()
    if before is None:
        return None
    if bytes(before.digest) != handed.digest:
        raise Conflict(_("这个批次编号已用过，内容却不同；请换一个编号"))
    return Receipt(before.pk, before.taken, before.repeated, before.rejected, (), again=True)


def ingest(
    watched: queries.Monitoring,
    actor: Actor,
    handed: Handed,
    about: Mapping[int, tuple[Said, int]],
    wrong: Mapping[int, NotTaken],
    now: datetime,
) -> tuple[Receipt, list[AlertsMoved]]:
    """Write what is said into the log, fold it into states and judge them.

    Args:
        about: what each line says, and the id of its subject.
        wrong: why the others are not taken.

    Returns:
        The receipt, and what is to be told.
    """
    staged = {number: _staged(one, subject_id) for number, (one, subject_id) in about.items()}
    delivery = SignalDelivery.objects.create(
        zone_id=actor.zone_id,
        source=handed.source,
        key=handed.key,
        digest=handed.digest,
        received_at=now,
        received_by=actor.account_id,
        lines=len(about) + len(wrong),
        taken=0,
        repeated=0,
        rejected=len(wrong),
    )
    added = sql.take(
        [*{row.uid: row for row in staged.values()}.values()],
        zone_id=actor.zone_id,
        source=handed.source.number,
        delivery_id=delivery.pk,
        now=now,
    )
    told = judge(watched, actor.zone_id, now)
    queries.tell(actor.zone_id, delivery.pk, _heard(about, staged, added), now)
    receipt = _receipt(delivery.pk, staged, wrong, added)
    SignalDelivery.objects.filter(pk=delivery.pk).update(taken=receipt.taken, repeated=receipt.repeated)
    SignalSource.objects.filter(pk=handed.source.pk).update(last_seen_at=now)
    return receipt, told


def _staged(one: Said, subject_id: int) -> sql.Staged:
    more = json.dumps(one.more) if one.more else None
    return sql.Staged(one.uid, one.at, one.kind.number, SUBJECTS[one.kind.subject], subject_id, one.value, more)


def _heard(
    about: Mapping[int, tuple[Said, int]], staged: Mapping[int, sql.Staged], added: Collection[int]
) -> dict[str, list[queries.Taken]]:
    """What contexts above want to be told of: by kind, each signal once, only what was not there before."""
    found: dict[str, dict[int, queries.Taken]] = {}
    for number, (one, subject_id) in about.items():
        uid = staged[number].uid
        if uid in added and queries.is_heard(one.kind.key):
            found.setdefault(one.kind.key, {}).setdefault(
                uid, queries.Taken(subject_id, one.at, one.value, one.more or {})
            )
    return {kind: list(several.values()) for kind, several in found.items()}


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
