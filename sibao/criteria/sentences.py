"""Criteria and verdicts in words."""

from sibao.criteria.compiling import Atom, Group, Part, Question
from sibao.criteria.facts import NUMERIC, Fact, Kind
from sibao.criteria.inquiry import Inquiry
from sibao.criteria.operators import OPERATORS
from sibao.criteria.readings import MINUTES_OF_DAY
from sibao.criteria.spans import nearest
from sibao.criteria.tree import Leaf
from sibao.criteria.values import raw_of, shown
from sibao.criteria.words import Words


def part_words(part: Part) -> Words:
    """What a part of a criterion wants, as a sentence without full stop."""
    if isinstance(part, Question):
        return leaf_words(part.atom.fact, part.leaf)
    inner = [_bracketed(child) for child in part.parts]
    if part.needed == len(part.parts):
        return Words.join(inner, "，且", " and ")
    if part.needed == 1:
        return Words.join(inner, "，或", " or ")
    return _count(part) + Words.join(inner, "；", "; ")


def _count(group: Group) -> Words:
    return Words(f"以下{len(group.parts)}项中至少满足{group.needed}项：", f"at least {group.needed} of: ")


def _bracketed(part: Part) -> Words:
    words = part_words(part)
    return words if isinstance(part, Question) else Words(f"（{words.zh}）", f"({words.en})")


def leaf_words(fact: Fact, leaf: Leaf) -> Words:
    """One condition as a sentence, the official's own words where there are any."""
    if leaf.note:
        return Words(leaf.note, leaf.note)
    operator = OPERATORS[leaf.op]
    value = _value_words(fact, operator.takes, leaf.value)
    return Words(
        fact.name.zh + operator.words.zh.format(value.zh), f"{fact.name.en} {operator.words.en.format(value.en)}"
    )


def _value_words(fact: Fact, takes: str, value: object) -> Words:
    if takes == "none":
        return Words("", "")
    if takes == "hours":
        return Words(f"{value}小时前", f"{value} hours")
    if takes == "one":
        return _one(fact, value)
    values = [_one(fact, each) for each in value] if isinstance(value, tuple | list) else []
    return Words.join(values, "至" if takes == "two" else "、", " and " if takes == "two" else ", ")


def _one(fact: Fact, value: object) -> Words:
    return fact.labels[str(value)] if fact.kind is Kind.SET else shown(fact, raw_of(fact, value))


def reading_words(atom: Atom, inquiry: Inquiry) -> Words:
    """What was read for a question: the value with source and age, or that it is missing or out of date."""
    name, reading = atom.fact.name, inquiry.readings.get(atom.fact.key)
    source = f"，应由{atom.fact.source}提供" if atom.fact.source else ""
    if reading is None or reading.at > inquiry.as_of.minutes:
        return Words(f"{name.zh}：暂无数据{source}", f"{name.en}: not known")
    days = (inquiry.as_of.minutes - reading.at) // MINUTES_OF_DAY
    if inquiry.is_outdated(atom) and atom.aspect != "age":
        return Words(f"{name.zh}：数据已过期（{days}天前）{source}", f"{name.en}: out of date ({days} days old)")
    value = _now(atom, reading.raw)
    return Words(f"{name.zh}：现为{value.zh}（{days}天前）", f"{name.en}: {value.en} ({days} days ago)")


def _now(atom: Atom, raw: int) -> Words:
    fact = atom.fact
    if fact.kind is not Kind.SET:
        return shown(fact, raw)
    held = [label for index, label in enumerate(fact.labels.values()) if raw >> index & 1]
    return Words.join(held, "、", ", ") if held else Words("无", "none")


def gap_words(atom: Atom, inquiry: Inquiry) -> Words:
    """How far a number is off, such as "，差80人"; empty where it is met, unknown or no quantity."""
    number = inquiry.number(atom)
    if number is None or inquiry.ask(atom) is not False or atom.aspect or atom.fact.kind not in NUMERIC:
        return Words("", "")
    wanted = nearest(atom.met, number)
    if wanted is None:
        return Words("", "")
    gap = shown(atom.fact, abs(wanted - number))
    return Words(
        f"，{'差' if wanted > number else '超'}{gap.zh}", f", {'short' if wanted > number else 'over'} by {gap.en}"
    )
