"""Example cases in the form of a criterion: a value for each fact that it asks about, and the answer that is expected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sibao.criteria import Catalogue, Fact, Kind
from sibao.criteria.operators import LONGEST_AGE_H
from sibao.facts.inputs import MOST_EXAMPLES
from sibao.facts.web.criteria.typed import WAN, Typed, Untyped, one_of, small, text_of, whole

EXPECTED = ("yes", "no", "unknown")
DAY, HOUR = "day", "hour"
HOURS = {DAY: 24, HOUR: 1}


@dataclass
class Case:
    """One example as it stands in the form; `wrong` says of a fact why its value could not be read.

    `ages` are how old its values are as typed: a number, and "day" or "hour".
    """

    name: str = ""
    expected: str = "yes"
    typed: dict[str, Typed] = field(default_factory=dict)
    ages: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


def facts_asked(catalogue: Catalogue, keys: Sequence[str]) -> list[Fact]:
    """Return the facts that an example has to give: those asked about, or what they are worked out from, in order."""
    wanted = set(keys)
    for key, rule in reversed(list(catalogue.derived.items())):
        if key in wanted:
            wanted = (wanted - {key}) | rule.inputs
    return [fact for key, fact in catalogue.facts.items() if key in wanted]


def posted(sent: QueryDict, catalogue: Catalogue) -> list[Case]:
    """Return the examples that a request holds."""
    places = range(min(small(sent.get("e.n", "")) or 0, MOST_EXAMPLES))
    return [_case(sent, f"e.{place}", catalogue) for place in places]


def _case(sent: QueryDict, at: str, catalogue: Catalogue) -> Case:
    expected = sent.get(f"{at}.expected", "")
    typed = {
        key: Typed(tuple(sent.getlist(f"{at}.{key}")), sent.get(f"{at}.{key}.u", "wan"))
        for key in catalogue.facts
        if f"{at}.{key}" in sent
    }
    ages = {key: (sent.get(f"{at}.{key}.a", "")[:9], sent.get(f"{at}.{key}.au", DAY)) for key in typed}
    return Case(sent.get(f"{at}.name", "")[:60], expected if expected in EXPECTED else "yes", typed, ages)


def from_data(examples: Sequence[Mapping[str, Any]], catalogue: Catalogue) -> list[Case]:
    """Return kept examples as they stand in the form."""
    return [
        Case(
            one["name"],
            one["expected"],
            {key: _typed(catalogue.facts[key], value) for key, value in one["facts"].items() if key in catalogue.facts},
            {key: _age_typed(hours) for key, hours in one.get("ages", {}).items()},
        )
        for one in examples
    ]


def _typed(fact: Fact, value: Any) -> Typed:
    values = value if isinstance(value, list) else [value]
    yuan = fact.kind is Kind.MONEY and any(isinstance(one, int) and one % WAN for one in values)
    unit = "yuan" if yuan else "wan"
    return Typed(tuple(text_of(fact, one, unit) for one in values), unit)


def _age_typed(hours: int) -> tuple[str, str]:
    return (str(hours), HOUR) if hours % HOURS[DAY] else (str(hours // HOURS[DAY]), DAY)


def to_data(cases: Sequence[Case], asked: Sequence[Fact]) -> list[dict[str, Any]]:
    """Return examples as they are kept: what was left empty, or cannot be read, is not known in that example."""
    return [_data(case, place, asked) for place, case in enumerate(cases, start=1)]


def _data(case: Case, place: int, asked: Sequence[Fact]) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    ages: dict[str, int] = {}
    case.wrong = {}
    for fact in asked:
        typed = case.typed.get(fact.key, Typed())
        texts = [text.strip() for text in typed.texts if text.strip()]
        if not texts:
            continue
        try:
            values = [one_of(fact, text, typed.unit) for text in texts]
            ages |= _age(fact.key, *case.ages.get(fact.key, ("", DAY)))
        except Untyped as error:
            case.wrong[fact.key] = str(error)
            continue
        facts[fact.key] = values if fact.kind is Kind.SET else values[0]
    name = case.name or _("示例%(place)d") % {"place": place}
    return {"name": name, "facts": facts, "ages": ages, "expected": case.expected}


def _age(key: str, text: str, unit: str) -> dict[str, int]:
    """How old a value is, by its key; nothing where no age is given.

    Raises:
        Untyped: it is no whole number, or longer ago than is kept.
    """
    if not text.strip():
        return {}
    hours = whole(text.strip()) * HOURS.get(unit, HOURS[DAY])
    if not 0 <= hours <= LONGEST_AGE_H:
        raise Untyped(_("多久以前的，要填不超过 50 年的整数"))
    return {key: hours} if hours else {}


def act(cases: list[Case], wanted: str) -> str:
    """Add or take away an example as a button wants: `example:` or `forget:2`.

    Returns:
        Why it was not done; "" where it was.
    """
    verb, _colon, place = wanted.partition(":")
    if verb == "example":
        if len(cases) >= MOST_EXAMPLES:
            return _("最多 %(most)d 个示例") % {"most": MOST_EXAMPLES}
        cases.append(Case(expected=EXPECTED[len(cases) % len(EXPECTED)]))
    if verb == "forget" and (number := small(place)) is not None and number < len(cases):
        del cases[number]
    return ""
