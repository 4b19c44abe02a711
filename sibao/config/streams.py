"""How many live streams are open, and how many one browser may hold: its tabs share one (R111)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

MOST_IN_ONE_SESSION = 6
"""As many connections as a browser opens to one server; a browser without shared workers takes one per visible tab."""


class TooManyStreams(Exception):
    """The session already holds as many streams as a browser can want."""


class Streams:
    """The open streams of this process, counted by session."""

    def __init__(self) -> None:
        self._held: Counter[str] = Counter()

    @property
    def open(self) -> int:
        """How many streams are open."""
        return self._held.total()

    @contextmanager
    def one_more(self, session: str) -> Iterator[None]:
        """Count one stream of a session while it lasts.

        Raises:
            TooManyStreams: the session holds its most already.
        """
        if self._held[session] >= MOST_IN_ONE_SESSION:
            raise TooManyStreams
        self._held[session] += 1
        try:
            yield
        finally:
            self._held[session] -= 1
            if not self._held[session]:
                del self._held[session]


STREAMS = Streams()
