"""Arithmetic of the directory: codes with check digits, periods, and size classes. Plain functions, no database."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from django.utils.translation import gettext as _
from stdnum.cn import uscc

_PROJECT = re.compile(r"\d{4}-\d{6}-\d{2}-\d{2}-\d{6}")
_LOCAL_PROJECT = re.compile(r"[A-Z0-9][A-Z0-9-]{3,39}")
_PLATE = re.compile(
    "[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-HJ-NP-Z]"
    "(?:[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳]|[DF][A-HJ-NP-Z0-9][0-9]{4}|[0-9]{5}[DF])"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
USCC_LENGTH = 18
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def uscc_problem(code: str) -> str | None:
    """Return what is wrong with a unified social credit code (GB 32100—2015), or None.

    The area inside the code is never judged: units move, and codes stay.
    """
    if len(code) != USCC_LENGTH:
        return _("统一社会信用代码应为 %(wanted)d 位，这里是 %(found)d 位") % {
            "wanted": USCC_LENGTH,
            "found": len(code),
        }
    if set(code) - set(USCC_ALPHABET):
        return _("含有不会出现在信用代码里的字符（I、O、Z、S、V 不用）")
    if uscc.calc_check_digit(code[:17]) != code[17]:
        return _("校验位不符，请核对是否抄错")
    return None


def project_code_problem(code: str) -> str | None:
    """Return what is wrong with a project code, or None: the national form `2203-419001-04-01-123456` or a local one."""
    if _PROJECT.fullmatch(code) or _LOCAL_PROJECT.fullmatch(code):
        return None
    return _("项目代码应如 2203-419001-04-01-123456，或本地编号（大写字母、数字和短横线）")


def citizen_number_problem(number: str) -> str | None:
    """Return what is wrong with a citizen identity number (GB 11643—1999), or None.

    The first six digits are not judged: natives carry codes of areas that no longer exist.
    """
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return _("身份证号应为 18 位")
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return None if _CHECKS[total % 11] == number[17] else _("身份证号校验位不符")


def plate_problem(plate: str) -> str | None:
    """Return what is wrong with a vehicle's plate (GA 36—2018), or None."""
    return None if _PLATE.fullmatch(plate) else _("车牌号写法不对，如 豫U12345，新能源车 豫UD12345，挂车 豫U1234挂")


def most_at_once(periods: Iterable[tuple[date, date | None]], start: date, end: date | None) -> int:
    """Return how many of the periods run on the fullest day between two days, all ends included, None = open."""
    steps: list[tuple[date, int]] = []
    for begun, ended in periods:
        if (end is None or begun <= end) and (ended is None or ended >= start):
            steps.append((max(begun, start), 1))
            steps += [(ended + timedelta(days=1), -1)] if ended else []
    return max(accumulate((step for _day, step in sorted(steps)), initial=0))


@dataclass(frozen=True, slots=True)
class SizeRule:
    """Lower bounds of one indicator: staff in persons, revenue and assets in 万元; all inclusive."""

    group: str
    prefixes: tuple[str, ...]
    indicator: str
    large: int
    medium: int
    small: int


def size_class(section: str, industry: str, figures: Mapping[str, int | None], rules: Sequence[SizeRule]) -> str:
    """Return large, medium, small, micro or unknown (国统字〔2017〕213号).

    Each class needs every lower bound of its industry; one figure below puts a unit one class down, and one below
    the small bound makes it micro.

    Args:
        section: letter of the industry's section.
        industry: four-digit class, or what is known of it.
        figures: staff in persons, revenue and assets in 万元; None = not known.
        rules: every bound of every group.
    """
    bounds = _bounds_for(section, industry, rules)
    values = [(figures.get(rule.indicator), rule) for rule in bounds]
    if not bounds or any(value is None for value, _rule in values):
        return "unknown"
    for name in ("large", "medium", "small"):
        if all(value >= getattr(rule, name) for value, rule in values if value is not None):
            return name
    return "micro"


def _bounds_for(section: str, industry: str, rules: Iterable[SizeRule]) -> list[SizeRule]:
    def fits(rule: SizeRule) -> int:
        lengths = [len(prefix) for prefix in rule.prefixes if industry.startswith(prefix) or prefix == section]
        return max(lengths, default=0)

    scored = [(fits(rule), rule) for rule in rules]
    best = max((score for score, _rule in scored), default=0)
    return [rule for score, rule in scored if score == best and score > 0]


def folded(paths: Iterable[str], most: int) -> dict[str, str]:
    """Return under which path each path is shown, so that there are no more than `most`.

    Few stand for themselves; many are told by the deepest level of the tree at which they are few, for a province by its
    counties or cities. A path is the codes of areas from the top down, with a slash behind each.
    """
    given = set(paths)
    depth = max((path.count("/") for path in given), default=0)
    while depth > 1 and len({_cut(path, depth) for path in given}) > most:
        depth -= 1
    return {path: _cut(path, depth) for path in given}


def _cut(path: str, depth: int) -> str:
    return "".join(f"{code}/" for code in path.split("/")[:-1][:depth])


FieldValue = str | int | bool | date | None
FIELD_TEXT = 200
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,14}")
_DAY = re.compile(r"(19|2[01])[0-9]{2}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_]{0,19}")


def field_text(kind: str, given: FieldValue) -> str | None:
    """Return what is kept for a value of an optional field (选填字段): empty for nothing, None where it does not fit.

    Args:
        kind: text, number, date, flag or choice.
        given: as entered; a date also as 2022-06-03, yes and no also as 1 and 0.
    """
    if given is None or given == "":
        return ""
    if isinstance(given, bool):
        return str(int(given)) if kind == "flag" else None
    text = given.isoformat() if isinstance(given, date) else str(given).strip()
    return text if _fits(kind, text) else None


def _fits(kind: str, text: str) -> bool:
    match kind:
        case "number":
            return bool(_WHOLE.fullmatch(text))
        case "date":
            return bool(_DAY.fullmatch(text)) and _is_day(text)
        case "flag":
            return text in ("0", "1")
        case "choice":
            return bool(_CODE.fullmatch(text))
        case _:
            return len(text) <= FIELD_TEXT and text.isprintable()


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def field_value(kind: str, text: str) -> FieldValue:
    """Return what a kept text means: a whole number, a day, yes or no, or the text itself."""
    match kind:
        case "number":
            return int(text)
        case "date":
            return date.fromisoformat(text)
        case "flag":
            return text == "1"
        case _:
            return text
