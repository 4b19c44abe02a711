"""How often one address may ask for something (限流), counted in the shared cache."""

from django.core.cache import cache
from django.http import HttpRequest

from sibao.kernel import clock
from sibao.kernel.refusals import TooMany


def limit(request: HttpRequest, what: str, *, most: int, seconds: int) -> None:
    """Count one request of this address.

    Raises:
        TooMany: it is more than `most` in the running window of `seconds`; says how long to wait.
    """
    moment = int(clock.real().timestamp())
    window, gone = divmod(moment, seconds)
    key = f"limit:{what}:{request.META.get('REMOTE_ADDR', '')}:{window}"
    if cache.add(key, 1, timeout=seconds):
        return
    if cache.incr(key) > most:
        raise TooMany(retry_after=seconds - gone)
