"""Which level is in force somewhere (平急级别): what limits and powers depend on, answered by whoever keeps it.

Until a context registers, every place is at the normal level (平时).
"""

from collections.abc import Callable
from datetime import datetime

from sibao.kernel.access import Scope

NORMAL = "normal"
Resolver = Callable[[Scope, datetime], str]
_resolvers: list[Resolver] = []


def set_resolver(resolver: Resolver | None) -> None:
    """Say how the level of a scope is found; None = every place is at the normal level again."""
    _resolvers[:] = [resolver] if resolver else []


def in_force(scope: Scope, at: datetime) -> str:
    """Return the code of the level in force for a part of a zone at a moment."""
    return _resolvers[0](scope, at) if _resolvers else NORMAL
