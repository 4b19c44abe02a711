"""How often one person, or one address where nobody is signed in, may ask for something (限流).

A bucket per asker holds `most` requests and fills again in `seconds`; it is kept in the memory of the web process.
"""

import hashlib
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from sibao.kernel.doors import actor_or_none
from sibao.kernel.refusals import TooMany
from sibao.kernel.web.addresses import address_of
from sibao.kernel.web.metrics import LIMITED

MOST_ASKERS = 50_000


@dataclass(frozen=True, slots=True)
class Rate:
    """`most` requests in `seconds`."""

    most: float
    seconds: float


class Buckets:
    """When each asker's bucket will be full again; one that is full is forgotten.

    Args:
        clock: seconds that only ever grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._full_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def take(self, asker: str, rate: Rate) -> float:
        """Take one request out of an asker's bucket.

        Returns:
            Seconds until there is one again; 0 when there was one and it has been taken.
        """
        with self._lock:
            now = self._clock()
            full_at = max(self._full_at.get(asker, now), now) + rate.seconds / rate.most
            if full_at - now > rate.seconds * (1 + 1e-9):
                return full_at - now - rate.seconds
            if len(self._full_at) >= MOST_ASKERS:
                self._forget(now)
            self._full_at[asker] = full_at
            return 0.0

    def _forget(self, now: float) -> None:
        """Drop full buckets; when all are in use, drop the fuller half, so that memory stays bounded."""
        used = {asker: at for asker, at in self._full_at.items() if at > now}
        if len(used) >= MOST_ASKERS:
            used = dict(sorted(used.items(), key=lambda one: one[1])[MOST_ASKERS // 2 :])
        self._full_at = used

    def clear(self) -> None:
        """Forget everyone."""
        with self._lock:
            self._full_at.clear()


BUCKETS = Buckets()


def limit(request: HttpRequest, what: str) -> None:
    """Count one request of who is signed in, else of its address, against `settings.LIMITS[what]`.

    Raises:
        TooMany: there were too many; says how long to wait.
    """
    actor = actor_or_none(request)
    _limit(what, f"account {actor.account_id}" if actor else f"address {address_of(request)}")


def limit_address(request: HttpRequest, what: str) -> None:
    """Count one request of its address, whoever is signed in; see `limit`."""
    _limit(what, f"address {address_of(request)}")


def limit_word(word: str, what: str) -> None:
    """Count one request about a word, such as a mail address, which is kept as a digest only; see `limit`."""
    _limit(what, f"word {hashlib.sha256(word.encode()).hexdigest()}")


def _limit(what: str, asker: str) -> None:
    most, seconds = settings.LIMITS[what]
    if not settings.LIMITS_TIMES:
        return
    wait = BUCKETS.take(f"{what} {asker}", Rate(most * settings.LIMITS_TIMES, seconds))
    if wait:
        LIMITED.labels(what).inc()
        raise TooMany(retry_after=math.ceil(wait))
