"""What the documents say of the product is so."""

import re
from dataclasses import fields

import pytest

from sibao.config.environment import Environment
from tests.architecture.source import CONTEXTS, ROOT, rank, tracked
from tools import requirements

LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)[^)]*\)")
PAGES = [path for path in tracked() if path.suffix == ".md"]


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page):
    targets = [target for target in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_setting_is_explained():
    assert [
        field.name for field in fields(Environment) if f"| `{field.name}` |" not in read("docs/operations.md")
    ] == []


def test_every_make_target_of_the_readme_exists():
    targets = re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE)
    assert {"setup", "demo", "test", "check", "bench", "map", "shots", "soak"} <= set(targets)
    for page in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "docs/operations.md"):
        named = set(re.findall(r"`?(?:PORT=\d+ )?\bmake ([a-z]+)", read(page)))
        assert named <= set(targets) | {"what", "or"}, page


def test_the_picture_of_the_river_is_the_river():
    picture = read("ARCHITECTURE.md").partition("## The river")[2].split("```")[1]
    lines = [line for line in picture.splitlines() if line.strip()]
    drawn = [[name.strip() for name in line[:38].split("|")] for line in lines]
    assert {name for floor in drawn for name in floor} == set(CONTEXTS)
    floors = [{rank()[name] for name in floor} for floor in drawn]
    assert all(len(floor) == 1 for floor in floors)
    heights = [floor.pop() for floor in floors]
    assert heights == sorted(heights, reverse=True)


def test_every_decision_is_in_the_list():
    pages = {path.name for path in (ROOT / "docs/adr").glob("0*.md")}
    assert pages
    assert sorted(pages - set(LINK.findall(read("docs/adr/README.md")))) == []


def test_both_readmes_have_the_same_parts():
    english, chinese = (read(name).count("\n## ") for name in ("README.md", "README.zh-CN.md"))
    assert english == chinese


def test_every_refusal_is_shown_by_tests_that_exist():
    named = re.findall(r"`([a-z_/]+\.py::test_[a-z0-9_]+)`", read("docs/refusals.md"))
    lines = [line for line in read("docs/refusals.md").splitlines() if line.startswith("| ") and "shown by" not in line]
    assert [line for line in lines if "::" not in line] == []
    assert [name for name in named if not requirements.is_test(f"tests/{name}")] == []
    assert len(named) > 100
