"""The kinds of filters a list may have. Each cleans what was typed, narrows the rows, and says in words what it does."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import ceil, floor
from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.lists.pickers import Option, Picker, Rows
from sibao.kernel.refusals import Invalid, Text

Given = Mapping[str, Sequence[str]]
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,6})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_CHOSEN = 50
LONGEST_SERIAL = 9


class Look:
    """One look at a list: who looks; options are read once."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._options: dict[str, list[Option]] = {}

    def options(self, key: str, read: Callable[[Actor], Sequence[Option]]) -> list[Option]:
        if key not in self._options:
            self._options[key] = list(read(self.actor))
        return self._options[key]


@dataclass(frozen=True, kw_only=True)
class Filter(ABC):
    """What all filters share: `main` ones stand in the first line, others under “more”."""

    widget: ClassVar[str] = "text"
    key: str
    label: Text
    main: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its parameters in the query string."""
        return (self.key,)

    @abstractmethod
    def clean(self, look: Look, given: Given) -> Any | None:
        """Return the value asked for, None when none is.

        Raises:
            Invalid: in words that name what to correct.
        """

    @abstractmethod
    def apply(self, look: Look, rows: Rows, value: Any) -> Rows:
        """Return the rows that the value lets through; never a row twice (reach other tables by Exists)."""

    def raw(self, value: Any) -> dict[str, list[str]]:
        """Return the value as parameters of a query string."""
        return {self.key: [str(value)]}

    def words(self, look: Look, value: Any) -> str:
        """Return the value in words, for heads of exports and prints."""
        return str(value)


def last(given: Given, name: str) -> str:
    """Return the last value of a parameter, without blanks at its ends."""
    values = given.get(name) or ("",)
    return str(values[-1]).strip()


def by_number(text: str) -> Q:
    """Return the condition that a row's `serial` is what is typed, alone or as the end of its number; none without digits."""
    tail = text.rpartition("-")[2]
    return Q(serial=int(tail)) if tail.isascii() and tail.isdigit() and len(tail) < LONGEST_SERIAL else Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class TextFilter(Filter):
    """Free text; `search` says what it finds."""

    search: Callable[[Rows, str], Rows]
    placeholder: Text = ""
    most: int = 60

    def clean(self, look: Look, given: Given) -> str | None:
        text = " ".join(last(given, self.key).split())
        if len(text) > self.most or "\0" in text:
            raise Invalid(_("“%(label)s”最多 %(most)s 个字") % {"label": self.label, "most": self.most})
        return text or None

    def apply(self, look: Look, rows: Rows, value: str) -> Rows:
        return self.search(rows, value)


@dataclass(frozen=True, kw_only=True)
class Choice(Filter):
    """One or several of a few options; the options are themselves limited to what the asker may see.

    Args:
        named: gives the options of some values, where more may be asked for by address than are offered.
    """

    widget = "choice"
    options: Callable[[Actor], Sequence[Option]]
    named: Callable[[Actor, Sequence[str]], Sequence[Option]] | None = None
    column: str = ""
    condition: Callable[[Sequence[str]], Q] | None = None
    everything: Text = _("全部")

    def clean(self, look: Look, given: Given) -> tuple[str, ...] | None:
        chosen = tuple(dict.fromkeys(filter(None, given.get(self.key, ()))))
        if not chosen:
            return None
        readable = len(chosen) <= MOST_CHOSEN and not any("\0" in value for value in chosen)
        if not readable or len(self.chosen(look, chosen)) < len(chosen):
            raise Invalid(_("“%(label)s”没有这个选项") % {"label": self.label})
        return chosen

    def apply(self, look: Look, rows: Rows, value: Sequence[str]) -> Rows:
        return rows.filter(self.condition(value) if self.condition else Q(**{f"{self.column}__in": value}))

    def raw(self, value: Sequence[str]) -> dict[str, list[str]]:
        return {self.key: list(value)}

    def words(self, look: Look, value: Sequence[str]) -> str:
        return "、".join(str(option.label) for option in self.chosen(look, value))

    def chosen(self, look: Look, values: Sequence[str]) -> list[Option]:
        """Return the options of these values, without those that are outside the asker's scope."""
        offered = [option for option in self.options_for(look) if option.value in values]
        if self.named is None or len(offered) == len(values):
            return offered
        named = self.named
        return look.options(f"{self.key}={','.join(values)}", lambda actor: named(actor, values))

    def options_for(self, look: Look) -> list[Option]:
        """Return what this asker may choose."""
        return look.options(self.key, self.options)


@dataclass(frozen=True, kw_only=True)
class Pick(Filter):
    """One of many options, searched by a picker."""

    widget = "pick"
    picker: Picker
    column: str

    def clean(self, look: Look, given: Given) -> str | None:
        value = last(given, self.key)
        if value and not self.chosen(look, [value]):
            raise Invalid(_("“%(label)s”没有这个选项") % {"label": self.label})
        return value or None

    def apply(self, look: Look, rows: Rows, value: str) -> Rows:
        return rows.filter(**{self.column: value})

    def words(self, look: Look, value: str) -> str:
        return str(self.chosen(look, [value])[0].label)

    def chosen(self, look: Look, values: Sequence[str]) -> list[Option]:
        """Return the option of a value, both alone in their lists; empty when it is outside the asker's scope."""
        [value] = values
        return look.options(f"{self.key}={value}", lambda actor: list(filter(None, [self.picker.one(actor, value)])))

    def options_for(self, look: Look) -> list[Option]:
        """Return the first options, for a page without script."""
        return look.options(self.key, self.picker.find)


