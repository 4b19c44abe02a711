"""Whether mail and SMS would go anywhere."""

import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

from sibao.config.checks import Finding, warning
from sibao.config.checks.settings import HERE
from sibao.config.environment import BadSetting, Environment
from sibao.config.mail import mail_settings

SECONDS = 3


def of_mail(env: Environment) -> Iterator[Finding]:
    """Judge `SIBAO_EMAIL_URL`, and knock at the server that it names."""
    try:
        found = mail_settings(env.SIBAO_EMAIL_URL, env.SIBAO_HOME, env.SIBAO_ORIGIN)
    except BadSetting as bad:
        yield Finding(str(bad), "照上面的写法改 SIBAO_EMAIL_URL write it in one of these forms")
        return
    if "EMAIL_HOST" in found:
        yield from _knock(found["EMAIL_HOST"], found["EMAIL_PORT"])
    elif urlsplit(env.SIBAO_ORIGIN).hostname not in HERE:
        yield warning(
            f"邮件写进文件，没有人收得到 mail goes into files, nobody receives it: {found['EMAIL_FILE_PATH']}",
            "设 SIBAO_EMAIL_URL set SIBAO_EMAIL_URL",
        )


def of_sms(env: Environment) -> Iterator[Finding]:
    """Judge `SIBAO_SMS`: without an adapter every SMS counts as sent and reaches nobody."""
    if not env.SIBAO_SMS and urlsplit(env.SIBAO_ORIGIN).hostname not in HERE:
        yield warning(
            f"短信写进文件，没有人收得到 SMS go into files, nobody receives them: {env.SIBAO_HOME / 'sms'}",
            "设 SIBAO_SMS set SIBAO_SMS",
        )


def _knock(host: str, port: int) -> Iterator[Finding]:
    try:
        socket.create_connection((host, port), SECONDS).close()
    except OSError as error:
        yield warning(
            f"邮件服务器 {host}:{port} 连不上 the mail server {host}:{port} cannot be reached: {error}",
            "核对地址、端口和防火墙 look at address, port and firewall",
        )
