"""The repository speaks of the product alone: no machine, no workplace, no foreign server."""

import re
from urllib.parse import urlsplit

from tests.architecture.source import tracked, where

TEXT = {
    ".cfg",
    ".css",
    ".csv",
    ".html",
    ".in",
    ".ini",
    ".js",
    ".json",
    ".md",
    ".po",
    ".py",
    ".sh",
    ".toml",
    ".txt",
    ".typ",
}
TEXT |= {".yaml", ".yml", ""}
MACHINE_PATHS = re.compile(r"(?<![\w./:-])(/root/|/home/\w|/Users/|/work/|/mnt/|/tmp/w/|[A-Z]:\\Users)")
TICKETS = re.compile(r"\b(?:issue|ticket|pull request|PR) #?\d+\b", re.IGNORECASE)
ADDRESS = re.compile(r"\bhttps?://[^\s\"'<>)\]}`，。；、]+")
KNOWN_HOSTS = {
    "localhost": "one's own machine",
    "127.0.0.1": "one's own machine",
    "testserver": "Django's test client",
    "www.w3.org": "names of XML vocabularies",
    "schemas.openxmlformats.org": "names of XML vocabularies",
    "schemas.microsoft.com": "names of XML vocabularies",
    "purl.org": "names of XML vocabularies",
    "www.apache.org": "the licence",
    "json-schema.org": "names of schemas",
    "www.jiyuan.gov.cn": "the notice's own page",
}
RESERVED = (".example", ".example.com", ".test", ".invalid", ".localhost")


def texts():
    for path in tracked():
        if path.suffix in TEXT and "vendor" not in path.parts and path.name != "test_itself_alone.py":
            yield path, path.read_text(encoding="utf-8", errors="replace")


def found(pattern):
    return [f"{where(path)}: {hit}" for path, text in texts() for hit in pattern.findall(text)]


def test_there_is_something_to_read():
    assert len(list(texts())) > 50


def test_no_file_names_a_place_on_some_machine():
    assert found(MACHINE_PATHS) == []


def test_no_file_names_a_ticket():
    assert found(TICKETS) == []


def is_known(host):
    return host in KNOWN_HOSTS or f".{host}".endswith(RESERVED) or "{" in host or not host


def test_no_file_names_a_foreign_server():
    strangers = {f"{where(path)}: {host}" for path, text in texts() for host in hosts(text) if not is_known(host)}
    assert sorted(strangers) == []


def hosts(text):
    return {urlsplit(address).hostname or "" for address in ADDRESS.findall(text)}


def test_locks_name_no_server():
    locks = [(path, text) for path, text in texts() if path.name.startswith("requirements") and path.suffix == ".txt"]
    assert len(locks) == 3
    assert [where(path) for path, text in locks if "://" in text or "index-url" in text or "find-links" in text] == []


def test_a_machine_path_and_a_foreign_server_would_be_noticed():
    assert MACHINE_PATHS.search("see /home/someone/x")
    assert not MACHINE_PATHS.search("sibao/home/x")
    assert not is_known("packages.somewhere.org")
    assert is_known("sibao.example")
