"""The closed list of operators: which kinds they fit and which whole numbers answer them with yes.

An operator turns its value into an `Answer`: the numbers that mean yes and those that mean no. What lies in neither is
unknown even though a value is known: a firm of which only "manufacturing" is known may or may not make furniture.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sibao.criteria.errors import refuse
from sibao.criteria.facts import NUMERIC, Fact, Kind
from sibao.criteria.spans import HIGHEST, LOWEST, Span, Spans, complement, union
from sibao.criteria.values import raw_of
from sibao.criteria.words import Words

LONGEST_AGE_H = 24 * 366 * 50


class Answer(NamedTuple):
    """Which numbers of which column mean yes, and which mean no.

    Attributes:
        aspect: "" for the value itself, "known", "age" in minutes, or a member of a set.
    """

    yes: Spans
    no: Spans
    aspect: str = ""


class Operator(NamedTuple):
    """One operator.

    Attributes:
        kinds: the kinds of facts it fits.
        words: how it reads between the fact's name and the value; `{}` takes the value.
        takes: "one", "two", "many" or "none" values, or "hours".
        answer: what its value means.
    """

    kinds: frozenset[Kind]
    words: Words
    takes: str
    answer: Callable[[Fact, object, str], Answer]


def answer_of(fact: Fact, op: str, value: object, at: str = "") -> Answer:
    """What a leaf asks for, checked against the fact.

    Raises:
        CriterionError: an operator that is not there or does not fit the fact's kind, or a wrong value.
    """
    operator = OPERATORS.get(op)
    if operator is None:
        raise refuse(f"{at}/op", f"没有「{op[:20]}」这种比较", f"no operator {op[:20]}")
    if fact.kind not in operator.kinds:
        raise refuse(f"{at}/op", f"「{fact.name.zh}」不能用「{op}」比较", f"{op} does not fit {fact.key}")
    return operator.answer(fact, value, f"{at}/v")


def _sharp(yes: Spans, aspect: str = "") -> Answer:
    return Answer(yes, complement(yes), aspect)


def _from(fact: Fact, value: object, at: str) -> Answer:
    return _sharp(((raw_of(fact, value, at), HIGHEST),))


def _above(fact: Fact, value: object, at: str) -> Answer:
    return _sharp(((raw_of(fact, value, at) + 1, HIGHEST),))


def _to(fact: Fact, value: object, at: str) -> Answer:
    return _sharp(((LOWEST, raw_of(fact, value, at)),))


def _below(fact: Fact, value: object, at: str) -> Answer:
    return _sharp(((LOWEST, raw_of(fact, value, at) - 1),))


def _between(fact: Fact, value: object, at: str) -> Answer:
    values = _many(value, at)
    if len(values) != 2:
        raise refuse(at, "「介于」要填两个值", "between takes two values")
    low, high = (raw_of(fact, each, f"{at}/{index}") for index, each in enumerate(values))
    if low > high:
        raise refuse(at, "「介于」的第一个值不能大于第二个", "the first value is above the second")
    return _sharp(((low, high),))


def _equal(fact: Fact, value: object, at: str) -> Answer:
    raw = raw_of(fact, value, at)
    return _sharp(((raw, raw),))


def _among(fact: Fact, value: object, at: str) -> Answer:
    raws = [raw_of(fact, each, f"{at}/{index}") for index, each in enumerate(_many(value, at))]
    return _sharp(union((raw, raw) for raw in raws))


def _not_among(fact: Fact, value: object, at: str) -> Answer:
    return _turned(_among(fact, value, at))


def _under(fact: Fact, value: object, at: str) -> Answer:
    asked = [(raw_of(fact, code, f"{at}/{index}"), str(code)) for index, code in enumerate(_many(value, at))]
    yes = union(fact.codes.branch(code) for _, code in asked)
    above: list[Span] = [(rank, rank) for _, code in asked for rank in fact.codes.above(code)]
    return Answer(yes, complement(union(yes, above)))


def _not_under(fact: Fact, value: object, at: str) -> Answer:
    return _turned(_under(fact, value, at))


def _has(fact: Fact, value: object, at: str) -> Answer:
    raw_of(fact, value, at)
    return _sharp(((1, 1),), aspect=str(value))


def _lacks(fact: Fact, value: object, at: str) -> Answer:
    return _turned(_has(fact, value, at))


def _known(fact: Fact, value: object, at: str) -> Answer:
    if value is not None:
        raise refuse(at, "这种比较不用填值", "this operator takes no value")
    return Answer(((1, 1),), ((0, 0),), "known")


def _unknown(fact: Fact, value: object, at: str) -> Answer:
    return _turned(_known(fact, value, at))


def _hours(value: object, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST_AGE_H:
        raise refuse(at, "要填整小时数", "a whole number of hours is wanted")
    return value * 60


def _older(fact: Fact, value: object, at: str) -> Answer:
    return _sharp(((_hours(value, at) + 1, HIGHEST),), aspect="age")


def _newer(fact: Fact, value: object, at: str) -> Answer:
    return _turned(_older(fact, value, at))


def _turned(answer: Answer) -> Answer:
    return Answer(answer.no, answer.yes, answer.aspect)


def _many(value: object, at: str) -> tuple[object, ...]:
    if not isinstance(value, tuple | list) or not value:
        raise refuse(at, "这里至少要列一个值", "at least one value is wanted here")
    return tuple(value)


ORDERED = NUMERIC | {Kind.DATE}
EVERY = frozenset(Kind)

OPERATORS: Mapping[str, Operator] = {
    "ge": Operator(ORDERED, Words("不低于{}", "at least {}"), "one", _from),
    "gt": Operator(ORDERED, Words("高于{}", "above {}"), "one", _above),
    "le": Operator(ORDERED, Words("不高于{}", "at most {}"), "one", _to),
    "lt": Operator(ORDERED, Words("低于{}", "below {}"), "one", _below),
    "between": Operator(ORDERED, Words("介于{}", "between {}"), "two", _between),
    "eq": Operator(EVERY - {Kind.SET, Kind.CODE}, Words("为{}", "is {}"), "one", _equal),
    "in": Operator(EVERY - {Kind.SET, Kind.FLAG}, Words("属于{}", "is one of {}"), "many", _among),
    "notin": Operator(EVERY - {Kind.SET, Kind.FLAG}, Words("不属于{}", "is none of {}"), "many", _not_among),
    "under": Operator(frozenset({Kind.CODE}), Words("属于{}及其下级", "is {} or below"), "many", _under),
    "notunder": Operator(frozenset({Kind.CODE}), Words("不属于{}及其下级", "is not {} or below"), "many", _not_under),
    "has": Operator(frozenset({Kind.SET}), Words("包含{}", "includes {}"), "one", _has),
    "lacks": Operator(frozenset({Kind.SET}), Words("不包含{}", "does not include {}"), "one", _lacks),
    "known": Operator(EVERY, Words("已有数据", "is known"), "none", _known),
    "unknown": Operator(EVERY, Words("没有数据", "is not known"), "none", _unknown),
    "older_h": Operator(EVERY, Words("的数据早于{}", "is older than {}"), "hours", _older),
    "newer_h": Operator(EVERY, Words("的数据不早于{}", "is no older than {}"), "hours", _newer),
}
