"""Classifications with a hierarchy, such as industries or areas: a code's branch is a range of whole numbers."""

from collections.abc import Iterable

from sibao.criteria.errors import refuse
from sibao.criteria.spans import Span


class CodeTree:
    """Codes in the order of a walk through their tree, so that everything under a code lies side by side.

    Args:
        rows: (code, parent's code or "", name) of every code, each parent before its children.

    Raises:
        CriterionError: a code twice, or a parent that is not there.
    """

    def __init__(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self.names: dict[str, str] = {}
        self.parents: dict[str, str] = {}
        children: dict[str, list[str]] = {"": []}
        for code, parent, name in rows:
            if code in children:
                raise refuse("", f"代码「{code}」重复", f"code {code} comes twice")
            if parent not in children:
                raise refuse(
                    "", f"代码「{code}」的上级「{parent}」不存在", f"parent {parent} of code {code} is missing"
                )
            children[code] = []
            children[parent].append(code)
            self.names[code], self.parents[code] = name, parent
        self.ranks: dict[str, int] = {}
        self._branches: dict[str, Span] = {}
        self._walk(children)
        self.codes = tuple(sorted(self.ranks, key=self.ranks.__getitem__))

    def _walk(self, children: dict[str, list[str]]) -> None:
        path: list[tuple[str, bool]] = [("", False)]
        while path:
            code, left = path.pop()
            if left:
                self._branches[code] = (self.ranks[code], len(self.ranks) - 1)
                continue
            if code:
                self.ranks[code] = len(self.ranks)
                path.append((code, True))
            path.extend((child, False) for child in reversed(children[code]))

    def __contains__(self, code: object) -> bool:
        return code in self.ranks

    def __len__(self) -> int:
        return len(self.ranks)

    def branch(self, code: str) -> Span:
        """The ranks of the code and of everything below it, first and last."""
        return self._branches[code]

    def above(self, code: str) -> list[int]:
        """The ranks of the codes that the code lies under, nearest first."""
        ranks = []
        while code := self.parents[code]:
            ranks.append(self.ranks[code])
        return ranks
