"""What is left in Chinese on a page that was asked for in English: its words, without what people wrote into the rows."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.db import models

from sibao.approvals.models import Consultation
from sibao.inbox.models import Task
from sibao.kernel.access import Actor, acting
from sibao.kernel.standing import NO_POSITION

HAN = re.compile(r"[\u3400-\u9fff]")
SPACE = re.compile(r"\s+")
MASKED = re.compile(r"[\u3400-\u9fff]?\*+[\u3400-\u9fff]?")
NO_WORDS = {"action", "class", "content", "for", "href", "hx-get", "hx-post", "hx-vals", "id", "name", "src", "value"}
"""Attributes that nobody reads or hears."""
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
EXAMPLES = (
    "济四保办〔2022〕5号",
    "济四保办〔2022〕6号",
    "豫S〔2022年〕005号",
    "豫UD12345",
    "豫U12345",
    "豫U1234挂",
    "砚泽",
    "轵城镇",
)
"""Written as an example into a field that takes Chinese."""
WORDED = (Consultation, Task)
"""Tables whose titles the product itself puts into words, in both languages."""


class Words(HTMLParser):
    """The texts of a page that somebody reads or hears, without what the page itself marks as Chinese."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        silent = tag in {"style", "code", "textarea"} or (tag == "script" and given.get("type") != "application/json")
        silent = silent or (given.get("lang") or "").startswith("zh") or self._silent
        if not silent:
            self.found += [text for name, text in attrs if text and name not in NO_WORDS]
        if tag not in EMPTY:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.found.append(data)

    @property
    def _silent(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def of_page(page: str) -> list[str]:
    """The texts of a page."""
    reader = Words()
    reader.feed(page)
    return [SPACE.sub(" ", text).strip() for text in reader.found]


def texts_in(value: Any) -> Iterator[str]:
    """Every text in decoded JSON."""
    if isinstance(value, str):
        yield SPACE.sub(" ", value).strip()
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


def data(actor: Actor) -> list[str]:
    """What stands in the rows in Chinese, the longest first."""
    with acting(actor):
        found = set(_of_rows())
    return sorted((text for text in found - NO_POSITION if HAN.search(text)), key=len, reverse=True)


def _of_rows() -> Iterator[str]:
    for table in (one for one in apps.get_models() if one.__module__.startswith("sibao.")):
        rows = table._base_manager.filter(title_en="") if table in WORDED else table._base_manager.all()
        for field in table._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.JSONField):
                yield from texts_in(list(rows.values_list(field.name, flat=True).distinct()))


def without(texts: Iterable[str], data: list[str]) -> list[str]:
    """The texts that are still Chinese when data is taken out of them, wherever it stands between other signs."""
    return [text for text in dict.fromkeys(texts) if HAN.search(text) and HAN.search(_rest(text, data))]


def _rest(text: str, data: list[str]) -> str:
    text = MASKED.sub(" ", text)
    for value in (*EXAMPLES, *data):
        if value in text:
            text = re.sub(rf"(?<![\u3400-\u9fff]){re.escape(value)}(?![\u3400-\u9fff])", " ", text)
    return text
