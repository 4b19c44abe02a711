"""Articles of the rules of the list: as they are typed, what differs between two versions, and their hash."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

Article = Mapping[str, str]
"""`heading` and `text`."""


class Difference(NamedTuple):
    """What became of an article; `before` is empty where it is new, `after` where it is gone."""

    heading: str
    before: str
    after: str


def articles_of(typed: str) -> list[dict[str, str]]:
    """Return the articles of a typed text: one is set off by an empty line, and its first line is the heading."""
    parts = [part.strip().partition("\n") for part in re.split(r"\n\s*\n", typed.replace("\r\n", "\n")) if part.strip()]
    return [{"heading": heading.strip(), "text": text.strip()} for heading, _line, text in parts]


def typed_of(articles: Iterable[Article]) -> str:
    """Return articles as they are typed; see `articles_of`."""
    return "\n\n".join(f"{one['heading']}\n{one['text']}" for one in articles)


def differences(before: Iterable[Article], after: Iterable[Article]) -> list[Difference]:
    """Return the articles that are new, changed or gone, by heading, in the order of the newer text, then those gone."""
    old, new = ({one["heading"]: one["text"] for one in articles} for articles in (before, after))
    changed = [Difference(name, old.get(name, ""), text) for name, text in new.items() if old.get(name) != text]
    return changed + [Difference(name, text, "") for name, text in old.items() if name not in new]


def canonical(title: str, articles: Iterable[Article], publicity_days: int) -> str:
    """Return the one way to write rules down: JSON with sorted keys and no spaces."""
    said = {"articles": [dict(one) for one in articles], "publicity_days": publicity_days, "title": title}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(title: str, articles: Iterable[Article], publicity_days: int) -> str:
    """Return the SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical(title, articles, publicity_days).encode()).hexdigest()
