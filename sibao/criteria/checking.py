"""Conditions that can never hold, or never fail, are refused before anybody is judged by them."""

from collections.abc import Iterable, Iterator

from sibao.criteria.compiling import Atom, Group, Part, Question
from sibao.criteria.errors import Problem
from sibao.criteria.spans import Spans, intersection, union
from sibao.criteria.words import Words


def problems_of(part: Part, at: str = "") -> Iterator[Problem]:
    """Leaves and groups that always or never hold, with their places."""
    if isinstance(part, Question):
        yield from _of_leaf(part)
        return
    before = list(_of_parts(part))
    yield from before
    if not before:
        yield from _of_group(part, at)


def _of_parts(group: Group) -> Iterator[Problem]:
    for part in group.parts:
        yield from problems_of(part, place_of(part))


def place_of(part: Part) -> str:
    """JSON pointer of a leaf, or of the group around the first leaf below."""
    depth = 0
    while isinstance(part, Group):
        part, depth = part.parts[0], depth + 1
    pieces = part.at.split("/")
    return "/".join(pieces[: len(pieces) - 2 * depth])


def _of_leaf(question: Question) -> Iterator[Problem]:
    name = question.atom.fact.name
    met = question.atom.met
    if not met:
        yield Problem(question.at, Words(f"「{name.zh}」的这条条件永远不成立", f"this can never hold of {name.en}"))
    elif met == (question.atom.possible,):
        yield Problem(question.at, Words(f"「{name.zh}」的这条条件永远成立", f"this always holds of {name.en}"))


def _of_group(group: Group, at: str) -> Iterator[Problem]:
    for atoms in _same_column(part.atom for part in group.parts if isinstance(part, Question)):
        name = atoms[0].fact.name
        if len(atoms) > 1 and group.needed == len(group.parts) and not _together(atoms):
            yield Problem(
                at, Words(f"对「{name.zh}」的几条要求互相矛盾，无人能满足", f"no {name.en} can meet all of these")
            )
        if len(atoms) > 1 and group.needed == 1 < len(group.parts) and _cover(atoms):
            yield Problem(
                at, Words(f"对「{name.zh}」的几条任选其一，等于没有要求", f"any {name.en} meets one of these")
            )


def _same_column(atoms: Iterable[Atom]) -> list[list[Atom]]:
    by_column: dict[tuple[str, str], list[Atom]] = {}
    for atom in atoms:
        by_column.setdefault(atom.column, []).append(atom)
    return list(by_column.values())


def _together(atoms: list[Atom]) -> Spans:
    met = atoms[0].met
    for atom in atoms[1:]:
        met = intersection(met, atom.yes)
    return met


def _cover(atoms: list[Atom]) -> bool:
    return union(*(atom.met for atom in atoms)) == (atoms[0].possible,)
