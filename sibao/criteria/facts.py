"""What a criterion may ask about: a fact's kind, name, unit, bounds, source and freshness.

Whatever its kind, a fact's value is kept as one whole number ("raw"): a count, fen, basis points, the rank of a label
or of a code, a day's ordinal, 0 or 1. A set is one such number per member.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from sibao.criteria.codes import CodeTree
from sibao.criteria.errors import refuse
from sibao.criteria.spans import Span
from sibao.criteria.words import Words


class Kind(StrEnum):
    """Kinds of facts; each decides which operators a criterion may use on it."""

    NUMBER = "number"
    MONEY = "money"
    RATIO = "ratio"
    LABEL = "label"
    FLAG = "flag"
    DATE = "date"
    CODE = "code"
    SET = "set"


class Sensitivity(StrEnum):
    """Who may read a fact's value."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"


WORDLESS = Words("", "")
NO_CODES = CodeTree([])
NUMERIC = frozenset({Kind.NUMBER, Kind.MONEY, Kind.RATIO})
MOST_MEMBERS = 62
FIRST_DAY, LAST_DAY = date(1900, 1, 1).toordinal(), date(2199, 12, 31).toordinal()
DEFAULT_BOUNDS: Mapping[Kind, Span] = {
    Kind.NUMBER: (0, 2**31 - 1),
    Kind.MONEY: (0, 4 * 10**14),
    Kind.RATIO: (-(10**6), 10**6),
    Kind.FLAG: (0, 1),
    Kind.SET: (0, 1),
    Kind.DATE: (FIRST_DAY, LAST_DAY),
}


@dataclass(frozen=True)
class Fact:
    """事实定义: one thing that can be known about a subject.

    Args:
        key: identifier used in criteria, such as "employees".
        kind: what its values are.
        name: what people call it.
        unit: unit of a number, such as 人 / people; money is always in fen and shown in yuan.
        labels: key → name, of a label or a set's members, in order.
        codes: the classification of a code.
        source: key of the department that knows it; "" where the subject itself declares it.
        fresh_days: after so many days a value no longer counts as known; None = it does not age.
        sensitivity: who may read it.
        lowest, highest: bounds of possible raw values; the kind's own where None.
    """

    key: str
    kind: Kind
    name: Words
    unit: Words = WORDLESS
    labels: Mapping[str, Words] = field(default_factory=dict)
    codes: CodeTree = NO_CODES
    source: str = ""
    fresh_days: int | None = None
    sensitivity: Sensitivity = Sensitivity.INTERNAL
    lowest: int | None = None
    highest: int | None = None

    def __post_init__(self) -> None:
        if self.kind is Kind.CODE and not self.codes:
            raise refuse(f"/{self.key}", f"「{self.name.zh}」没有代码表", f"{self.key} has no code tree")
        if self.kind in {Kind.LABEL, Kind.SET} and not self.labels:
            raise refuse(f"/{self.key}", f"「{self.name.zh}」没有可选项", f"{self.key} has no labels")
        if self.kind is Kind.SET and len(self.labels) > MOST_MEMBERS:
            raise refuse(
                f"/{self.key}", f"「{self.name.zh}」最多 {MOST_MEMBERS} 个可选项", f"{self.key}: too many members"
            )
        if self.bounds[0] > self.bounds[1]:
            raise refuse(f"/{self.key}", f"「{self.name.zh}」的下限高于上限", f"{self.key}: lowest above highest")

    @cached_property
    def bounds(self) -> Span:
        """The lowest and the highest raw value that are possible at all."""
        if self.kind is Kind.LABEL:
            return 0, len(self.labels) - 1
        if self.kind is Kind.CODE:
            return 0, len(self.codes) - 1
        low, high = DEFAULT_BOUNDS[self.kind]
        return (low if self.lowest is None else self.lowest, high if self.highest is None else self.highest)

    @cached_property
    def reach(self) -> Span:
        """The lowest and the highest number that one value may be kept as: of a set, all its members' bits."""
        return (0, 2 ** len(self.labels) - 1) if self.kind is Kind.SET else self.bounds

    @cached_property
    def members(self) -> tuple[str, ...]:
        """Keys of the labels in order."""
        return tuple(self.labels)
