"""What the environment itself says wrongly: names, addresses, secrets, switches."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from urllib.parse import urlsplit

from django.http.request import validate_host

from sibao.config.checks import Finding, warning
from sibao.config.environment import Environment

ALSO_KNOWN = frozenset({"SIBAO_PG", "SIBAO_PARENT", "SIBAO_TEST_NAME", "SIBAO_TEST_HOME"})
HERE = ("localhost", "127.0.0.1", "[::1]")
SHORTEST_SECRET, SHORTEST_TOKEN, FEWEST_SIGNS = 32, 16, 10
WIDEST = 8


def of_settings(env: Environment, given: Mapping[str, str]) -> Iterator[Finding]:
    """Judge the settings of an installation.

    Args:
        given: the environment's variables, to find those that nothing reads.
    """
    yield from _unread(given)
    yield from _names(env)
    yield from _transport(env)
    yield from _proxies(env)
    yield from _secrets(env)
    yield from _switches(env)
    yield from _roles(env)


def _unread(given: Mapping[str, str]) -> Iterator[Finding]:
    known = {field.name for field in fields(Environment)} | ALSO_KNOWN
    for name in sorted(name for name in given if name.startswith("SIBAO_") and name not in known):
        yield warning(
            f"{name} 没有用处 nothing reads {name}",
            "多半写错了，对照 docs/operations.md 里的变量名 it may be misspelt; compare it with docs/operations.md",
        )


def _names(env: Environment) -> Iterator[Finding]:
    if "*" in env.SIBAO_HOSTS:
        yield Finding(
            "SIBAO_HOSTS 含 *，什么域名都会应答 SIBAO_HOSTS holds *: any name is answered",
            "写上人们输入的域名 write the names that people type",
        )
    parts = urlsplit(env.SIBAO_ORIGIN)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query:
        yield Finding(
            f"SIBAO_ORIGIN={env.SIBAO_ORIGIN} 不是一个网址的开头 SIBAO_ORIGIN is not the beginning of an address",
            "只写协议和主机，如 https://sibao.example，后面不带斜杠 scheme and host only, without a slash at the end",
        )
    elif not validate_host(parts.hostname, env.SIBAO_HOSTS):
        yield Finding(
            f"SIBAO_ORIGIN 的主机 {parts.hostname} 不在 SIBAO_HOSTS 里，页面会答 400 "
            f"{parts.hostname} of SIBAO_ORIGIN is not in SIBAO_HOSTS: pages answer 400",
            "把它加进 SIBAO_HOSTS add it to SIBAO_HOSTS",
        )


def _transport(env: Environment) -> Iterator[Finding]:
    parts = urlsplit(env.SIBAO_ORIGIN)
    if parts.scheme == "https" and not env.SIBAO_HTTPS:
        yield Finding(
            "SIBAO_ORIGIN 是 https 而 SIBAO_HTTPS 没有开，登录凭据可能走明文 "
            "SIBAO_ORIGIN is https and SIBAO_HTTPS is off: cookies may travel in the clear",
            "设 SIBAO_HTTPS=1 set SIBAO_HTTPS=1",
        )
    elif parts.scheme == "http" and env.SIBAO_HTTPS:
        yield Finding(
            "SIBAO_HTTPS 已开而 SIBAO_ORIGIN 是 http，邮件和文件上的链接打不开 "
            "SIBAO_HTTPS is on and SIBAO_ORIGIN is http: links in mail and on documents are wrong",
            "SIBAO_ORIGIN 写成 https:// 开头 let SIBAO_ORIGIN begin with https://",
        )
    elif parts.scheme == "http" and parts.hostname not in HERE:
        yield warning(
            "没有 TLS，密码在网上明文传送 without TLS passwords travel in the clear",
            "在前面放一个终止 TLS 的代理，见 deploy/nginx.conf put a proxy that ends TLS before it, see deploy/nginx.conf",
        )


def _proxies(env: Environment) -> Iterator[Finding]:
    if env.SIBAO_HTTPS and not env.SIBAO_PROXIES:
        yield Finding(
            "SIBAO_HTTPS 已开而 SIBAO_PROXIES 没有写，所有人算作同一个地址，一个人超限大家都被挡 "
            "SIBAO_HTTPS is on and SIBAO_PROXIES is empty: all people count as one address and are limited together",
            "写上代理的地址，如 SIBAO_PROXIES=127.0.0.1 write the proxy's address",
        )
    for network in env.SIBAO_PROXIES:
        if network.prefixlen < WIDEST:
            yield Finding(
                f"SIBAO_PROXIES 里的 {network} 太宽，谁都可以伪造来源地址 "
                f"{network} in SIBAO_PROXIES is too wide: anybody can forge an address",
                "只写自己的代理 name your own proxies only",
            )


def _secrets(env: Environment) -> Iterator[Finding]:
    if len(env.SECRET_KEY) < SHORTEST_SECRET or len(set(env.SECRET_KEY)) < FEWEST_SIGNS:
        yield Finding(
            "SECRET_KEY 太弱，登录可以被伪造 SECRET_KEY is weak: a sign-in can be forged",
            "不设它，由系统自己生成并保存 leave it unset: one is made and kept",
        )
    if 0 < len(env.SIBAO_METRICS_TOKEN) < SHORTEST_TOKEN:
        yield Finding(
            "SIBAO_METRICS_TOKEN 太短，猜得出来 SIBAO_METRICS_TOKEN is short and can be guessed",
            "用 openssl rand -hex 24 生成 make one with openssl rand -hex 24",
        )


def _switches(env: Environment) -> Iterator[Finding]:
    if env.SIBAO_DEBUG:
        yield Finding(
            "SIBAO_DEBUG 开着，出错时会把内部情况给别人看 SIBAO_DEBUG is on: errors show the inside to anybody",
            "去掉 SIBAO_DEBUG take it out",
        )
    if env.SIBAO_LIMITS == 0:
        yield warning(
            "SIBAO_LIMITS=0，不限次数，密码和校验码可以一直猜 SIBAO_LIMITS=0: nothing limits guessing",
            "去掉它，或写成 1 take it out or write 1",
        )
    if not env.SIBAO_CHECKPOINT_MAIL:
        yield warning(
            "SIBAO_CHECKPOINT_MAIL 没有写，操作记录的校验点只在本机 "
            "SIBAO_CHECKPOINT_MAIL is empty: what attests the record lies on this machine alone",
            "写上系统以外的人的邮箱 write the address of somebody outside",
        )


def _roles(env: Environment) -> Iterator[Finding]:
    if not env.DATABASE_URL:
        return
    if not env.DATABASE_OWNER_URL:
        yield warning(
            "DATABASE_OWNER_URL 没有写，升级和恢复会用应用的角色 "
            "DATABASE_OWNER_URL is empty: upgrades and restores would use the application's role",
            "写上拥有数据表的角色 write the role that owns the tables",
        )
    elif urlsplit(env.DATABASE_URL).username == urlsplit(env.DATABASE_OWNER_URL).username:
        yield Finding(
            "DATABASE_URL 和 DATABASE_OWNER_URL 是同一个角色，应用因此不受行级安全约束 "
            "DATABASE_URL and DATABASE_OWNER_URL name one role: row-level security does not bind the application",
            "建两个角色，应用用不拥有数据表的那个 make two; the application's owns nothing",
        )
