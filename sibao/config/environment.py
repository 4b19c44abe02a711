"""The one place that reads the environment; `sibao check` prints what it read, secrets masked."""

import math
import os
import re
import secrets
from dataclasses import dataclass, fields
from functools import cache
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
HIDDEN = frozenset(
    {
        "SECRET_KEY",
        "DATABASE_URL",
        "DATABASE_OWNER_URL",
        "SIBAO_EMAIL_URL",
        "SIBAO_METRICS_TOKEN",
        "SIBAO_OIDC_SECRET",
    }
)
"""Settings whose presence is printed, never their value."""


class BadSetting(Exception):
    """A variable of the environment cannot be understood; says which, why, and what would be right."""


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "").lower() in {"1", "true", "yes", "on"}


@dataclass(frozen=True, slots=True)
class Environment:
    """What an installation may set; every name is the environment variable of the same name."""

    SIBAO_HOME: Path
    DATABASE_URL: str
    DATABASE_OWNER_URL: str
    SECRET_KEY: str
    SIBAO_HOSTS: tuple[str, ...]
    SIBAO_ORIGIN: str
    SIBAO_HTTPS: bool
    SIBAO_DEBUG: bool
    SIBAO_DEMO: bool
    SIBAO_LOG: str
    SIBAO_EMAIL_URL: str
    SIBAO_CHECKPOINT_MAIL: tuple[str, ...]
    SIBAO_ROBOT_HOSTS: frozenset[str]
    SIBAO_ROBOT_NETWORKS: tuple[IPv4Network | IPv6Network, ...]
    SIBAO_SMS: str
    SIBAO_POOL: int
    SIBAO_PROXIES: tuple[IPv4Network | IPv6Network, ...]
    SIBAO_LIMITS: float
    SIBAO_UPLOAD_SECONDS: float
    SIBAO_ATTACHMENT_MB: float
    SIBAO_SCAN_COMMAND: str
    SIBAO_METRICS_TOKEN: str
    SIBAO_OIDC_ISSUER: str
    SIBAO_OIDC_CLIENT: str
    SIBAO_OIDC_SECRET: str
    SIBAO_OIDC_CLAIM: str
    SIBAO_OIDC_SCOPES: tuple[str, ...]
    SIBAO_OIDC_NAME: str

    def shown(self) -> dict[str, str]:
        """Return every setting as text, with secrets and passwords replaced by their presence."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: ("set" if value else "not set") if name in HIDDEN else str(value) for name, value in values.items()
        }


def _number(name: str, default: str, least: float) -> float:
    """Return a number of the environment.

    Raises:
        BadSetting: it is none, or below its least.
    """
    given = os.environ.get(name, default)
    try:
        number = float(given)
    except ValueError:
        number = math.nan
    if not least <= number < math.inf:
        raise BadSetting(f"{name}={given}：应为不小于 {least:g} 的数。It wants a number of at least {least:g}.")
    return number


def _one_of(name: str, known: tuple[str, ...]) -> str:
    """Return a word of the environment, the first known one by default.

    Raises:
        BadSetting: it is none of those known.
    """
    given = os.environ.get(name) or known[0]
    if given not in known:
        raise BadSetting(f"{name}={given}：应为 {' 或 '.join(known)}。It wants {' or '.join(known)}.")
    return given


def _networks(name: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the networks of the environment, such as 10.0.0.5,10.1.0.0/16.

    Raises:
        BadSetting: one of them is none.
    """
    given = os.environ.get(name, "")
    try:
        return tuple(ip_network(one.strip()) for one in given.split(",") if one.strip())
    except ValueError as error:
        raise BadSetting(
            f"{name}={given}：应为用逗号分开的 IP 地址或网段。It wants addresses or networks, separated by commas."
        ) from error


def _addresses(name: str) -> tuple[str, ...]:
    """Return the mail addresses of the environment, separated by commas.

    Raises:
        BadSetting: one of them is none.
    """
    given = os.environ.get(name, "")
    found = tuple(one.strip() for one in given.split(",") if one.strip())
    if all(re.fullmatch(r"[^@\s]+@[^@\s]+", one) for one in found):
        return found
    raise BadSetting(f"{name}={given}：应为用逗号分开的邮箱地址。It wants mail addresses, separated by commas.")


