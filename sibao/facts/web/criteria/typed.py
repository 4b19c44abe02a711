"""Between what is typed and what criteria take: yuan or 万元 for 分, percent for basis points, codes and days in a row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sibao.criteria import Fact, Kind
from sibao.criteria.operators import OPERATORS
from sibao.criteria.tree import MOST_VALUES
from sibao.facts.rules import in_language

WAN, YUAN = 1_000_000, 100
UNITS = {"wan": WAN, "yuan": YUAN}
SEPARATORS = re.compile(r"[,，、;；\s]+")
LONGEST = 4_000


def small(text: str) -> int | None:
    """Return a count or place that the form itself wrote, of at most three digits; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text) else None


class Untyped(Exception):
    """What was typed is no value of the fact; says what is wanted."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the fields of one value.

    Attributes:
        texts: as typed or ticked; two for "between".
        unit: of money, "wan" or "yuan".
    """

    texts: tuple[str, ...] = ()
    unit: str = "wan"


def widget_of(fact: Fact, op: str) -> str:
    """Return what the value of a question is entered in: text, number, day, choice, ticks, row, hours, or nothing."""
    takes = OPERATORS[op].takes
    if takes in {"none", "hours"}:
        return "" if takes == "none" else "hours"
    if fact.kind in {Kind.LABEL, Kind.SET, Kind.FLAG}:
        return "ticks" if takes == "many" else "choice"
    if takes == "many":
        return "row"
    return "day" if fact.kind is Kind.DATE else "number"


def value_of(fact: Fact, op: str, typed: Typed) -> Any:
    """Return what was typed as the value of a question; None where it takes none.

    Raises:
        Untyped: it is empty or of another form.
    """
    takes = OPERATORS[op].takes
    if takes == "none":
        return None
    texts = typed.texts
    if takes == "many" and fact.kind is not Kind.LABEL:
        texts = tuple(one for text in texts for one in SEPARATORS.split(text[:LONGEST]) if one)
    texts = tuple(text.strip() for text in texts if text.strip())
    if not texts:
        raise Untyped(_("请填写要比较的值"))
    if takes == "hours":
        return whole(texts[0])
    if len(texts) > MOST_VALUES:
        raise Untyped(_("一条条件最多列 %(most)d 个值") % {"most": MOST_VALUES})
    values = [one_of(fact, text, typed.unit) for text in texts]
    if takes == "two" and len(values) != 2:
        raise Untyped(_("“介于”要填两个值"))
    return values[0] if takes == "one" else values


def one_of(fact: Fact, text: str, unit: str = "wan") -> Any:
    """Return one typed value as criteria take it.

    Raises:
        Untyped: it is no number where one is wanted, or has more places than are kept.
    """
    if fact.kind is Kind.MONEY:
        return _scaled(text, UNITS.get(unit, WAN))
    if fact.kind is Kind.RATIO:
        return _scaled(text.removesuffix("%"), 100)
    if fact.kind is Kind.NUMBER:
        return whole(text)
    if fact.kind is Kind.FLAG:
        return _yes_or_no(text)
    return text


def typed_of(fact: Fact, op: str, value: Any) -> Typed:
    """Return a value as it stands in its fields; what no field could have made is shown as it is."""
    if value is None or op not in OPERATORS:
        return Typed()
    values = value if isinstance(value, list | tuple) else [value]
    unit = "wan"
    if fact.kind is Kind.MONEY and any(isinstance(one, int) and one % WAN for one in values):
        unit = "yuan"
    hours = OPERATORS[op].takes == "hours"
    texts = [str(one) if hours else text_of(fact, one, unit) for one in values]
    if widget_of(fact, op) == "row":
        texts = ["、".join(texts)]
    return Typed(tuple(texts), unit)


def text_of(fact: Fact, value: Any, unit: str = "wan") -> str:
    """Return one value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and fact.kind is Kind.MONEY:
        return _plain(Decimal(value) / UNITS[unit])
    if isinstance(value, int) and fact.kind is Kind.RATIO:
        return _plain(Decimal(value) / 100)
    return str(value)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _yes_or_no(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise Untyped(_("请选择是或否"))
    return text == "yes"


def whole(text: str) -> int:
    """Return a whole number as typed.

    Raises:
        Untyped: it is none.
    """
    if not re.fullmatch(r"[+-]?\d{1,18}", text):
        raise Untyped(_("要填整数"))
    return int(text)


def _scaled(text: str, by: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,20}(\.[0-9]{1,20})?", text):
        raise Untyped(_("要填数字"))
    number = Decimal(text) * by
    if abs(number) >= 10**18:
        raise Untyped(_("数字太大"))
    if number != number.to_integral_value():
        raise Untyped(_("小数位数太多"))
    return int(number)


def choices_of(fact: Fact, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Return the options of a choice or of ticks: key, label in the language of the page, whether chosen."""
    if fact.kind is Kind.FLAG:
        options = [("yes", _("是")), ("no", _("否"))]
    else:
        options = [(key, in_language(label)) for key, label in fact.labels.items()]
    return [{"key": key, "label": label, "chosen": key in chosen} for key, label in options]
