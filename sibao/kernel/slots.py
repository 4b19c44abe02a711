"""Slots of the shell that contexts fill: menu entries, head slots, workbench cards, tiles. An unregistered slot does not exist."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from django.utils.functional import Promise

from sibao.kernel.access import Actor, may
from sibao.kernel.doors import SIGNED_IN

Text = str | Promise


class Gated(Protocol):
    """Something with a key, an order and the permission that opens it."""

    @property
    def key(self) -> str: ...
    @property
    def order(self) -> int: ...
    @property
    def may(self) -> str: ...


T = TypeVar("T", bound=Gated)


class Slots(Generic[T]):
    """One kind of slot, filled by registration."""

    def __init__(self) -> None:
        self._filled: dict[str, T] = {}

    def add(self, *things: T) -> None:
        for thing in things:
            if thing.key in self._filled:
                raise RuntimeError(f"slot {thing.key} filled twice")
            self._filled[thing.key] = thing

    def all(self) -> list[T]:
        return sorted(self._filled.values(), key=lambda thing: (thing.order, thing.key))

    def open_to(self, actor: Actor) -> list[T]:
        """Return what this actor may see, in order."""
        return [thing for thing in self.all() if thing.may == SIGNED_IN or may(actor, thing.may)]

    def get(self, key: str) -> T:
        return self._filled[key]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page in the side menu; `group` is the heading above it.

    Args:
        counted: the number beside it: the key of a head slot, and the name that its data holds the number under.
    """

    key: str
    order: int
    may: str
    group: Text
    label: Text
    icon: str
    route: str
    counted: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class SourcedRule:
    """A rule or figure that ships, with the document it comes from; an empty number is a rule without one (R01)."""

    name: str
    number: str
    article: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one kind that a context keeps, and where each comes from.

    Args:
        title: what they are, as a heading.
        rows: the rules of a zone.
    """

    key: str
    order: int
    may: str
    title: Text
    rows: Callable[[int], Sequence[SourcedRule]]


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of a page drawn by a context: a workbench card, a head slot or a section of a unit's page.

    Args:
        template: the fragment's template.
        data: what the template shows, read for this actor and the ids given by the page.
        topics: live topics after which the panel is drawn again.
    """

    key: str
    order: int
    may: str
    title: Text
    template: str
    data: Callable[..., Mapping[str, Any]]
    topics: tuple[str, ...] = ()
    width: str = "half"


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile of the one screen (一屏磁贴).

    Args:
        line: which of the three lines (R03) it shows: "epidemic", "economy", "safety"; empty = none of them.
        template: what stands in the tile; it finds `data`.
        data: read for this actor at this time; always holds `as_of`, the time of its data, or None for no data yet,
            and may hold `all_url` and `all`, the link in the head, and `tone`.
        topics: live topics after which the tile is drawn again.
        fresh_for: how old its data may be before the tile says that they are late.
        personal: shows a person; such a tile is never on the big screen.
        lazy: dear to read: fetched after the page is there.
    """

    key: str
    order: int
    may: str
    title: Text
    icon: str
    template: str
    data: Callable[[Actor, datetime], Mapping[str, Any]]
    topics: tuple[str, ...] = ()
    line: str = ""
    size: str = "s6"
    fresh_for: timedelta = timedelta(minutes=5)
    personal: bool = False
    big_screen: bool = True
    lazy: bool = False


menu: Slots[MenuEntry] = Slots()
search: Slots[MenuEntry] = Slots()
own: Slots[MenuEntry] = Slots()  # below one's own name in the head
head: Slots[Panel] = Slots()
workbench: Slots[Panel] = Slots()
tiles: Slots[Tile] = Slots()
unit_sections: Slots[Panel] = Slots()
rule_sets: Slots[RuleSet] = Slots()
unit_tabs: Slots[MenuEntry] = Slots()  # beside each other on a unit's page; each route takes the unit's id
