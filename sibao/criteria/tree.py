"""A criterion's text: a small tree of JSON, read with caps and written in one canonical way.

`{"all": […]}`, `{"any": […]}`, `{"atleast": k, "of": […]}`, and leaves
`{"f": fact, "op": operator, "v": value, "id": …, "zh": …, "cite": …}`. There is no negation of groups, so that "met"
and "known not to be met" can be told apart; nothing is computed in it and nothing loops.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sibao.criteria.errors import CriterionError, refuse

DEEPEST = 4
MOST_LEAVES = 40
MOST_VALUES = 500
LONGEST_WORD = 500
LARGEST_TEXT = 64 * 1024


@dataclass(frozen=True)
class Leaf:
    """One question to one fact.

    Args:
        fact: key of the fact.
        op: name of an operator.
        value: what it is compared with; None where the operator needs nothing.
        id: stable name of the clause, for explanations and changes.
        note: the official's own words for it, shown instead of the made sentence.
        cite: document and article it comes from.
    """

    fact: str
    op: str
    value: Any = None
    id: str = ""
    note: str = ""
    cite: str = ""


@dataclass(frozen=True)
class AllOf:
    """All of the parts."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class AnyOf:
    """At least one of the parts."""

    parts: "tuple[Node, ...]"


@dataclass(frozen=True)
class AtLeast:
    """At least `count` of the parts."""

    count: int
    parts: "tuple[Node, ...]"


Node = Leaf | AllOf | AnyOf | AtLeast

LEAF_FIELDS = {"f": "fact", "op": "op", "v": "value", "id": "id", "zh": "note", "cite": "cite"}


def leaves(node: Node, at: str = "") -> Iterator[tuple[str, Leaf]]:
    """Every leaf with its JSON pointer, in reading order."""
    if isinstance(node, Leaf):
        yield at, node
        return
    for place, part in _placed(node, at):
        yield from leaves(part, place)


def _placed(node: AllOf | AnyOf | AtLeast, at: str) -> Iterator[tuple[str, Node]]:
    word = {AllOf: "all", AnyOf: "any", AtLeast: "of"}[type(node)]
    return ((f"{at}/{word}/{index}", part) for index, part in enumerate(node.parts))


def parse(text: str | bytes) -> Node:
    """Read a criterion from JSON.

    Raises:
        CriterionError: too large, too deep, not JSON, or not of the tree's form; with the place.
    """
    if len(text) > LARGEST_TEXT:
        raise refuse("", f"条件太长，最多 {LARGEST_TEXT // 1024} KB", f"longer than {LARGEST_TEXT // 1024} KB")
    try:
        return from_data(json.loads(text, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float))
    except RecursionError:
        raise refuse("", f"条件层次太多，最多 {DEEPEST} 层", f"deeper than {DEEPEST} levels") from None
    except ValueError:
        raise refuse("", "条件不是有效的 JSON", "not valid JSON") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise refuse("", "同一处有重名的字段", "a field comes twice in one place")
    return found


def _no_float(text: str) -> object:
    raise refuse("", f"「{text[:20]}」不是整数；金额按分、比例按万分之一填写", f"{text[:20]} is not a whole number")


def from_data(data: object) -> Node:
    """Read a criterion from decoded JSON.

    Raises:
        CriterionError: as `parse`.
    """
    return _Reader().node(data, "", 1)


@dataclass
class _Reader:
    left: int = field(default=MOST_LEAVES)

    def node(self, data: object, at: str, depth: int) -> Node:
        if depth > DEEPEST + 1:
            raise refuse(at, f"条件层次太多，最多 {DEEPEST} 层", f"deeper than {DEEPEST} levels")
        if not isinstance(data, dict):
            raise refuse(at, "这里应是一条条件或一组条件", "a condition or a group is wanted here")
        if "f" in data:
            return self.leaf(data, at)
        match sorted(data):
            case ["all"]:
                return AllOf(self.parts(data["all"], f"{at}/all", depth))
            case ["any"]:
                return AnyOf(self.parts(data["any"], f"{at}/any", depth))
            case ["atleast", "of"]:
                return self.at_least(data, at, depth)
        raise refuse(
            at, "只能是「全部」「任一」「至少几项」或一条条件", "only all, any, atleast with of, or a condition"
        )

    def parts(self, data: object, at: str, depth: int) -> tuple[Node, ...]:
        if not isinstance(data, list) or not data:
            raise refuse(at, "这一组里至少要有一条条件", "a group holds at least one condition")
        if len(data) > self.left:
            raise _too_many(at)
        return tuple(self.node(part, f"{at}/{index}", depth + 1) for index, part in enumerate(data))

    def at_least(self, data: dict[str, Any], at: str, depth: int) -> AtLeast:
        parts, count = self.parts(data["of"], f"{at}/of", depth), data["atleast"]
        if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= len(parts):
            raise refuse(
                f"{at}/atleast", f"「至少几项」要在 1 和 {len(parts)} 之间", f"atleast has to be 1 to {len(parts)}"
            )
        return AtLeast(count, parts)

    def leaf(self, data: dict[str, Any], at: str) -> Leaf:
        self.left -= 1
        if self.left < 0:
            raise _too_many(at)
        for name, value in data.items():
            if name not in LEAF_FIELDS:
                raise refuse(f"{at}/{name[:40]}", "条件里没有这个字段", "a condition has no such field")
            if name != "v" and not (isinstance(value, str) and len(value) <= LONGEST_WORD):
                raise refuse(f"{at}/{name}", f"这里要填文字，最多 {LONGEST_WORD} 字", "text is wanted here")
        values = data.get("v")
        if isinstance(values, list) and len(values) > MOST_VALUES:
            raise refuse(f"{at}/v", f"一条条件最多列 {MOST_VALUES} 个值", f"more than {MOST_VALUES} values")
        return Leaf(
            fact=data["f"],
            op=data.get("op", ""),
            value=tuple(values) if isinstance(values, list) else values,
            id=data.get("id", ""),
            note=data.get("zh", ""),
            cite=data.get("cite", ""),
        )


def _too_many(at: str) -> CriterionError:
    return refuse(at, f"一个标准最多 {MOST_LEAVES} 条条件", f"more than {MOST_LEAVES} conditions")


def data_of(node: Node) -> dict[str, Any]:
    """The tree as JSON data; empty fields of leaves are left out."""
    if isinstance(node, Leaf):
        fields = {name: getattr(node, attribute) for name, attribute in LEAF_FIELDS.items()}
        return {name: list(v) if isinstance(v, tuple) else v for name, v in fields.items() if v is not None and v != ""}
    parts: Sequence[dict[str, Any]] = [data_of(part) for part in node.parts]
    if isinstance(node, AtLeast):
        return {"atleast": node.count, "of": parts}
    return {"all" if isinstance(node, AllOf) else "any": parts}


def canonical(node: Node) -> str:
    """The one way to write the tree: sorted keys, no spaces, nothing escaped that need not be."""
    return json.dumps(data_of(node), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(node: Node) -> str:
    """SHA-256 of the canonical text, as hexadecimal."""
    return hashlib.sha256(canonical(node).encode()).hexdigest()
