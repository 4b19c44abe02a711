"""Signals by people: what an enterprise, or a liaison officer for it, says of its own people and sites."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, NotFound
from sibao.prevention import queries
from sibao.prevention.inputs import ReportSignals
from sibao.prevention.models import SignalSource
from sibao.prevention.rules.lines import KindOfSignal, NotTaken, Said, Why, read_said
from sibao.prevention.services.ingesting import Handed, Receipt, check_in_use, ingest, taken_before


@command("prevention:signal:report")
def report_signals(*, actor: Actor, now: datetime, given: ReportSignals) -> Done[Receipt]:
    """Take what a person says of people and sites within reach (填报), all of it or nothing.

    The same key twice is the same report, so that a form that is sent twice reports once. Other contexts' commands and
    doors hand over what their people enter by this command, under a source of their own.

    Raises:
        NotFound: somebody it speaks of is not followed or out of reach, or no such source is open to people.
        Invalid: the source was revoked, or what the kind of signal cannot say, in `said.<number>.<field>`, numbered from 1.
        Conflict: another report of this source carries the same key.
    """
    source = _source(actor, given.source)
    handed = Handed(source, given.key, _digest(given))
    before = taken_before(handed)
    if before is not None:
        return Done(before, Subject("signal_delivery", before.delivery_id, source.name), (), {"again": True})
    watched = queries.monitoring(actor.zone_id)
    about = _read(given, watched.kinds, source, now)
    _check_reach(actor, about)
    receipt, told = ingest(watched, actor, handed, about, {}, now)
    details = {"source": source.key, "taken": receipt.taken, "repeated": receipt.repeated}
    return Done(receipt, Subject("signal_delivery", receipt.delivery_id, source.name), told, details)


def _source(actor: Actor, key: str) -> SignalSource:
    """A source of people, which is no machine's."""
    of_people = (SignalSource.Kind.UNIT, SignalSource.Kind.OFFICE)
    source = SignalSource.objects.filter(zone_id=actor.zone_id, account=None, key=key, kind__in=of_people).first()
    if source is None:
        raise NotFound
    check_in_use(source)
    return source


def _digest(given: ReportSignals) -> bytes:
    said = [
        [one.id, one.kind, one.about, one.at.isoformat() if one.at else "", one.value, one.more] for one in given.said
    ]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).digest()


def _read(
    given: ReportSignals, kinds: Mapping[str, KindOfSignal], source: SignalSource, now: datetime
) -> dict[int, tuple[Said, int]]:
    about: dict[int, tuple[Said, int]] = {}
    fields: dict[str, str] = {}
    for number, one in enumerate(given.said, start=1):
        kind = kinds.get(one.kind)
        line = {
            **one.more,
            "id": one.id or f"{given.key}/{number}",
            "kind": one.kind,
            "at": (one.at or now).isoformat(),
            **({"value": one.value} if one.value else {}),
            **({kind.subject: str(one.about)} if kind else {}),
        }
        try:
            about[number] = read_said(line, kinds, frozenset(source.kinds), source.number, now), one.about
        except NotTaken as why:
            fields[f"said.{number}.{why.field}"] = sentence(why.why)
    if fields:
        raise Invalid(fields=fields)
    return about


def sentence(why: Why) -> str:
    """Return what a person is told who entered something that cannot be taken."""
    return {
        Why.UNKNOWN_KIND: _("没有这种信号"),
        Why.NOT_ITS_KIND: _("这个来源不报这种信号"),
        Why.MISSING: _("请填写"),
        Why.AHEAD: _("时间晚于现在"),
        Why.TOO_OLD: _("时间太早，这种信号不再接收"),
    }.get(why, _("这种信号不能这样填"))


def _check_reach(actor: Actor, about: Mapping[int, tuple[Said, int]]) -> None:
    ids: dict[str, set[int]] = {}
    for one, subject_id in about.values():
        ids.setdefault(one.kind.subject, set()).add(subject_id)
    if any(queries.followed(actor, subject, several) != several for subject, several in ids.items()):
        raise NotFound
