"""The values inside a criterion's tree, in reading order: what an official changes without touching how it is built."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

Tree = Mapping[str, Any]


def leaf_data(tree: Tree) -> Iterator[dict[str, Any]]:
    """Yield the conditions of a tree in reading order, as they stand in it."""
    parts = next((tree[word] for word in ("all", "any", "of") if word in tree), None)
    if parts is None:
        yield tree  # type: ignore[misc]
        return
    for part in parts:
        yield from leaf_data(part)


def with_values(tree: Tree, values: Mapping[int, Any]) -> dict[str, Any]:
    """Return a tree in which some conditions, by their place in reading order, ask for another value."""
    changed: dict[str, Any] = deepcopy(dict(tree))
    for place, leaf in enumerate(leaf_data(changed)):
        if place in values:
            leaf["v"] = values[place]
    return changed
