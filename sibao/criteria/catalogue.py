"""The facts that criteria may ask about, and the one place where a criterion is checked and made ready."""

import re
from collections.abc import Iterable, Mapping

from sibao.criteria.checking import problems_of
from sibao.criteria.compiling import Atom, Criterion, compiled
from sibao.criteria.derived import Derived, check_range
from sibao.criteria.errors import CriterionError, Problem, refuse
from sibao.criteria.facts import Fact
from sibao.criteria.operators import Answer, answer_of
from sibao.criteria.tree import Node, from_data, leaves, parse
from sibao.criteria.words import Words

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")


class Catalogue:
    """事实目录: known facts and derived ones, which are worked out from others before anybody is judged.

    Args:
        facts: facts that somebody reports.
        derived: facts worked out from facts; any order.

    Raises:
        CriterionError: a key twice or malformed, a derived fact that reads what is not there, reads itself in a circle,
            or could leave 64 bits.
    """

    def __init__(self, facts: Iterable[Fact], derived: Iterable[Derived] = ()) -> None:
        self.facts: dict[str, Fact] = {}
        self._atoms: dict[tuple[str, Answer], Atom] = {}
        pending: dict[str, Derived] = {}
        for fact in facts:
            self._add(fact, pending)
        for rule in derived:
            self._check_key(rule.fact, pending)
            pending[rule.fact.key] = rule
        self.derived: Mapping[str, Derived] = self._ordered(pending)

    def _check_key(self, fact: Fact, pending: Mapping[str, Derived]) -> None:
        if not KEY.fullmatch(fact.key):
            raise refuse(f"/{fact.key[:60]}", "事实的标识只能用小写字母、数字和下划线", "a fact's key is lower case")
        if fact.key in self.facts or fact.key in pending:
            raise refuse(f"/{fact.key}", f"事实「{fact.key}」重复", f"fact {fact.key} comes twice")

    def _add(self, fact: Fact, pending: Mapping[str, Derived]) -> None:
        self._check_key(fact, pending)
        self.facts[fact.key] = fact

    def _ordered(self, pending: dict[str, Derived]) -> dict[str, Derived]:
        ordered: dict[str, Derived] = {}
        while pending:
            ready = [key for key, rule in pending.items() if rule.inputs <= self.facts.keys()]
            if not ready:
                raise self._stuck(pending)
            for key in ready:
                rule = pending.pop(key)
                check_range(rule, self.facts)
                ordered[key] = rule.bound(self)
                self.facts[key] = rule.fact
        return ordered

    def _stuck(self, pending: Mapping[str, Derived]) -> CriterionError:
        for key, rule in pending.items():
            for missing in sorted(rule.inputs - self.facts.keys() - pending.keys()):
                return refuse(
                    f"/{key}", f"推算「{key}」所用的事实「{missing}」不存在", f"{key} reads no fact {missing}"
                )
        circle = "→".join(pending)
        return refuse(f"/{next(iter(pending))}", f"推算互相引用，绕成了圈：{circle}", f"derived in a circle: {circle}")

    def read(self, text: str | bytes) -> Criterion:
        """A criterion from JSON text, checked.

        Raises:
            CriterionError: with every problem and its place.
        """
        return self.criterion(parse(text))

    def read_data(self, data: object) -> Criterion:
        """A criterion from decoded JSON, checked; raises as `read`."""
        return self.criterion(from_data(data))

    def criterion(self, node: Node) -> Criterion:
        """A criterion from its tree: every leaf fits its fact, nothing in it can never or always hold.

        Raises:
            CriterionError: with every problem and its place.
        """
        problems: list[Problem] = []
        atoms: dict[str, Atom] = {}
        for at, leaf in leaves(node):
            try:
                atoms[at] = self.atom(leaf.fact, leaf.op, leaf.value, at)
            except CriterionError as error:
                problems.extend(error.problems)
        if not problems:
            root = compiled(node, atoms)
            problems.extend(problems_of(root))
        if problems:
            raise CriterionError(problems)
        return Criterion(node, root)

    def atom(self, key: str, op: str, value: object, at: str = "") -> Atom:
        """The one atom of a question; raises CriterionError for an unknown fact or an ill-fitting question."""
        fact = self.facts.get(key)
        if fact is None:
            raise CriterionError([Problem(f"{at}/f", Words(f"没有「{key[:40]}」这项事实", f"no fact {key[:40]}"))])
        answer = answer_of(fact, op, value, at)
        atom = self._atoms.get((key, answer))
        if atom is None:
            atom = self._atoms[key, answer] = Atom(fact, answer.aspect, answer.yes, answer.no)
        return atom
