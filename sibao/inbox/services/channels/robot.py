"""A group robot (群机器人): an HTTPS POST of JSON, signed, to an allowed host, never to a private address, never redirected."""

import hashlib
import hmac
import json
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from sibao.inbox import queries
from sibao.inbox.services.channels.letter import Letter, NoAnswer, Refused, Way
from sibao.kernel import clock

SECONDS = 5.0
LONGEST_ANSWER = 64 * 1024
BUSY = frozenset({408, 425, 429})


class Robot(Way):
    """The robot knows a repeat by the idempotency key, so that what became of an attempt need not be known."""

    repeats = True

    def is_open(self) -> bool:
        return bool(settings.ROBOT_HOSTS)

    @contextmanager
    def opened(self, letter: Letter) -> Iterator[Callable[[], None]]:
        parts = urlsplit(letter.to)
        if problem := problem_of(letter.to):
            raise Refused(problem)
        line = _Line(parts.hostname or "", parts.port or 443)
        try:
            line.connect()
        except OSError as error:
            raise NoAnswer(_("机器人连接不上（%(what)s）") % {"what": type(error).__name__}) from error
        try:
            path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
            yield lambda: _hand_over(line, path, letter)
        finally:
            line.close()


def problem_of(url: str) -> str:
    """Return why a robot's address is not served, in words; empty when it is."""
    try:
        parts = urlsplit(url)
        known = parts.port != 0
    except ValueError:
        known = False
    if not known or parts.scheme != "https" or not parts.hostname or parts.username or parts.fragment:
        return _("机器人地址应为完整的 https 地址，不带用户名")
    if parts.hostname.lower() not in settings.ROBOT_HOSTS:
        return _("本系统不向 %(host)s 发送；可用的主机由系统管理员设定") % {"host": parts.hostname}
    return ""


def signature(url: str, at: int, body: bytes) -> str:
    """Return the signature of a call: HMAC-SHA256 over time, a point, and the body."""
    return hmac.new(queries.secret_of_robot(url).encode(), b"%d." % at + body, hashlib.sha256).hexdigest()


class _Line(HTTPSConnection):
    """A connection to the very address that was looked at, so that a name cannot lead elsewhere between look and call."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port, timeout=SECONDS, context=ssl.create_default_context())

    def connect(self) -> None:
        bare = socket.create_connection((_public_address(self.host, self.port), self.port), timeout=SECONDS)
        self.sock = self._context.wrap_socket(bare, server_hostname=self.host)  # type: ignore[attr-defined]


def _public_address(host: str, port: int) -> str:
    found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    addresses = [ip_address(one) for one in sorted(found)]
    if not all(one.is_global or any(one in network for network in settings.ROBOT_NETWORKS) for one in addresses):
        raise Refused(_("机器人主机指向内部地址，不发送"))
    return str(addresses[0])


def _hand_over(line: _Line, path: str, letter: Letter) -> None:
    at = int(clock.real().timestamp())
    said = {"id": letter.reference, "kind": letter.kind, "title": letter.label, "text": letter.text}
    body = json.dumps(said | {"link": letter.link, "urgent": letter.urgent}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Idempotency-Key": letter.reference,
        "X-Sibao-Time": str(at),
        "X-Sibao-Signature": signature(letter.to, at, body),
    }
    try:
        line.request("POST", path, body, headers)
        answer = line.getresponse()
        answer.read(LONGEST_ANSWER)
    except HTTPException as error:
        raise OSError(type(error).__name__) from error
    if not 200 <= answer.status < 300:
        words = _("机器人答复 %(code)d") % {"code": answer.status}
        raise NoAnswer(words) if answer.status >= 500 or answer.status in BUSY else Refused(words)
