"""Every template parses, is used by something, and keeps to the content policy."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.template.base import Lexer, TokenType

from tests.architecture.source import PACKAGE, modules, tree

CHINESE = re.compile(r"[\u3400-\u9fff]")
NAMED_IN_TAG = re.compile(r"""(?:extends|include|partial\w*)\s+["']([^"'#]+)""")
COTTON = re.compile(r"<c-([\w.-]+)")
STYLE_OR_SCRIPT = re.compile(
    r"<style\b|\sstyle\s*=|<script\b(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
)
ELSEWHERE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)
FOLDERS = [folder for folder in PACKAGE.rglob("templates") if folder.is_dir() and "documents" not in folder.parts]
TEMPLATES = {
    path.relative_to(folder).as_posix(): path
    for folder in FOLDERS
    for path in folder.rglob("*.*")
    if path.suffix != ".md"
}
CHINESE_ONLY = ("kernel/gallery/",)  # samples for builders, in no menu


def text(path):
    return path.read_text(encoding="utf-8")


def component(tag):
    """The template of a component tag: `<c-town-map>` is cotton/town_map.html."""
    return f"cotton/{tag.replace('.', '/').replace('-', '_')}.html"


def named_by_templates():
    found = set()
    for path in TEMPLATES.values():
        found |= set(NAMED_IN_TAG.findall(text(path)))
        found |= {component(tag) for tag in COTTON.findall(text(path))}
    return found


def named_by_code():
    constants = (n.value for path in modules() for n in ast.walk(tree(path)) if isinstance(n, ast.Constant))
    return {value.partition("#")[0] for value in constants if isinstance(value, str)}


def replacing_a_foreign_template():
    """Names that an installed package, or Django's form renderer, asks for: ours stands before theirs."""
    homes = [Path(c.path) / "templates" for c in apps.get_app_configs() if not c.name.startswith("sibao.")]
    return {name for name in TEMPLATES if any((home / name).is_file() for home in homes)}


def test_there_are_templates():
    assert len(TEMPLATES) > 20


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_every_template_parses(name):
    assert engines["django"].get_template(name)


def test_no_template_is_forgotten():
    used = named_by_templates() | named_by_code() | replacing_a_foreign_template()
    assert sorted(set(TEMPLATES) - used) == []


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_template_breaks_the_content_policy(name):
    assert STYLE_OR_SCRIPT.findall(text(TEMPLATES[name])) == []
    assert ELSEWHERE.findall(text(TEMPLATES[name])) == []


def words_outside_translation(source):
    """Chinese words of a template that no translate tag holds, and that English readers would therefore see."""
    inside, found = "", []
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            word = token.contents.split()[0]
            if word in {"comment", "blocktranslate", "blocktrans"}:
                inside = f"end{word}"
            elif word == inside:
                inside = ""
            elif not inside and word not in {"translate", "trans"} and CHINESE.search(token.contents):
                found += [] if "_(" in token.contents else [token.contents]
        elif token.token_type == TokenType.TEXT and not inside and CHINESE.search(token.contents):
            visible = re.sub(r"<!--.*?-->", "", token.contents, flags=re.DOTALL)
            lines = (line.strip() for line in visible.splitlines())
            found += [line for line in lines if CHINESE.search(line) and 'lang="zh' not in line]
    return found


@pytest.mark.parametrize("name", sorted(n for n in TEMPLATES if not n.startswith(CHINESE_ONLY)))
def test_every_chinese_word_of_a_template_can_be_translated(name):
    assert words_outside_translation(text(TEMPLATES[name])) == []


def test_an_unwrapped_word_would_be_noticed():
    assert words_outside_translation("<p>白名单</p>") == ["<p>白名单</p>"]
    assert words_outside_translation('{% translate "白名单" %}{# 注 #}{{ _("可")|safe }}') == []
    assert settings.LANGUAGE_CODE == "zh-hans"
