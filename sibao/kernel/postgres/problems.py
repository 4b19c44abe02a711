"""What can go wrong with the database server, said in words: Chinese first, English after it."""

from typing import NamedTuple


class PostgresError(Exception):
    """The database server cannot do what was asked; the message says why and what helps.

    Args:
        zh: one or more sentences in Chinese.
        en: the same in English.
        detail: what the PostgreSQL program itself said, quoted below the words.
    """

    def __init__(self, zh: str, en: str, detail: str = "") -> None:
        self.zh, self.en, self.detail = zh, en, detail.strip()
        super().__init__("\n".join(filter(None, (zh, en, self.detail))))


class _Sign(NamedTuple):
    """A piece of a program's message and what it means to a person."""

    seen: str
    zh: str
    en: str


_SIGNS = (
    _Sign("No space left on device", "磁盘已满，请先腾出空间。", "The disk is full: free some space first."),
    _Sign("Disk quota exceeded", "磁盘配额已用完。", "The disk quota is used up."),
    _Sign("Read-only file system", "文件系统是只读的。", "The file system is read-only."),
    _Sign(
        "could not look up effective user ID",
        "当前用户在 /etc/passwd 中没有记录，请先建立该用户。",
        "The current user has no entry in /etc/passwd: create one first.",
    ),
    _Sign(
        "invalid locale",
        "系统缺少 C.UTF-8 区域设置，请安装后重试。",
        "The system lacks the locale C.UTF-8: install it and try again.",
    ),
    _Sign(
        'invalid value for parameter "lc_',
        "系统缺少 C.UTF-8 区域设置，请安装后重试。",
        "The system lacks the locale C.UTF-8: install it and try again.",
    ),
    _Sign(
        "pre-existing shared memory block",
        "上一次的数据库进程仍有残留，请结束它们后重试。",
        "Processes of the former server are still alive: end them and try again.",
    ),
    _Sign(
        "could not create shared memory",
        "系统共享内存不足。",
        "The system has too little shared memory.",
    ),
    _Sign("could not map anonymous shared memory", "系统内存不足。", "The system has too little memory."),
    _Sign("Address already in use", "数据库端口或套接字已被占用。", "The database's port or socket is already in use."),
    _Sign(
        "affected by row-level security",
        "备份所用的角色看不到全部数据：请授予 BYPASSRLS 权限，备份必须完整。",
        "The role that backs up does not see all rows: grant it BYPASSRLS, a backup must be complete.",
    ),
    _Sign(
        "server version mismatch",
        "客户端工具的版本低于服务器，请安装同版本的 postgresql-client。",
        "The client tools are older than the server: install postgresql-client of its version.",
    ),
    _Sign(
        "unsupported version",
        "备份由更新版本的 PostgreSQL 生成，本机的工具读不了。",
        "The backup was made by a newer PostgreSQL than the tools here can read.",
    ),
    _Sign("Permission denied", "没有权限读写所需的文件或目录。", "A file or folder may not be read or written."),
)


def explained(zh: str, en: str, output: str) -> PostgresError:
    """Return the problem with its cause in words where the program's output (any language-C text) shows a known one."""
    for sign in _SIGNS:
        if sign.seen in output:
            return PostgresError(f"{zh}{sign.zh}", f"{en} {sign.en}", output)
    return PostgresError(zh, en, output)
