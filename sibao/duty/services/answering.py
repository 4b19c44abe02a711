"""Writing who answers for what, row after row in memory and set by set in the database; the days must fit (R45)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.duty.inputs import Answering
from sibao.duty.models import Responsible
from sibao.duty.queries import lasts_beyond
from sibao.kernel.refusals import Invalid
from sibao.kernel.secrets import keyed_hash, seal

WRITTEN = ("role", "name_sealed", "phone_sealed", "phone_hash", "post", "started_on", "ended_on", "reason")
TAKEN = _("这段时间已有安排，请先核对日期")


@dataclass(frozen=True, slots=True)
class Entry:
    """One person for one matter at a site that is held."""

    site: Any
    matter_id: int
    given: Answering
    reason: str


@dataclass(slots=True)
class _Change:
    made: list[Responsible] = field(default_factory=list)
    changed: dict[int, Responsible] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)


def write(entries: Sequence[Entry]) -> list[Responsible]:
    """Write entries in their order; who led until then ends the day before, and the same day corrects what begins on it.

    Raises:
        Invalid: a site is out of use, or an entry lies before what is there.
    """
    held, change = _held(entries), _Change()
    rows = [_enter(entry, held[entry.site.pk, entry.matter_id], change) for entry in entries]
    try:
        with transaction.atomic():
            Responsible.objects.filter(pk__in=change.removed).delete()
            Responsible.objects.bulk_update(change.changed.values(), WRITTEN, batch_size=500)
            Responsible.objects.bulk_create(change.made, batch_size=500)
    except IntegrityError as error:
        raise Invalid(fields={"started_on": TAKEN}) from error
    return rows


def _held(entries: Iterable[Entry]) -> defaultdict[tuple[int, int], list[Responsible]]:
    """What runs or is to run at the sites since the first of the days, by site and matter."""
    first = min(entry.given.started_on for entry in entries)
    found: defaultdict[tuple[int, int], list[Responsible]] = defaultdict(list)
    rows = Responsible.objects.select_for_update().filter(
        lasts_beyond(first),
        site_id__in={entry.site.pk for entry in entries},
        matter_id__in={entry.matter_id for entry in entries},
    )
    for row in rows.order_by("pk"):
        found[row.site_id, row.matter_id].append(row)
    return found


def _enter(entry: Entry, held: list[Responsible], change: _Change) -> Responsible:
    given, site = entry.given, entry.site
    if site.ended_on and site.ended_on < given.started_on:
        raise Invalid(fields={"site_id": _("这个场所已停用")})
    if given.ended_on and given.ended_on < given.started_on:
        raise Invalid(fields={"ended_on": _("不能早于开始日期")})
    subject = keyed_hash(given.phone, purpose="phone")
    row = _make_way(given, subject, held, change)
    if row is None:
        row = Responsible(zone_id=site.zone_id, unit_id=site.unit_id, site=site, matter_id=entry.matter_id)
        held.append(row)
        change.made.append(row)
    elif row.pk:
        change.changed[row.pk] = row
    row.role, row.phone_hash, row.post, row.reason = given.role, subject, given.post, entry.reason
    row.name_sealed, row.phone_sealed = seal(given.name), seal(given.phone)
    row.started_on, row.ended_on = given.started_on, given.ended_on
    return row


def _make_way(given: Answering, subject: bytes, held: list[Responsible], change: _Change) -> Responsible | None:
    """End the day before who led, and what this person was; return the row that begins on the same day, if any."""
    corrected = None
    for row in list(held):
        same = bytes(row.phone_hash) == subject or given.role == row.role == "lead"
        if not same or (row.ended_on and row.ended_on < given.started_on):
            continue
        if row.started_on > given.started_on:
            raise Invalid(fields={"started_on": _now("从 %(day)s 起已有安排，不能早于它") % {"day": _day(row)}})
        if row.started_on < given.started_on:
            row.ended_on = given.started_on - timedelta(days=1)
            if row.pk:
                change.changed[row.pk] = row
        elif corrected is None:
            corrected = row
        else:
            _remove(row, held, change)
    return corrected


def _remove(row: Responsible, held: list[Responsible], change: _Change) -> None:
    held.remove(row)
    if row.pk:
        change.removed.add(row.pk)
        change.changed.pop(row.pk, None)
    else:
        change.made.remove(row)


def _day(row: Responsible) -> str:
    return f"{row.started_on:%Y-%m-%d}"
