"""What merging two units would do, what a merge did, and which pairs may be the same."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.directory.models import Likeness, Merge, Unit
from sibao.directory.queries.units import unit_in_use
from sibao.kernel import merging
from sibao.kernel.access import UNIT_COLUMNS, Actor, ScopeColumns, narrow, require
from sibao.kernel.merging import Count, Follower, Moved
from sibao.kernel.refusals import NotFound, Text

KIND, ITSELF = "unit", "directory:unit"
"""What is merged, and under which key a merge keeps what it did to the two units themselves."""
DETAILS: Mapping[str, Text] = {
    "area_id": _("镇（街道）"),
    "sector_id": _("领域"),
    "owner_code": _("建设单位信用代码"),
    "industry_code": _("国标行业"),
    "address": _("地址"),
    "founded_on": _("投产日期"),
    "staff_count": _("员工数"),
    "revenue_fen": _("营业收入"),
    "assets_fen": _("资产总额"),
    "city_lifeline": _("城市运行保障"),
}
"""Details that may be taken from the retired unit; name and code are kept as former ones in any case."""
FIRST, SECOND = UNIT_COLUMNS.via("first"), UNIT_COLUMNS.via("second")
RETIRED, SURVIVOR = UNIT_COLUMNS.via("retired"), UNIT_COLUMNS.via("survivor")


def _both(actor: Actor, rows: QuerySet[Any], one: ScopeColumns, other: ScopeColumns) -> QuerySet[Any]:
    return narrow(actor, narrow(actor, rows, one), other)


def likenesses(actor: Actor) -> QuerySet[Likeness]:
    """Return the pairs that may be one, both of which the actor reaches."""
    require(actor, "directory:likeness:read")
    rows = Likeness.objects.filter(first__merged_into=None, second__merged_into=None)
    related = ("first__area", "first__sector", "second__area", "second__sector")
    return _both(actor, rows, FIRST, SECOND).select_related(*related)


def likeness(actor: Actor, likeness_id: int) -> Likeness:
    """Return one pair; see `likenesses`.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found: Likeness = _one(likenesses(actor).filter(pk=likeness_id))
    return found


def access_likeness(actor: Actor, likeness_id: int) -> Likeness:
    """Return one pair locked; see `likeness`."""
    found: Likeness = _one(likenesses(actor).filter(pk=likeness_id).select_for_update(of=("self",)))
    return found


def merges(actor: Actor) -> QuerySet[Merge]:
    """Return the merges of units both of which the actor reaches, undone ones too."""
    require(actor, "directory:likeness:read")
    return _both(actor, Merge.objects.all(), RETIRED, SURVIVOR).select_related("retired", "survivor")


def merge(actor: Actor, merge_id: int) -> Merge:
    """Return one merge; see `merges`.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found: Merge = _one(merges(actor).filter(pk=merge_id))
    return found


def access_merge(actor: Actor, merge_id: int) -> Merge:
    """Return one merge with both its units, all locked, the lower id first; see `merge`."""
    found = merge(actor, merge_id)
    pair = Unit.objects.filter(pk__in=(found.retired_id, found.survivor_id)).order_by("pk").select_for_update()
    units = {unit.pk: unit for unit in pair}
    locked: Merge = Merge.objects.select_for_update().get(pk=merge_id)
    locked.retired, locked.survivor = units[found.retired_id], units[found.survivor_id]
    return locked


def _one(rows: QuerySet[Any]) -> Any:
    found = rows.first()
    if found is None:
        raise NotFound
    return found


def obstacles(retired: int, survivor: int) -> list[Text]:
    """Return why two units cannot be merged as things stand, in words that say what to do."""
    asked = [one.refuses(retired, survivor) for one in merging.followers(KIND) if one.refuses]
    return [why for why in asked if why]


@dataclass(frozen=True, slots=True)
class Line:
    """One detail of both units; `differs` when they do not say the same, `suggested` when only the retired one knows."""

    key: str
    label: Text
    kept: Any
    other: Any
    differs: bool
    suggested: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: details side by side, rows that follow or stay, and what stands against it."""

    retired: Unit
    survivor: Unit
    lines: Sequence[Line]
    counts: Sequence[tuple[Follower, Count]]
    obstacles: Sequence[Text]

    @property
    def seen(self) -> dict[str, str]:
        """Return what a merge is given, so that it moves exactly these rows."""
        return {follower.key: count.digest for follower, count in self.counts}


def merge_counts(retired: int, survivor: int) -> list[tuple[Follower, Count]]:
    """Return for each follower how many rows would follow and how many would stay."""
    return [(one, one.count(retired, survivor)) for one in merging.followers(KIND)]