@dataclass(frozen=True, kw_only=True)
class Flag(Filter):
    """A box that is ticked or not."""

    widget = "flag"
    condition: Callable[[Actor], Q]
    main: bool = False

    def clean(self, look: Look, given: Given) -> bool | None:
        value = last(given, self.key)
        if value not in {"", "0", "1"}:
            raise Invalid(_("“%(label)s”只能勾选或不勾选") % {"label": self.label})
        return True if value == "1" else None

    def apply(self, look: Look, rows: Rows, value: bool) -> Rows:
        return rows.filter(self.condition(look.actor))

    def raw(self, value: bool) -> dict[str, list[str]]:
        return {self.key: ["1"]}

    def words(self, look: Look, value: bool) -> str:
        return str(_("是"))


@dataclass(frozen=True, kw_only=True)
class Day(Filter):
    """One day; `rows` says what held at its end."""

    widget = "day"
    main: bool = False
    rows: Callable[[Rows, datetime], Rows]

    def clean(self, look: Look, given: Given) -> date | None:
        text = last(given, self.key)
        if text and read_day(text) is None:
            raise Invalid(_("“%(label)s”请写成 2022-06-03 这样的日期") % {"label": self.label})
        return read_day(text)

    def apply(self, look: Look, rows: Rows, value: date) -> Rows:
        return self.rows(rows, _midnight(value + timedelta(days=1)) - timedelta(microseconds=1))


@dataclass(frozen=True)
class Span:
    """From and to, both included; None = open."""

    start: Any
    end: Any


@dataclass(frozen=True, kw_only=True)
class _Range(Filter):
    column: str
    main: bool = False

    @property
    def names(self) -> tuple[str, str]:
        return f"{self.key}_from", f"{self.key}_to"

    def clean(self, look: Look, given: Given) -> Span | None:
        start, end = (self.read(last(given, name)) for name in self.names)
        if start is not None and end is not None and start > end:
            raise Invalid(_("“%(label)s”的起点在终点之后") % {"label": self.label})
        return None if start is None and end is None else Span(start, end)

    def raw(self, value: Span) -> dict[str, list[str]]:
        return {
            name: [str(end)] for name, end in zip(self.names, (value.start, value.end), strict=True) if end is not None
        }

    def words(self, look: Look, value: Span) -> str:
        return f"{'' if value.start is None else value.start}–{'' if value.end is None else value.end}"

    @abstractmethod
    def read(self, text: str) -> Any | None:
        """Return one end of the range, None when it is left open."""


@dataclass(frozen=True, kw_only=True)
class DateRange(_Range):
    """Days, both included; `moment` says that the column holds times, whose days are Shanghai's."""

    widget = "dates"
    moment: bool = False

    def read(self, text: str) -> date | None:
        if not text:
            return None
        day = read_day(text)
        if day is None:
            raise Invalid(_("“%(label)s”请写成 2022-06-03 这样的日期") % {"label": self.label})
        return day

    def apply(self, look: Look, rows: Rows, value: Span) -> Rows:
        if value.start is not None:
            rows = rows.filter(**{f"{self.column}__gte": _midnight(value.start) if self.moment else value.start})
        if value.end is not None:
            after = f"{self.column}__lt"
            next_day = value.end + timedelta(days=1)
            rows = rows.filter(**{after: _midnight(next_day) if self.moment else next_day})
        return rows


def read_day(text: str) -> date | None:
    """Return the day of a text such as 2022-06-03; None when it is none, or before 1900 or after 2199."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) and "1900" < text < "2200" else None
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


@dataclass(frozen=True, kw_only=True)
class NumberRange(_Range):
    """Numbers, both ends included, of a column of whole numbers; what is unknown lies in no range.

    `scale` is what one of the shown unit is in the column's, such as 1 万元 = 1,000,000 分.
    """

    widget = "numbers"
    scale: int = 1
    unit: Text = field(default="")

    def read(self, text: str) -> Decimal | None:
        if not text:
            return None
        plain = text.replace(",", "").replace("，", "")
        if not _NUMBER.fullmatch(plain):
            raise Invalid(_("“%(label)s”请填数字") % {"label": self.label})
        return Decimal(plain)

    def apply(self, look: Look, rows: Rows, value: Span) -> Rows:
        rows = rows.filter(**{f"{self.column}__isnull": False})
        if value.start is not None:
            rows = rows.filter(**{f"{self.column}__gte": ceil(value.start * self.scale)})
        if value.end is not None:
            rows = rows.filter(**{f"{self.column}__lte": floor(value.end * self.scale)})
        return rows
