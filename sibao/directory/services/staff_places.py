"""Where a row of a roster places somebody: unit, site, post, team, shift and room, by their names."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory.inputs import StaffRow
from sibao.directory.models import Employment, Post, Room, Shift, Site, Team, Unit
from sibao.directory.queries.roster import Roll
from sibao.kernel.sheets.text import compact


class Mismatch(Exception):
    """Why a row cannot be written, and what to do about it, in the user's words."""

    def __init__(self, why: str, cure: str) -> None:
        super().__init__(why)
        self.why, self.cure = why, cure


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works and sleeps; None = the row does not say. A post or team without an id is new."""

    site: Site
    post: Post | None
    team: Team | None
    shift: Shift | None
    room: Room | None


def unit_of(roll: Roll, row: StaffRow) -> Unit:
    """Return the unit of a row.

    Raises:
        Mismatch: the row names none, or none in reach.
    """
    found = roll.units.get(row.unit) or roll.units.get(compact(row.unit).upper())
    if found is None and row.unit:
        raise Mismatch(_("您的范围内没有“%(name)s”") % {"name": row.unit}, _("请填单位全称或统一社会信用代码"))
    if found is None:
        raise Mismatch(_("没有写明是哪家单位的人"), _("请加一列“单位”，填全称或统一社会信用代码"))
    return found


def place_of(roll: Roll, unit: Unit, row: StaffRow, current: Employment | None) -> Place:
    """Return where a row places somebody; what it leaves out is as in her current employment, or the unit's only site.

    Raises:
        Mismatch: it names what the unit does not have, or does not say which of several.
    """
    site = _site(roll, unit, row, current)
    post = _named(roll.posts, unit.pk, row.post, Post(zone_id=unit.zone_id, unit=unit, name=row.post))
    team = _named(roll.teams, site.pk, row.team, Team(zone_id=unit.zone_id, site=site, name=row.team))
    shift = roll.shifts.get((site.pk, row.shift))
    if row.shift and shift is None:
        raise Mismatch(_("这个场所没有班次“%(name)s”") % {"name": row.shift}, _("请先在“场所”页登记班次及其起止时间"))
    return Place(site, post, team, shift, _room(roll, unit, site, row))


def _site(roll: Roll, unit: Unit, row: StaffRow, current: Employment | None) -> Site:
    sites = roll.sites.get(unit.pk, [])
    if row.site:
        found = [site for site in sites if compact(site.name) == compact(row.site)]
        if not found:
            raise Mismatch(_("本单位没有场所“%(name)s”") % {"name": row.site}, _("请按“场所”页上的名称填写，或先登记"))
        return found[0]
    if current is not None:
        return current.site
    if len(sites) != 1:
        why = _("本单位还没有登记场所") if not sites else _("本单位有 %(count)s 个场所") % {"count": len(sites)}
        raise Mismatch(why, _("请先在“场所”页登记") if not sites else _("请加一列“场所”，写明在哪一个"))
    return sites[0]


def _named(known: dict[tuple[int, str], Any], home: int, name: str, fresh: Any) -> Any:
    """The post or team of a name; one that nobody registered yet is made with the roster."""
    if not name:
        return None
    found = known.setdefault((home, name), fresh)
    if found.ended_on is not None:
        raise Mismatch(_("“%(name)s”已停用") % {"name": name}, _("请改成在用的岗位、班组"))
    return found


def _room(roll: Roll, unit: Unit, site: Site, row: StaffRow) -> Room | None:
    if not row.room:
        return None
    rooms = roll.rooms.get((unit.pk, row.room), [])
    near = [room for room in rooms if room.site_id == site.pk] or rooms
    if len(near) != 1:
        raise Mismatch(_("本单位没有宿舍“%(name)s”") % {"name": row.room}, _("请先在“场所”页登记宿舍及其床位数"))
    return near[0]
