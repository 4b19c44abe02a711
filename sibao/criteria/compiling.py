"""A criterion ready to be judged: its tree over atoms, each atom a question to one number."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from sibao.criteria.facts import Fact
from sibao.criteria.spans import HIGHEST, Span, Spans, complement, contains, intersection
from sibao.criteria.tree import AllOf, AnyOf, AtLeast, Leaf, Node, content_hash


@dataclass(eq=False, slots=True)
class Atom:
    """One question that any number of criteria may share; the catalogue keeps one object per question.

    Args:
        fact: what is asked about.
        aspect: "" for its value, "known", "age" in minutes, or a member of a set.
        yes, no: the numbers that answer it; others leave it unknown.

    Attributes:
        column: what number it reads.
        is_sharp: whether every known number answers it.
        possible: the lowest and the highest number that its column can hold at all.
        met: the possible numbers that answer it with yes.
    """

    fact: Fact
    aspect: str
    yes: Spans
    no: Spans
    column: tuple[str, str] = field(init=False)
    is_sharp: bool = field(init=False)
    possible: Span = field(init=False)
    met: Spans = field(init=False)

    def __post_init__(self) -> None:
        self.column = self.fact.key, self.aspect
        self.is_sharp = self.no == complement(self.yes)
        self.possible = (0, HIGHEST) if self.aspect == "age" else (0, 1) if self.aspect else self.fact.bounds
        self.met = intersection(self.yes, (self.possible,))

    def answer(self, number: int) -> bool | None:
        """What a number answers: true, false, or None for unknown."""
        if contains(self.yes, number):
            return True
        return False if self.is_sharp or contains(self.no, number) else None


@dataclass(eq=False, slots=True)
class Group:
    """At least `needed` of the parts; all of them and any of them are its two ends.

    Attributes:
        terms: its parts as they are judged.
    """

    needed: int
    parts: "tuple[Part, ...]"
    terms: "tuple[Term, ...]" = field(init=False)

    def __post_init__(self) -> None:
        self.terms = terms_of(self.parts)


@dataclass(frozen=True, eq=False, slots=True)
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


@dataclass(eq=False)
class Criterion:
    """条件: a criterion whose every leaf was checked against the catalogue.

    Args:
        node: the tree as written.
        root: the same over atoms.

    Attributes:
        clauses: 条款, the parts that all have to be met; a criterion that is not an "all" is its own single clause.
        terms: the clauses as they are judged.
        questions: every leaf in reading order.
        atoms: the atom of every leaf.
    """

    node: Node
    root: Part
    clauses: tuple[Part, ...] = field(init=False)
    terms: tuple[Term, ...] = field(init=False)
    questions: tuple[Question, ...] = field(init=False)
    atoms: tuple[Atom, ...] = field(init=False)

    def __post_init__(self) -> None:
        root = self.root
        self.clauses = root.parts if isinstance(root, Group) and root.needed == len(root.parts) else (root,)
        self.terms = terms_of(self.clauses)
        self.questions = tuple(questions(root))
        self.atoms = tuple(question.atom for question in self.questions)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of its canonical text."""
        return content_hash(self.node)

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
