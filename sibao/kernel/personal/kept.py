"""What is kept about a person, told to herself (本人信息查询): each context tells of its own tables, masked.

A context registers a teller under the code that the pack's register of processing gives to that kind of data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sibao.kernel.access import Actor
from sibao.kernel.refusals import Text


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing that is kept: what it is, and its value as the person herself may see it."""

    what: Text
    value: Text


Teller = Callable[[Actor, Sequence[bytes]], Sequence[Kept]]
_tellers: dict[str, Teller] = {}


def tell(code: str, teller: Teller) -> None:
    """Say how to find what is kept under a code of the register.

    Args:
        code: such as "contacts".
        teller: is given who asks, and the keyed hashes of her numbers; tells nothing of anybody else.

    Raises:
        RuntimeError: the code has a teller.
    """
    if code in _tellers:
        raise RuntimeError(f"two tellers of {code}")
    _tellers[code] = teller


def kept_of(actor: Actor, subjects: Sequence[bytes]) -> dict[str, Sequence[Kept]]:
    """Return what is kept about whoever asks, by code of the register; codes under which nothing is kept are left out."""
    found = {code: teller(actor, subjects) for code, teller in sorted(_tellers.items())}
    return {code: things for code, things in found.items() if things}
