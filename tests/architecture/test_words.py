"""One word for one thing: docs/words.md knows every context and every table."""

import re

import pghistory.models
from django.apps import apps

from tests.architecture.source import CONTEXTS, ROOT

ROW = re.compile(r"^\| *`?([a-z][a-z_ ]*?)`? *\| *([^|]+?) *\| *([^|]+?) *\|$")


def words():
    rows = map(ROW.match, (ROOT / "docs/words.md").read_text(encoding="utf-8").splitlines())
    return {found[1]: (found[2], found[3]) for found in rows if found}


def snake(name):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def nouns():
    ours = (model for model in apps.get_models() if model._meta.app_label in CONTEXTS)
    return {snake(model.__name__) for model in ours if not issubclass(model, pghistory.models.Event)}


def test_every_table_is_a_word():
    assert len(nouns()) > 20
    assert sorted(nouns() - set(words())) == []


def test_every_context_is_a_word():
    assert sorted(set(CONTEXTS) - set(words())) == []


def test_every_word_has_its_chinese_and_its_meaning():
    assert [word for word, (chinese, meaning) in words().items() if not re.search(r"[\u4e00-\u9fff]", chinese)] == []
    assert all(meaning for _, meaning in words().values())


def test_no_two_words_say_the_same():
    chinese = [zh for zh, _ in words().values()]
    assert sorted({zh for zh in chinese if chinese.count(zh) > 1}) == []