def _hosts(name: str) -> frozenset[str]:
    """Return the host names of the environment, separated by commas.

    Raises:
        BadSetting: one of them is none; addresses and ports are none either.
    """
    given = os.environ.get(name, "")
    found = frozenset(one.strip().lower() for one in given.split(",") if one.strip())
    if all(re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*", one) for one in found):
        return found
    raise BadSetting(f"{name}={given}：应为用逗号分开的主机名。It wants host names, separated by commas.")


def _adapter(name: str) -> str:
    """Return the dotted name of a class of the environment, empty = none.

    Raises:
        BadSetting: there is no such module.
    """
    given = os.environ.get(name, "")
    module, _dot, attribute = given.rpartition(".")
    try:
        found = bool(module and attribute and find_spec(module))
    except (ImportError, ValueError):
        found = False
    if found or not given:
        return given
    raise BadSetting(f"{name}={given}：应为 Python 类的全名。It wants the dotted name of a Python class.")


def _secret_key(home: Path) -> str:
    """Return the signing key: from the environment, else one made once and kept 0600 in the home."""
    if given := os.environ.get("SECRET_KEY"):
        return given
    kept = home / "keys" / "django-secret"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
    return kept.read_text()


@cache
def environment() -> Environment:
    """Read the environment once per process."""
    home = Path(os.environ.get("SIBAO_HOME") or PROJECT / ".sibao").resolve()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Environment(
        SIBAO_HOME=home,
        DATABASE_URL=os.environ.get("DATABASE_URL", ""),
        DATABASE_OWNER_URL=os.environ.get("DATABASE_OWNER_URL", ""),
        SECRET_KEY=_secret_key(home),
        SIBAO_HOSTS=tuple(filter(None, os.environ.get("SIBAO_HOSTS", "localhost,127.0.0.1").split(","))),
        SIBAO_ORIGIN=os.environ.get("SIBAO_ORIGIN", "http://localhost:8000"),
        SIBAO_HTTPS=_flag("SIBAO_HTTPS"),
        SIBAO_DEBUG=_flag("SIBAO_DEBUG"),
        SIBAO_DEMO=_flag("SIBAO_DEMO"),
        SIBAO_LOG=_one_of("SIBAO_LOG", ("json", "text")),
        SIBAO_EMAIL_URL=os.environ.get("SIBAO_EMAIL_URL", ""),
        SIBAO_CHECKPOINT_MAIL=_addresses("SIBAO_CHECKPOINT_MAIL"),
        SIBAO_ROBOT_HOSTS=_hosts("SIBAO_ROBOT_HOSTS"),
        SIBAO_ROBOT_NETWORKS=_networks("SIBAO_ROBOT_NETWORKS"),
        SIBAO_SMS=_adapter("SIBAO_SMS"),
        SIBAO_POOL=int(_number("SIBAO_POOL", "8", 0)),
        SIBAO_PROXIES=_networks("SIBAO_PROXIES"),
        SIBAO_LIMITS=_number("SIBAO_LIMITS", "1", 0),
        SIBAO_UPLOAD_SECONDS=_number("SIBAO_UPLOAD_SECONDS", "600", 1),
        SIBAO_ATTACHMENT_MB=_number("SIBAO_ATTACHMENT_MB", "20", 0.001),
        SIBAO_SCAN_COMMAND=os.environ.get("SIBAO_SCAN_COMMAND", ""),
        SIBAO_METRICS_TOKEN=os.environ.get("SIBAO_METRICS_TOKEN", ""),
        SIBAO_OIDC_ISSUER=os.environ.get("SIBAO_OIDC_ISSUER", ""),
        SIBAO_OIDC_CLIENT=os.environ.get("SIBAO_OIDC_CLIENT", ""),
        SIBAO_OIDC_SECRET=os.environ.get("SIBAO_OIDC_SECRET", ""),
        SIBAO_OIDC_CLAIM=os.environ.get("SIBAO_OIDC_CLAIM") or "preferred_username",
        SIBAO_OIDC_SCOPES=tuple((os.environ.get("SIBAO_OIDC_SCOPES") or "openid profile").split()),
        SIBAO_OIDC_NAME=os.environ.get("SIBAO_OIDC_NAME") or "统一身份认证",
    )
