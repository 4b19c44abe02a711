"""What a list is expected to hold: the fields, their words and kinds. Contexts declare layouts; the sheets know no field by name."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

PROBLEM_HEADING = "问题"
"""Heading of the column that an annotated workbook carries; an import skips it."""

EXAMPLE_MARK = "【示例】"
"""Starts the example row of a template; an import skips such a row."""


class Kind(StrEnum):
    """How a field's cells are read."""

    TEXT = "text"
    LONG_CODE = "long_code"
    SHORT_CODE = "short_code"
    INTEGER = "integer"
    MONEY = "money"
    QUANTITY = "quantity"
    YEAR = "year"
    DATE = "date"
    PHONE = "phone"
    CHOICE = "choice"
    FLAG = "flag"


AMOUNTS = frozenset({Kind.INTEGER, Kind.MONEY, Kind.QUANTITY})
"""Kinds whose headings and cells may carry a unit."""

Limit = int | Decimal | date


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing a choice field may be.

    Args:
        key: the value handed on, such as an area code.
        zh: the label, such as 轵城镇.
        synonyms: other ways to write it, such as 轵城.
    """

    key: str
    zh: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a layout.

    Args:
        key: name in `Row.values`; a yearly field's is `key@2021`.
        zh, en: what it is called; `zh` is the heading in templates and exports.
        synonyms: other headings it goes by, without unit and year.
        required: a row without it has a problem.
        identity: the same value in two rows of a file is a problem in both.
        yearly: the heading must say the year.
        unit: unit taken where neither heading nor title names one; None asks.
        base: words for one of it, such as `("人", "名")`, `("元",)`, `("吨公里",)`; 千, 万, 亿 may stand before.
        length: exact length of a code; longest text.
        check: True when a code's check digit is right.
        choices: for CHOICE; the caller may give them to `understand` instead.
        ask: a text outside the choices is a question about the column, not a problem of the row.
        minimum, maximum: bounds of the value handed on (分 for money); amounts are not negative unless said so.
        example: what the template's example row shows.
    """

    key: str
    zh: str
    en: str
    kind: Kind
    synonyms: tuple[str, ...] = ()
    required: bool = False
    identity: bool = False
    yearly: bool = False
    unit: str | None = None
    base: tuple[str, ...] = ()
    length: int | None = None
    check: Callable[[str], bool] | None = None
    choices: tuple[Choice, ...] = ()
    ask: bool = False
    minimum: Limit | None = None
    maximum: Limit | None = None
    example: str = ""

    def __post_init__(self) -> None:
        if self.kind in (Kind.LONG_CODE, Kind.SHORT_CODE) and not self.length:
            raise ValueError(f"{self.key}: a code needs its length")
        if self.kind is Kind.QUANTITY and not self.base:
            raise ValueError(f"{self.key}: a quantity needs the word for one of it")

    @property
    def bases(self) -> tuple[str, ...]:
        """Words for one of it; money is counted in 元."""
        return self.base or (("元", "人民币", "人民币元") if self.kind is Kind.MONEY else ())


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields a list may hold; `zh` names it in templates."""

    key: str
    zh: str
    fields: tuple[Field, ...]

    def field(self, key: str) -> Field:
        """The field of that key.

        Raises:
            KeyError: there is none.
        """
        for field in self.fields:
            if field.key == key:
                return field
        raise KeyError(key)


Choices = Mapping[str, Sequence[Choice]]
"""Field key → what it may be."""


def value_key(field: Field, year: int | None) -> str:
    """Key of a field's value in a row: `output@2021` for a yearly field, else the field's own."""
    return f"{field.key}@{year}" if field.yearly and year else field.key


def split_key(key: str) -> tuple[str, int | None]:
    """`output@2021` → `("output", 2021)`; `name` → `("name", None)`."""
    name, _, year = key.partition("@")
    return name, int(year) if year else None
