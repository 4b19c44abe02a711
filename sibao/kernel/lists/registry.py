"""Every list and every picker of the product, by key: the permission matrix walks them."""

from typing import Generic, Protocol, TypeVar

from sibao.kernel.lists.definition import ListDefinition
from sibao.kernel.lists.pickers import Picker
from sibao.kernel.refusals import NotFound


class Keyed(Protocol):
    """Something with a key."""

    @property
    def key(self) -> str: ...


T = TypeVar("T", bound=Keyed)


class Registry(Generic[T]):
    """Things by key."""

    def __init__(self) -> None:
        self._known: dict[str, T] = {}

    def add(self, *things: T) -> None:
        """Add things.

        Raises:
            RuntimeError: a key is taken.
        """
        for thing in things:
            if thing.key in self._known:
                raise RuntimeError(f"{thing.key} registered twice")
            self._known[thing.key] = thing

    def all(self) -> list[T]:
        return sorted(self._known.values(), key=lambda thing: thing.key)

    def get(self, key: str) -> T:
        """Return the thing of a key.

        Raises:
            NotFound: there is none.
        """
        if key not in self._known:
            raise NotFound
        return self._known[key]


lists: Registry[ListDefinition] = Registry()
pickers: Registry[Picker] = Registry()
