"""A criterion ready to be judged: its tree over atoms, each atom a question to one number."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from sibao.criteria.facts import Fact
from sibao.criteria.spans import HIGHEST, Span, Spans, complement, contains, intersection
from sibao.criteria.tree import AllOf, AnyOf, AtLeast, Leaf, Node, content_hash


@dataclass(frozen=True, eq=False)
class Atom:
    """One question that any number of criteria may share; the catalogue keeps one object per question.

    Args:
        fact: what is asked about.
        aspect: "" for its value, "known", "age" in minutes, or a member of a set.
        yes, no: the numbers that answer it; others leave it unknown.
    """

    fact: Fact
    aspect: str
    yes: Spans
    no: Spans

    def answer(self, number: int) -> bool | None:
        """What a number answers: true, false, or None for unknown."""
        return True if contains(self.yes, number) else False if contains(self.no, number) else None

    @cached_property
    def is_sharp(self) -> bool:
        """Whether every known number answers it."""
        return self.no == complement(self.yes)

    @cached_property
    def possible(self) -> Span:
        """The lowest and the highest number that its column can hold at all."""
        if self.aspect == "age":
            return 0, HIGHEST
        return (0, 1) if self.aspect else self.fact.bounds

    @cached_property
    def met(self) -> Spans:
        """The possible numbers that answer it with yes."""
        return intersection(self.yes, (self.possible,))

    @cached_property
    def column(self) -> tuple[str, str]:
        """What number it reads."""
        return self.fact.key, self.aspect


@dataclass(frozen=True, eq=False)
class Group:
    """At least `needed` of the parts; all of them and any of them are its two ends."""

    needed: int
    parts: "tuple[Part, ...]"

    @cached_property
    def terms(self) -> "tuple[Term, ...]":
        """Its parts as they are judged."""
        return terms_of(self.parts)


@dataclass(frozen=True, eq=False)
class Question:
    """A leaf with its atom and its place."""

    atom: Atom
    leaf: Leaf
    at: str


Part = Group | Question
Term = Group | Atom
"""A part as it is judged: of a leaf the atom, which any number of leaves share."""


def terms_of(parts: Iterable[Part]) -> tuple[Term, ...]:
    """Parts as they are judged."""
    return tuple(part.atom if isinstance(part, Question) else part for part in parts)


@dataclass(frozen=True, eq=False)
class Criterion:
    """条件: a criterion whose every leaf was checked against the catalogue.

    Args:
        node: the tree as written.
        root: the same over atoms.
    """

    node: Node
    root: Part

    @cached_property
    def hash(self) -> str:
        """SHA-256 of its canonical text."""
        return content_hash(self.node)

    @cached_property
    def clauses(self) -> tuple[Part, ...]:
        """条款: the parts that all have to be met; a criterion that is not an "all" is its own single clause."""
        root = self.root
        return root.parts if isinstance(root, Group) and root.needed == len(root.parts) else (root,)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The clauses as they are judged."""
        return terms_of(self.clauses)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every leaf in reading order."""
        return tuple(questions(self.root))

    @cached_property
    def atoms(self) -> tuple[Atom, ...]:
        """The atom of every leaf."""
        return tuple(question.atom for question in self.questions)

    @cached_property
    def facts(self) -> frozenset[str]:
        """Keys of the facts it reads."""
        return frozenset(question.atom.fact.key for question in self.questions)

    @cached_property
    def entangled(self) -> frozenset[tuple[str, str]]:
        """What several leaves read, so that mending one may touch another."""
        columns = Counter(question.atom.column for question in self.questions)
        return frozenset(column for column, times in columns.items() if times > 1)

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """Where each number that is read comes first."""
        return {question.atom.column: place for place, question in reversed([*enumerate(self.questions)])}

    @cached_property
    def entangled_groups(self) -> frozenset[Group]:
        """Groups with a leaf that reads what another leaf reads too."""
        return frozenset(_groups_reading(self.root, self.entangled))


def _groups_reading(part: Part, columns: frozenset[tuple[str, str]]) -> Iterator[Group]:
    if isinstance(part, Group):
        if any(question.atom.column in columns for question in questions(part)):
            yield part
        for child in part.parts:
            yield from _groups_reading(child, columns)


def questions(part: Part) -> Iterator[Question]:
    """Every leaf below, in reading order."""
    if isinstance(part, Question):
        yield part
        return
    for child in part.parts:
        yield from questions(child)


def compiled(node: Node, atoms: "dict[str, Atom]", at: str = "") -> Part:
    """The tree over atoms.

    Args:
        node: the tree as written.
        atoms: JSON pointer of each leaf → its atom.
    """
    match node:
        case Leaf():
            return Question(atoms[at], node, at)
        case AllOf(parts):
            return Group(len(parts), _parts(parts, atoms, f"{at}/all"))
        case AnyOf(parts):
            return Group(1, _parts(parts, atoms, f"{at}/any"))
        case AtLeast(count, parts):
            return Group(count, _parts(parts, atoms, f"{at}/of"))


def _parts(parts: tuple[Node, ...], atoms: "dict[str, Atom]", at: str) -> tuple[Part, ...]:
    return tuple(compiled(part, atoms, f"{at}/{index}") for index, part in enumerate(parts))
