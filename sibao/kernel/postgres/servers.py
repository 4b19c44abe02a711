"""The two kinds of server: the embedded one, which we run, and the customer's own, which we only visit."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import quote, urlencode

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from sibao.kernel.postgres import postmaster
from sibao.kernel.postgres.binaries import Binaries, client
from sibao.kernel.postgres.place import Place
from sibao.kernel.postgres.problems import PostgresError

Role = Literal["app", "owner", "superuser"]
DATABASE = "sibao"
ROLE_NAMES: Mapping[Role, str] = {"app": "sibao_app", "owner": "sibao_owner", "superuser": "sibao_superuser"}


@dataclass(frozen=True, slots=True)
class Dsn:
    """Where to sign in and as whom."""

    host: str
    user: str
    password: str = field(repr=False)
    dbname: str
    port: str = "5432"
    options: Mapping[str, str] = field(default_factory=dict)
    """Further words of libpq, such as sslmode."""

    @property
    def conninfo(self) -> str:
        """The connection string for psycopg, password included."""
        return make_conninfo(self._public, password=self.password)

    @property
    def url(self) -> str:
        """The same as an address, the form of DATABASE_URL."""
        words = urlencode({"host": self.host, "port": self.port, **self.options}, quote_via=quote)
        return f"postgresql://{quote(self.user, '')}:{quote(self.password, '')}@/{quote(self.dbname, '')}?{words}"

    @property
    def django(self) -> dict[str, Any]:
        """The keys of Django's DATABASES that say where and who."""
        return {
            "HOST": self.host,
            "PORT": self.port,
            "USER": self.user,
            "PASSWORD": self.password,
            "NAME": self.dbname,
            "OPTIONS": dict(self.options),
        }

    def command(self, program: Path, *arguments: str) -> list[str]:
        """Return a client program's command line, without the password."""
        return [str(program), "--no-password", f"--dbname={self._public}", *arguments]

    def environment(self) -> dict[str, str]:
        """Return the client program's environment, which alone carries the password."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        return {**kept, "PGPASSWORD": self.password}

    @property
    def _public(self) -> str:
        return make_conninfo(host=self.host, port=self.port, user=self.user, dbname=self.dbname, **self.options)


class Server(Protocol):
    """What both kinds of server answer."""

    @property
    def version(self) -> int:
        """The server's major version."""

    def dsn(self, role: Role = "app", database: str = "") -> Dsn:
        """Return how to sign in as this role; the product's database unless another is named."""

    def url(self, role: Role = "app", database: str = "") -> str:
        """Return the same as an address, the form of DATABASE_URL."""

    def program(self, name: str) -> Path:
        """Return the client program (psql, pg_dump, pg_restore) that fits this server."""

    def is_running(self) -> bool:
        """Does it answer, or at least live?"""


@dataclass(frozen=True)
class EmbeddedServer:
    """A server that this installation runs itself, reached by a Unix socket that only its own user and root can enter."""

    place: Place
    binaries: Binaries
    passwords: Mapping[str, str] = field(repr=False)

    @property
    def version(self) -> int:
        """The major version that made the data."""
        return self.binaries.major

    def dsn(self, role: Role = "app", database: str = "") -> Dsn:
        """Return how to sign in as this role; database "sibao" unless another is named."""
        return Dsn(str(self.place.socket), ROLE_NAMES[role], self.passwords[role], database or DATABASE)

    def url(self, role: Role = "app", database: str = "") -> str:
        """Return the address to sign in as this role, the form of DATABASE_URL."""
        return self.dsn(role, database).url

    def program(self, name: str) -> Path:
        """Return the client program of the server's own release."""
        return self.binaries / name

    def is_running(self) -> bool:
        """Is its process alive?"""
        return postmaster.pid_of(self.place.data) is not None

    def stop(self, mode: postmaster.StopMode = "fast") -> bool:
        """Stop it and wait until it is gone; False if it was not running. See `postmaster.stop`."""
        return postmaster.stop(self.place.data, mode)


@dataclass(frozen=True)
class CustomerServer:
    """The customer's own PostgreSQL, named by DATABASE_URL; never started or stopped from here.

    The address signs in the application; DATABASE_OWNER_URL, if given, the owner who migrates.
    """

    app_url: str = field(repr=False)
    owner_url: str = field(default="", repr=False)

    @cached_property
    def version(self) -> int:
        """The server's major version.

        Raises:
            PostgresError: it does not answer.
        """
        try:
            with psycopg.connect(self.dsn().conninfo, connect_timeout=5) as connection:
                return connection.info.server_version // 10000
        except psycopg.OperationalError as error:
            raise PostgresError(
                "无法连接 DATABASE_URL 指定的数据库服务器。",
                "The database server that DATABASE_URL names cannot be reached.",
                str(error),
            ) from error

    def dsn(self, role: Role = "app", database: str = "") -> Dsn:
        """Return how to sign in; the database of the address unless another is named.

        Raises:
            PostgresError: the superuser is asked for, or the address is not one.
        """
        if role == "superuser":
            raise PostgresError(
                "客户自己的数据库服务器不向本系统提供超级用户。",
                "The customer's own server lends no superuser to this product.",
            )
        name = "DATABASE_OWNER_URL" if role == "owner" and self.owner_url else "DATABASE_URL"
        words = _parsed(name, self.owner_url if name == "DATABASE_OWNER_URL" else self.app_url)
        known = {key: words.pop(key, "") for key in ("host", "user", "password", "dbname")}
        if not known["dbname"]:
            raise PostgresError(
                f"环境变量 {name} 没有写明数据库名。", f"The environment variable {name} names no database."
            )
        known["dbname"] = database or known["dbname"]
        return Dsn(**known, port=words.pop("port", "5432"), options=words)

    def url(self, role: Role = "app", database: str = "") -> str:
        """Return the address to sign in as this role, the form of DATABASE_URL."""
        return self.dsn(role, database).url

    def program(self, name: str) -> Path:
        """Return the system's client program; the wheel's knows no encrypted connections."""
        return client(name, server_major=self.version)

    def is_running(self) -> bool:
        """Does it answer within five seconds?"""
        try:
            return self.version > 0
        except PostgresError:
            return False


def _parsed(name: str, url: str) -> dict[str, str]:
    try:
        return {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except psycopg.ProgrammingError as error:
        raise PostgresError(
            f"环境变量 {name} 不是有效的 PostgreSQL 地址，应形如 postgresql://用户:密码@主机:5432/数据库。",
            f"The environment variable {name} is no address of PostgreSQL, such as postgresql://user:password@host:5432/name.",
        ) from error


def customer_server() -> CustomerServer | None:
    """Return the customer's own server if DATABASE_URL names one."""
    url = os.environ.get("DATABASE_URL", "")
    return CustomerServer(url, os.environ.get("DATABASE_OWNER_URL", "")) if url else None
