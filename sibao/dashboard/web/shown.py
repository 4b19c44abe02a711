"""From registered tiles to what the screen shows: each with its data's time, the three lines never apart (R03)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.kernel import slots
from sibao.kernel.access import Actor
from sibao.kernel.slots import Panel, Text, Tile

LINES = (
    ("epidemic", _("疫情"), "virus"),
    ("economy", _("经济"), "chart-bar"),
    ("safety", _("安全"), "shield-check"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A tile or panel as a template draws it; where `why` says why, it is unknown and hatched, whatever else it has."""

    key: str
    title: Text
    icon: str
    size: str
    template: str = ""
    data: Mapping[str, Any] | None = None
    as_of: datetime | None = None
    late: timedelta | None = None
    url: str = ""
    trigger: str = ""
    why: Text = ""


def may_stand(tile: Tile, *, big: bool) -> bool:
    """Return whether a tile may stand on this screen: the big one shows no person (大屏不含个人信息)."""
    return not big or (tile.big_screen and not tile.personal)


def screen(actor: Actor, now: datetime, *, big: bool = False) -> tuple[list[Shown], list[Shown]]:
    """Return the three lines, always all of them, and the other tiles that this actor may see."""
    standing = [tile for tile in slots.tiles.all() if may_stand(tile, big=big)]
    mine = {tile.key for tile in slots.tiles.open_to(actor)}
    lines = [_line(line, standing, mine, actor, now) for line in LINES]
    taken = {one.key for one in lines}
    rest = [tile for tile in standing if tile.key in mine and tile.key not in taken]
    return lines, [drawn(tile, actor, now, first=True) for tile in rest]


def _line(line: tuple[str, Text, str], standing: Iterable[Tile], mine: set[str], actor: Actor, now: datetime) -> Shown:
    code, title, icon = line
    of_line = [tile for tile in standing if tile.line == code]
    for tile in of_line:
        if tile.key in mine:
            return drawn(tile, actor, now, first=True)
    why = _("您的岗位看不到这一项的数据") if of_line else _("尚无数据来源")
    return Shown(f"line-{code}", title, icon, "s4", why=why)


def drawn(tile: Tile, actor: Actor, now: datetime, *, first: bool = False) -> Shown:
    """Return a tile with its data, unknown until there are any; a lazy one comes without them at `first` and fetches itself."""
    url = reverse("dashboard:tile", args=[tile.key])
    trigger = ", ".join(f"live:{topic} from:body" for topic in tile.topics)
    if first and tile.lazy:
        return Shown(tile.key, tile.title, tile.icon, tile.size, url=url, trigger=f"load, {trigger}")
    data = tile.data(actor, now)
    as_of: datetime | None = data["as_of"]
    late = now - as_of if as_of is not None and now - as_of > tile.fresh_for else None
    return Shown(
        tile.key,
        tile.title,
        tile.icon,
        tile.size,
        template=tile.template,
        data=data,
        as_of=as_of,
        late=late,
        url=url,
        trigger=trigger,
        why=_("还没有数据") if as_of is None else "",
    )


def panel(one: Panel, actor: Actor) -> Shown:
    """Return a card of the workbench with its data."""
    return Shown(
        one.key,
        one.title,
        "",
        one.width,
        template=one.template,
        data=one.data(actor),
        url=reverse("dashboard:panel", args=[one.key]),
        trigger=", ".join(f"live:{topic} from:body" for topic in one.topics),
    )
