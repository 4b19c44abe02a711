"""What one version of a criterion asks for that another does not, in words."""

from collections import Counter
from dataclasses import dataclass, replace

from sibao.criteria import Criterion, Words
from sibao.criteria.compiling import Group, Part, Question, questions
from sibao.criteria.sentences import part_words


@dataclass(frozen=True, slots=True)
class Difference:
    """One clause that is not in both versions; `before` is empty where it was added, `after` where it was removed."""

    before: Words | None
    after: Words | None


def differences(before: Criterion, after: Criterion) -> list[Difference]:
    """Return the clauses that were changed, added and removed; a clause that asks about the same facts was changed."""
    gone, come = _only_in(before, after), _only_in(after, before)
    found: list[Difference] = []
    for part in gone:
        same = next((one for one in come if _name(one) == _name(part)), None)
        if same is not None:
            come.remove(same)
        found.append(Difference(_words(part), None if same is None else _words(same)))
    return [*found, *(Difference(None, _words(part)) for part in come)]


def _only_in(one: Criterion, other: Criterion) -> list[Part]:
    there = Counter(_words(part) for part in other.clauses)
    found = []
    for part in one.clauses:
        words = _words(part)
        there[words] -= 1
        if there[words] < 0:
            found.append(part)
    return found


def _words(part: Part) -> Words:
    """What a clause asks for, and beside it how its author put it: words that stayed must not hide a figure that changed."""
    asked, put = part_words(_without_notes(part)), part_words(part)
    return asked if asked == put else asked + Words(f"（{put.zh}）", f" ({put.en})")


def _without_notes(part: Part) -> Part:
    if isinstance(part, Question):
        return Question(part.atom, replace(part.leaf, note=""), part.at)
    return Group(part.needed, tuple(_without_notes(one) for one in part.parts))


def _name(part: Part) -> tuple[str, ...]:
    """What a clause is known by: its own stable names where it has some, else the facts that it asks about."""
    asked = list(questions(part))
    return tuple(sorted(one.leaf.id or one.leaf.fact for one in asked))
