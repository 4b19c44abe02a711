"""From `SIBAO_EMAIL_URL` to Django's mail settings."""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from sibao.config.environment import BadSetting

PORTS = {"smtp": 25, "smtps": 465}
SECONDS = 20
FORMS = "smtp://用户:密码@主机:端口?tls=1&from=地址、smtps://…、file:///目录"


def mail_settings(url: str, home: Path, origin: str) -> dict[str, Any]:
    """Return Django's mail settings for an address of a mail server or a folder.

    Args:
        url: `smtp://user:password@host:port?tls=1&from=address`, where `tls=1` asks for STARTTLS; `smtps://…` with TLS
            from the start; `file:///folder`; empty = files in the folder `mail` of the home.
        home: the installation's own folder.
        origin: the address that people type, whose host is the sender's unless `from` says another.

    Raises:
        BadSetting: it is none of these.
    """
    parts = urlsplit(url)
    asked = dict(parse_qsl(parts.query))
    sender = {"DEFAULT_FROM_EMAIL": asked.pop("from", f"sibao@{urlsplit(origin).hostname or 'localhost'}")}
    if not url:
        return sender | _files(home / "mail")
    if parts.scheme == "file" and not parts.netloc and parts.path.startswith("/") and not asked:
        return sender | _files(Path(unquote(parts.path)))
    if parts.scheme in PORTS and parts.path in ("", "/") and set(asked) <= {"tls"}:
        return sender | _server(parts, starttls=asked.get("tls", "0") in ("1", "true"))
    raise _bad()


def _files(folder: Path) -> dict[str, Any]:
    return {"EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend", "EMAIL_FILE_PATH": folder}


def _server(parts: SplitResult, *, starttls: bool) -> dict[str, Any]:
    try:
        port = parts.port or PORTS[parts.scheme]
    except ValueError as error:
        raise _bad() from error
    if not parts.hostname or (parts.scheme == "smtps" and starttls):
        raise _bad()
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": port,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": starttls,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": SECONDS,
    }


def _bad() -> BadSetting:
    return BadSetting(
        f"SIBAO_EMAIL_URL 无法识别：应为 {FORMS}。SIBAO_EMAIL_URL is not understood; it wants one of these."
    )
