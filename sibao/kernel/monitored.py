"""The seven monitored streams (全程监测, R17): each says who was last heard, and when, and what it shows now.

A stream that nobody registered, or of which a part fell silent, is unknown; it never looks green.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.slots import Slots

Text = str | Promise
STREAMS: dict[str, Text] = {
    "epidemic": _("疫情防控动态"),
    "codes": _("两码一证"),
    "risks": _("涉疫风险管控"),
    "production": _("生产经营状况"),
    "relief": _("纾困政策落实"),
    "demands": _("诉求响应"),
    "liaison": _("包保责任"),
}
UNKNOWN, WORST = "unknown", ("danger", "warn", "ok")


@dataclass(frozen=True, slots=True)
class Figure:
    """What a stream counts now, and where its rows are; `tone` is how it looks when it is not zero."""

    word: Text
    number: int
    url: str = ""
    tone: str = "warn"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody who feeds a stream; without `fresh_for` it may be silent for ever, such as a register."""

    name: Text
    last_seen: datetime | None
    fresh_for: timedelta | None = None

    def is_silent(self, now: datetime) -> bool:
        """Whether nothing has come from it for longer than it may."""
        if self.last_seen is None:
            return True
        return self.fresh_for is not None and self.last_seen < now - self.fresh_for


@dataclass(frozen=True, slots=True)
class Observed:
    """What a stream is like at a moment: who feeds it, what it counts, and how many rules watch it."""

    parts: tuple[Part, ...]
    figures: tuple[Figure, ...]
    rules: int = 0

    @property
    def last_seen(self) -> datetime | None:
        """When anybody was last heard."""
        return max((part.last_seen for part in self.parts if part.last_seen), default=None)

    def silent(self, now: datetime) -> tuple[Part, ...]:
        """Return those who should have spoken."""
        return tuple(part for part in self.parts if part.is_silent(now))

    def tone(self, now: datetime) -> str:
        """Return how it looks: unknown while a part of it is silent, else like the worst of what it counts."""
        if not self.parts or self.silent(now):
            return UNKNOWN
        found = {figure.tone for figure in self.figures if figure.number}
        return next((tone for tone in WORST if tone in found), "ok")


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as the context that has its data registers it; `key` is one of the seven."""

    key: str
    may: str
    read: Callable[[Actor, datetime], Observed]

    @property
    def order(self) -> int:
        """Its place among the seven."""
        return [*STREAMS].index(self.key)


streams: Slots[Stream] = Slots()
