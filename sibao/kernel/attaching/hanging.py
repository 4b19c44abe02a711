"""On what kinds of things attachments hang; a context says so of its own things when it starts."""

from collections.abc import Callable

from sibao.kernel import subjects
from sibao.kernel.access import Actor
from sibao.kernel.refusals import NotFound

Open = Callable[[Actor, int], bool]
_OPEN: dict[str, Open] = {}


def hang_on(kind: str, takes: Open = lambda _actor, _subject_id: True) -> None:
    """Let attachments hang on things of a kind that `kernel.subjects` knows.

    Args:
        takes: whether a thing still takes attachments, such as while it is open.

    Raises:
        RuntimeError: the kind is there already.
    """
    if kind in _OPEN:
        raise RuntimeError(f"attachments hang on {kind} twice")
    _OPEN[kind] = takes


def require_subject(actor: Actor, kind: str, subject_id: int) -> None:
    """Let the actor pass who reaches a thing that takes attachments of its kind.

    Raises:
        NotFound: there is no such kind, or none of that id in the actor's scope.
    """
    if kind not in _OPEN or subject_id not in subjects.reached(actor, kind, [subject_id]):
        raise NotFound


def takes(actor: Actor, kind: str, subject_id: int) -> bool:
    """Return whether a thing in the actor's reach takes attachments now."""
    return _OPEN[kind](actor, subject_id)
