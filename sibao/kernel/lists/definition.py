"""What a list declares: rows, columns, filters, counts, bulk actions, export."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.commands import Command
from sibao.kernel.lists.filters import Filter
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import Text

if TYPE_CHECKING:
    from sibao.kernel.revising.definition import Revise

Rows = QuerySet[Any]
Preset = Mapping[str, Sequence[str]]
SIZES = (10, 20, 50, 100, 200)
MOST_AT_ONCE = 1_000
RESERVED = frozenset({"sort", "size", "columns", "cursor", "as_of", "applied"})


class Kind(StrEnum):
    """How a column's values look; MEASURED is a number that already says its unit."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    MEASURED = "measured"
    DATE = "date"
    MOMENT = "moment"
    TAG = "tag"
    PERSONAL = "personal"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Tag:
    """A state as it is shown: word, tone and icon, so that colour never stands alone."""

    label: Text
    tone: str = "muted"
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Args:
        value: attribute path such as "sector.name", or a function of the row; empty = the key. A TAG column gives a
            `Tag`, a MONEY column 分 (shown in 万元), a PERSONAL column the plain text, which only `mask` lets out.
        sort: the database expression it is sorted by; None = not sortable.
        nullable: whether that expression may be NULL; NULL comes last in both directions.
        default: shown before anyone chooses columns.
        mask: what a PERSONAL value looks like to everyone.
        reveal: the permission to export it unmasked.
        unit: said beside the heading, such as 万元.
    """

    key: str
    label: Text
    kind: Kind = Kind.TEXT
    value: str | Callable[[Any], Any] = ""
    sort: str | None = None
    nullable: bool = True
    default: bool = True
    export: bool = True
    mask: Callable[[Any], str] | None = None
    reveal: str = ""
    unit: Text = ""

    def __post_init__(self) -> None:
        if self.kind is Kind.PERSONAL and not (self.mask and self.reveal):
            raise ValueError(f"personal column {self.key} needs mask and reveal")


@dataclass(frozen=True, slots=True)
class Sort:
    """One order: by an expression, then by id."""

    key: str
    label: Text
    expression: str
    nullable: bool = True


@dataclass(frozen=True, slots=True)
class Counts:
    """The summary beside the count: how many rows of each group of one column, by the same rows.

    Args:
        column: the column of groups.
        groups: value → how it is shown, in this order; other values are summed up as `rest`.
        name: the filter that a click on a group sets; empty = no link.
    """

    column: str
    groups: Mapping[Any, Tag]
    name: str = ""
    rest: Text = _("其他")


@dataclass(frozen=True, slots=True)
class Chip:
    """A preset filter with its count; its parameters may depend on who asks."""

    key: str
    label: Text
    preset: Preset | Callable[[Actor], Preset]
    icon: str = ""

    def for_actor(self, actor: Actor) -> Preset:
        return self.preset(actor) if callable(self.preset) else self.preset


@dataclass(frozen=True, slots=True)
class BulkAction:
    """Something done to each chosen row, by a command per row, so that one refusal stops nothing else.

    Args:
        run: does it to one row; `choice` is the option chosen beside the button. Refusals become the row's result.
        options: what is to be chosen with it, such as the batch; None = nothing.
    """

    key: str
    label: Text
    may: str
    run: Callable[[Actor, Any, str], object]
    icon: str = ""
    kind: str = ""
    options: Callable[[Actor], Sequence[Option]] | None = None
    why_not: Text = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says, and what to do first."""

    title: Text = _("还没有记录")
    text: Text = ""
    action: Text = ""
    route: str = ""
    may: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button above the list: a page that makes a new row, or the like."""

    label: Text
    route: str
    may: str
    icon: str = "plus"


@dataclass(frozen=True, slots=True)
class ListDefinition:
    """One list of the product.

    Args:
        key: `context:nouns`, such as "directory:units".
        may: the permission that opens it.
        rows: the rows this actor reaches, already narrowed, with what columns and filters need.
        default_sort: a sort's key, with "-" in front for descending.
        default_for: the filter someone starts with who has neither a default nor a last one, by role.
        enrich: adds to a page of rows what columns need from elsewhere, in one query.
        note: a line beside the count, read for the filtered rows.
        label: how a row is named in results of bulk actions.
        export, export_may: the context's export command and its permission; None = this list is not exported.
        subject: the keyed hash of the person that a row is about, so that an unmasked export is kept for her; without
            it personal columns go out masked only.
        unit: the classifier of the count, such as 家.
        actions: buttons above the list, for those who may.
        revise: how one field of many rows is changed at once; None = it is not.
        more: further columns that the zone has added, in one query; they are chosen, never shown by themselves.
    """

    key: str
    may: str
    title: Text
    rows: Callable[[Actor], Rows]
    columns: tuple[Column, ...]
    default_sort: str
    filters: tuple[Filter, ...] = ()
    sorts: tuple[Sort, ...] = ()
    counts: Counts | None = None
    chips: tuple[Chip, ...] = ()
    bulk: tuple[BulkAction, ...] = ()
    row_url: Callable[[Any], str] | None = None
    empty: Empty = Empty()
    page_size: int = 20
    note: Callable[[Actor, Rows], Text] | None = None
    default_for: Callable[[Actor], Preset] | None = None
    enrich: Callable[[Actor, list[Any]], None] | None = None
    label: Callable[[Any], str] = str
    export: Command[Any, Any] | None = None
    export_may: str = ""
    subject: Callable[[Any], bytes | None] | None = None
    unit: Text = _("条")
    actions: tuple[Action, ...] = ()
    revise: "Revise | None" = None
    more: Callable[[Actor], Sequence[Column]] | None = None

    def __post_init__(self) -> None:
        names = [name for one in self.filters for name in one.names]
        if len(names) != len(set(names)) or RESERVED.intersection(names):
            raise ValueError(f"list {self.key}: two filters share a name, or one takes a reserved name")
        if self.default_sort.lstrip("-") not in self.orders():
            raise ValueError(f"list {self.key} has no sort {self.default_sort}")
        if bool(self.export) != bool(self.export_may) or self.page_size not in SIZES:
            raise ValueError(f"list {self.key}: export without permission, or an odd page size")

    def orders(self) -> dict[str, Sort]:
        """Return every sort by its key: those of columns and those declared beside them."""
        of_columns = [Sort(c.key, c.label, c.sort, c.nullable) for c in self.columns if c.sort]
        return {sort.key: sort for sort in (*of_columns, *self.sorts)}

    def offered(self, actor: Actor) -> tuple[Column, ...]:
        """Return the columns to choose from: the list's own, then those that the zone has added."""
        return (*self.columns, *(self.more(actor) if self.more else ()))
