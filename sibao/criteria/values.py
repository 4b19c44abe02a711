"""Values of facts as people and files write them, as whole numbers, and as people read them."""

from datetime import date
from decimal import Decimal

from sibao.criteria.errors import refuse
from sibao.criteria.facts import NUMERIC, Fact, Kind
from sibao.criteria.words import Words

LONGEST_TEXT = 200
YES, NO = Words("是", "yes"), Words("否", "no")


def raw_of(fact: Fact, value: object, at: str = "") -> int:
    """A value as a whole number.

    Args:
        fact: what the value is of; of a set, the value is one member.
        value: whole number, ISO date, true or false, key of a label, or code; money in fen, a ratio in basis points.
        at: JSON pointer to the value, for the refusal.

    Raises:
        CriterionError: the wrong type, an unknown label or code, a day that does not exist, or out of bounds.
    """
    raw = _READERS[fact.kind](fact, value, at)
    low, high = fact.bounds
    if fact.kind is not Kind.SET and not low <= raw <= high:
        bounds = f"{shown(fact, low).zh}–{shown(fact, high).zh}", f"{shown(fact, low).en} to {shown(fact, high).en}"
        raise refuse(at, f"「{fact.name.zh}」只能在{bounds[0]}之间", f"{fact.name.en} has to be {bounds[1]}")
    return raw


def _whole(fact: Fact, value: object, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        unit = {Kind.MONEY: "（单位：分）", Kind.RATIO: "（单位：万分之一）"}.get(fact.kind, "")
        raise refuse(at, f"「{fact.name.zh}」要填整数{unit}", f"{fact.name.en} takes a whole number")
    return value


def _flag(fact: Fact, value: object, at: str) -> int:
    if not isinstance(value, bool):
        raise refuse(at, f"「{fact.name.zh}」只能填是或否", f"{fact.name.en} takes true or false")
    return int(value)


def _day(fact: Fact, value: object, at: str) -> int:
    try:
        return date.fromisoformat(
            value if isinstance(value, str) and len(value) == len("2022-06-03") else ""
        ).toordinal()
    except ValueError:
        raise refuse(
            at, f"「{fact.name.zh}」要填日期，如 2022-06-03", f"{fact.name.en} takes a date such as 2022-06-03"
        ) from None


def _member(fact: Fact, value: object, at: str) -> int:
    if not isinstance(value, str) or value not in fact.labels:
        named = "、".join(label.zh for label in list(fact.labels.values())[:20])
        raise refuse(
            at, f"「{fact.name.zh}」没有「{_short(value)}」这一项，可选：{named}", f"unknown label of {fact.key}"
        )
    return fact.members.index(value)


def _code(fact: Fact, value: object, at: str) -> int:
    if not isinstance(value, str) or value not in fact.codes:
        raise refuse(at, f"「{fact.name.zh}」的代码表里没有「{_short(value)}」", f"unknown code of {fact.key}")
    return fact.codes.ranks[value]


_READERS = dict.fromkeys(NUMERIC, _whole) | {
    Kind.FLAG: _flag,
    Kind.DATE: _day,
    Kind.LABEL: _member,
    Kind.SET: _member,
    Kind.CODE: _code,
}


def _short(value: object) -> str:
    return str(value)[:40]


def shown(fact: Fact, raw: int) -> Words:
    """A raw value as people read it, with its unit: money in yuan, basis points in per cent."""
    if fact.kind in NUMERIC:
        return _number(fact, raw)
    if fact.kind is Kind.DATE:
        day = date.fromordinal(raw).isoformat()
        return Words(day, day)
    if fact.kind is Kind.FLAG:
        return YES if raw else NO
    if fact.kind is Kind.CODE:
        code = fact.codes.codes[raw]
        return Words(f"{code} {fact.codes.names[code]}", f"{code} {fact.codes.names[code]}")
    return fact.labels[fact.members[raw]]


def _number(fact: Fact, raw: int) -> Words:
    if fact.kind is Kind.RATIO:
        percent = f"{Decimal(raw) / 100:f}%"
        return Words(percent, percent)
    if fact.kind is Kind.MONEY:
        yuan = Decimal(raw) / 100
        if abs(yuan) >= 10_000 and raw % 10_000 == 0:
            return Words(f"{yuan / 10_000:,f}".removesuffix(".00") + "万元", f"¥{yuan:,.0f}")
        return Words(f"{yuan:,.2f}".removesuffix(".00") + "元", f"¥{yuan:,.2f}".removesuffix(".00"))
    return Words(f"{raw:,}{fact.unit.zh}", f"{raw:,} {fact.unit.en}".rstrip())
