"""What a list declares about changing many of its rows at once, and what becomes of each row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Command
from sibao.kernel.lists.filters import read_day
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import Invalid, Text

CHANGED, UNCHANGED, REFUSED, WAITING = "changed", "unchanged", "refused", "waiting"
LONGEST = 60
YES_NO = (Option("1", _("是")), Option("0", _("否")))


@dataclass(frozen=True, slots=True)
class RevisedField:
    """One field that may be changed for many rows at once.

    Args:
        widget: "choice", "day" or "text"; a choice has `options`, limited to what the actor may choose.
        clears: an empty value is a value: the field is emptied.
        check: what is wrong with a text, empty = nothing.
    """

    key: str
    label: Text
    widget: str = "choice"
    options: Callable[[Actor], Sequence[Option]] | None = None
    clears: bool = False
    check: Callable[[str], Text] | None = None

    def clean(self, actor: Actor, text: str) -> str:
        """Return the value as it is kept.

        Raises:
            Invalid: it is none of the options, no day, or empty though the field cannot be emptied.
        """
        text = text.strip()[: LONGEST + 1]
        if not text and self.clears:
            return ""
        problem: Text = "" if text and "\0" not in text else _("请填写新的值")
        if self.options and text not in {option.value for option in self.options(actor)}:
            problem = _("请从列表中选择")
        elif self.widget == "day" and read_day(text) is None:
            problem = _("请写成 2022-06-03 这样的日期")
        elif self.check:
            problem = problem or self.check(text)
        if problem:
            raise Invalid(fields={"value": problem})
        return text

    def said(self, actor: Actor, value: str) -> str:
        """Return a kept value in words."""
        options = self.options(actor) if self.options else ()
        return next((str(option.label) for option in options if option.value == value), value)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row, or would: changed, unchanged, or refused with the reason; `before` in words."""

    row_id: int
    verdict: str
    before: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Revise:
    """How a list's rows are changed.

    Args:
        may: the context's command and permission.
        judge: what changing would do to rows (id → the version that was seen), field, value; nothing is written.
        write: the command that does it; it takes `ReviseRows` and gives an `Outcome` for each row.
    """

    may: str
    fields: tuple[RevisedField, ...]
    judge: Callable[[Actor, Mapping[int, int], str, str], list[Outcome]]
    write: Command[Any, list[Outcome]]

    def field(self, key: str) -> RevisedField | None:
        """Return the field of a key."""
        return next((one for one in self.fields if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A new value as columns of a table.

    Args:
        columns: attribute → value.
        shown: what a row says there now, in words.
        refuses: why a row cannot take it; empty = it can.
    """

    columns: Mapping[str, Any]
    shown: Callable[[Any], str]
    refuses: Callable[[Any], Text] | None = None


def judged(held: Mapping[int, Any], seen: Mapping[int, int], wanted: Wanted) -> list[Outcome]:
    """Judge each row that was seen: is it still in reach, still as it was seen, and can it take the value?

    Args:
        held: the rows in reach by id, locked when they are to be written.
        seen: id → the version that was seen.
    """
    return [_judged(row_id, held.get(row_id), version, wanted) for row_id, version in seen.items()]


def _judged(row_id: int, row: Any, version: int, wanted: Wanted) -> Outcome:
    if row is None:
        return Outcome(row_id, REFUSED, why=_now("不在您的范围内，或已不在了"))
    before = wanted.shown(row)
    if row.version != version:
        return Outcome(row_id, REFUSED, before, _now("选定以后有人改过，请核对后再改"))
    if all(getattr(row, name) == value for name, value in wanted.columns.items()):
        return Outcome(row_id, UNCHANGED, before)
    why = wanted.refuses(row) if wanted.refuses else ""
    return Outcome(row_id, REFUSED if why else CHANGED, before, str(why))
