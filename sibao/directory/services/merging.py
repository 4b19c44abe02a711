"""Merging two units, and undoing it: one transaction each, every row that moved is kept with what it was."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.events import UnitsChanged
from sibao.directory.inputs import MergeUnits, UndoMerge
from sibao.directory.models import Merge, MergeRow, Unit, UnitName
from sibao.directory.queries.merging import ITSELF, KIND
from sibao.directory.services import units
from sibao.kernel import clock, merging
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.merging import Moved
from sibao.kernel.refusals import Conflict, Invalid, WrongMove


@command("directory:unit:merge")
def merge_units(*, actor: Actor, now: datetime, given: MergeUnits) -> Done[Merge]:
    """Merge one unit into another: all that names the first one follows, or stays where both have the like of it.

    Raises:
        WrongMove: one of them is merged already.
        Conflict: one of them, or what hangs on the retired one, was changed since the preview.
        Invalid: they cannot be merged as things stand, such as two listings that run.
    """
    retired, survivor = _both(actor, given)
    if reasons := queries.obstacles(retired.pk, survivor.pk):
        raise Invalid("；".join(map(str, reasons)))
    _still_as_seen(given)
    cells = _cells(retired, survivor)
    merge = Merge(
        zone_id=actor.zone_id, retired=retired, survivor=survivor, taken=sorted(given.take), reason=given.reason
    )
    merge.merged_at, merge.merged_by = now, actor.account_id
    merge.save()
    changed = {retired.pk: _retire(retired, survivor, now), survivor.pk: _take(actor, retired, survivor, given, now)}
    moved = {one.key: one.move(retired.pk, survivor.pk) for one in merging.followers(KIND)}
    _name(retired, survivor, now)
    _keep(merge, changed, moved)
    merge.save()
    details = {"retired": retired.pk, "moved": {key: one["moved"] for key, one in merge.summary.items()}}
    event = UnitsChanged(
        zone_id=actor.zone_id, unit_ids=(retired.pk, survivor.pk), cells=cells | _cells(retired, survivor)
    )
    return Done(merge, Subject("unit", survivor.pk, survivor.name, unit_id=survivor.pk), [event], details)


def _both(actor: Actor, given: MergeUnits) -> tuple[Unit, Unit]:
    held = {unit_id: queries.access_unit(actor, unit_id) for unit_id in sorted((given.retired_id, given.survivor_id))}
    retired, survivor = held[given.retired_id], held[given.survivor_id]
    for unit, version in ((retired, given.retired_version), (survivor, given.survivor_version)):
        if unit.version != version:
            raise Conflict(yours=version, current=unit.version)
    if retired.kind != survivor.kind:
        raise Invalid(_("企业和项目不能合并成一家"))
    return retired, survivor


def _still_as_seen(given: MergeUnits) -> None:
    """Refuse to move other rows than the preview has shown; while both units are held, none comes."""
    counts = queries.merge_counts(given.retired_id, given.survivor_id)
    other = [str(one.label) for one, count in counts if given.seen.get(one.key) != count.digest]
    if other:
        raise Conflict(_("随之变动的记录与预览时不同：%(rows)s。请重新看预览") % {"rows": "、".join(other)})


def _cells(*pair: Unit) -> frozenset[tuple[int, int]]:
    return frozenset((unit.area_id, unit.sector_id) for unit in pair)


def _retire(retired: Unit, survivor: Unit, now: datetime) -> Moved:
    retired.merged_into, retired.updated_at = survivor, now
    retired.version += 1
    retired.save()
    return Moved(retired.pk, {"merged_into_id": None}, {"merged_into_id": survivor.pk})


def _take(actor: Actor, retired: Unit, survivor: Unit, given: MergeUnits, now: datetime) -> Moved:
    """Write what the survivor takes over; its area and size class follow."""
    names = [*given.take, *(["area_path"] if "area_id" in given.take else [])]
    before = queries.details_of(survivor, names)
    for name in given.take:
        setattr(survivor, name, getattr(retired, name))
    survivor.area_path = retired.area_path if "area_id" in given.take else survivor.area_path
    survivor.size_class = units.size_class_of(survivor)
    survivor.updated_at = now
    survivor.version += 1
    survivor.save()
    units.must_stay_in_scope(actor, survivor)
    return Moved(survivor.pk, before, queries.details_of(survivor, names))


def _name(retired: Unit, survivor: Unit, now: datetime) -> None:
    today = now.astimezone(clock.SHANGHAI).date()
    UnitName.objects.create(zone_id=survivor.zone_id, unit=survivor, name=retired.name, code=retired.code, until=today)
    units.index(survivor)


def _keep(merge: Merge, changed: dict[int, Moved], moved: dict[str, list[Moved]]) -> None:
    """Keep each row that moved with a digest of what it is now, so that an undo can tell what people did since."""
    rows = [_row(merge, ITSELF, one, "") for one in changed.values()]
    for follower in merging.followers(KIND):
        digests = follower.digests(one.row_id for one in moved[follower.key])
        rows += [_row(merge, follower.key, one, digests[one.row_id]) for one in moved[follower.key]]
        stayed = follower.count(merge.retired_id, merge.survivor_id)
        merge.summary[follower.key] = {
            "moved": len(moved[follower.key]),
            "stayed": stayed.follow + stayed.stay,
            "last": follower.last(),
        }
    MergeRow.objects.bulk_create(rows, batch_size=2_000)


def _row(merge: Merge, follower: str, one: Moved, digest: str) -> MergeRow:
    return MergeRow(
        zone_id=merge.zone_id,
        merge=merge,
        follower=follower,
        row_id=one.row_id,
        before=one.before,
        after=one.after,
        digest=digest,
    )


@command("directory:unit:unmerge")
def undo_merge(*, actor: Actor, now: datetime, given: UndoMerge) -> Done[Merge]:
    """Undo a merge: every row goes back to what it was, except what people did since, which is named and kept.

    The two versions count on, so that nobody's open form slips through.

    Raises:
        WrongMove: it is undone already, the survivor was itself merged meanwhile, or what people did since stands in
            the way.
    """
    merge = queries.access_merge(actor, given.merge_id)
    retired, survivor = merge.retired, merge.survivor
    if merge.undone_at:
        raise WrongMove(_("这次合并已经撤销"))
    if survivor.merged_into_id:
        raise WrongMove(_("保留的单位后来又并入了别家，请先撤销后一次合并"))
    cells = _cells(retired, survivor)
    merge.left = queries.undo_of(merge).as_data()
    kept = queries.moved_by(merge)
    _move_back(kept)
    UnitName.objects.filter(unit=survivor, code=retired.code).delete()
    _give_back(kept[ITSELF].moved, survivor, now)
    units.must_stay_in_scope(actor, survivor)
    retired.merged_into, retired.updated_at = None, now
    retired.version += 1
    retired.save()
    units.index(survivor)
    merge.undone_at, merge.undone_by, merge.undo_reason = now, actor.account_id, given.reason
    merge.save()
    event = UnitsChanged(
        zone_id=actor.zone_id, unit_ids=(retired.pk, survivor.pk), cells=cells | _cells(retired, survivor)
    )
    subject = Subject("unit", survivor.pk, survivor.name, unit_id=survivor.pk)
    return Done(merge, subject, [event], {"merge": merge.pk, "retired": retired.pk, "reason": given.reason})


def _move_back(kept: Mapping[str, Any]) -> None:
    try:
        with transaction.atomic():
            for follower in merging.followers(KIND):
                if follower.key in kept:
                    follower.move_back(kept[follower.key].moved)
    except IntegrityError as error:
        raise WrongMove(_("合并后改过的内容与原单位现有的内容相冲突，不能整体撤销，请先改回")) from error


def _give_back(changed: Iterable[Moved], survivor: Unit, now: datetime) -> None:
    """Give the survivor back the details that it took, unless somebody has changed them since."""
    for one in changed:
        if one.row_id != survivor.pk:
            continue
        for name in queries.unchanged(survivor, one):
            value = one.before[name]
            field: Any = Unit._meta.get_field(name.removesuffix("_id"))
            setattr(survivor, name, value if name.endswith("_id") else field.to_python(value))
    survivor.size_class = units.size_class_of(survivor)
    survivor.updated_at = now
    survivor.version += 1
    survivor.save()