def preview_merge(actor: Actor, retired_id: int, survivor_id: int) -> Preview:
    """Return what merging two units would do; nothing is written.

    Raises:
        NotFound: one of them is not in the actor's scope.
        WrongMove: one of them is merged already.
    """
    require(actor, "directory:unit:merge")
    retired, survivor = unit_in_use(actor, retired_id), unit_in_use(actor, survivor_id)
    counts = merge_counts(retired_id, survivor_id)
    why = [_("请选择两家不同的单位")] if retired == survivor else obstacles(retired_id, survivor_id)
    if retired.kind != survivor.kind:
        why.append(_("企业和项目不能合并成一家"))
    return Preview(retired, survivor, [_line(retired, survivor, key) for key in DETAILS], counts, why)


def _line(retired: Unit, survivor: Unit, key: str) -> Line:
    shown = key.removesuffix("_id")
    kept, other = getattr(survivor, key), getattr(retired, key)
    return Line(
        key,
        DETAILS[key],
        getattr(survivor, shown),
        getattr(retired, shown),
        differs=kept != other and other not in (None, "", False),
        suggested=kept in (None, "") and other not in (None, ""),
    )


def details_of(unit: Unit, names: Iterable[str]) -> dict[str, Any]:
    """Return a unit's columns as they are kept with a merge."""
    values = {name: getattr(unit, name) for name in names}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def unchanged(survivor: Unit, taken: Moved) -> list[str]:
    """Return the columns that the survivor still has as a merge has left them."""
    now = details_of(survivor, taken.after)
    return [name for name, value in taken.after.items() if now[name] == value]


def moved_lines(merge: Merge) -> list[dict[str, Any]]:
    """Return for each follower how many rows a merge moved and left; nothing for those that had none."""
    found = [(one.label, merge.summary.get(one.key, {})) for one in merging.followers(KIND)]
    lines = [{"label": label, "moved": line.get("moved", 0), "stayed": line.get("stayed", 0)} for label, line in found]
    return [line for line in lines if line["moved"] or line["stayed"]]


@dataclass(frozen=True, slots=True)
class Kept:
    """The rows of one follower that a merge moved, with their digests afterwards."""

    moved: Sequence[Moved] = ()
    digests: Mapping[int, str] = field(default_factory=dict)


def moved_by(merge: Merge) -> dict[str, Kept]:
    """Return the rows that a merge moved, by follower; one without rows is not there."""
    found: dict[str, list[tuple[Moved, str]]] = {}
    columns = ("follower", "row_id", "before", "after", "digest")
    for follower, row_id, before, after, digest in merge.rows.order_by("row_id").values_list(*columns):
        found.setdefault(follower, []).append((Moved(row_id, before, after), digest))
    return {
        key: Kept([one for one, _digest in rows], {one.row_id: digest for one, digest in rows})
        for key, rows in found.items()
    }


@dataclass(frozen=True, slots=True)
class Undo:
    """What undoing a merge does to the rows of one follower.

    Args:
        back: how many return as they were.
        changed: rows that return with what people did to them since.
        stay: rows that people have put elsewhere, or removed, since.
        added: how many rows came to the survivor since, and stay with it.
    """

    key: str
    label: Text
    back: int
    changed: Sequence[int]
    stay: Sequence[int]
    added: int


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing a merge does; `kept` are details that somebody changed since and that stay as they are."""

    parts: Sequence[Undo]
    kept: Sequence[Text] = field(default_factory=list)

    def as_data(self) -> dict[str, Any]:
        """Return what does not come back as it was, to be kept with the merge."""
        found = {
            part.key: {"changed": list(part.changed), "stay": list(part.stay), "added": part.added}
            for part in self.parts
            if part.changed or part.stay or part.added
        }
        return found | ({"details": list(map(str, self.kept))} if self.kept else {})


def undo_of(merge: Merge) -> Undoing:
    """Return what undoing a merge that was read within the actor's scope would do; nothing is written."""
    kept = moved_by(merge)
    parts = [_undo(merge, one, kept.get(one.key, Kept())) for one in merging.followers(KIND)]
    taken = [one for one in kept[ITSELF].moved if one.row_id == merge.survivor_id]
    names = [name for one in taken for name in set(one.after) - set(unchanged(merge.survivor, one))]
    return Undoing(parts, [label for name, label in DETAILS.items() if name in names])


def _undo(merge: Merge, follower: Follower, kept: Kept) -> Undo:
    standing = follower.standing(kept.moved) if kept.moved else {}
    now = follower.digests(row_id for row_id, stands in standing.items() if stands) if standing else {}
    last = merge.summary.get(follower.key, {}).get("last")
    return Undo(
        follower.key,
        follower.label,
        back=len(now),
        changed=[row_id for row_id, digest in now.items() if digest != kept.digests[row_id]],
        stay=[row_id for row_id in kept.digests if row_id not in now],
        added=follower.added_since(merge.survivor_id, last) if last is not None else 0,
    )
