"""From where does a request come? A proxy is believed only when the installation names it."""

from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


def address_of(request: HttpRequest) -> str:
    """Return the address that a request comes from, "" when it is not known.

    `X-Forwarded-For` is read from its end, as far as each address is one of the installation's own proxies
    (`SIBAO_PROXIES`); what a stranger writes into it is never believed.
    """
    nearest = _read(request.META.get("REMOTE_ADDR", ""))
    for text in reversed(request.headers.get("X-Forwarded-For", "").split(",")):
        further = _read(text)
        if nearest is None or further is None or not _is_proxy(nearest):
            break
        nearest = further
    return str(nearest) if nearest else ""


def from_this_machine(request: HttpRequest) -> bool:
    """Return whether a request was made on the machine itself, and not handed on by a proxy that runs there."""
    found = _read(address_of(request))
    handed_on = any(name in request.headers for name in FORWARDED)
    return found is not None and found.is_loopback and not handed_on


def _is_proxy(address: Address) -> bool:
    return any(address in network for network in settings.PROXIES)


def _read(text: str) -> Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return (found.ipv4_mapped or found) if isinstance(found, IPv6Address) else found
