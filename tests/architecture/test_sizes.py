"""Files and functions stay small enough to be read at one sitting."""

import ast

import pytest

from tests.architecture.source import ROOT, modules, tracked, tree, where

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
LONGEST_CLASS = 150
LONGEST_GUIDE = 120


def ours():
    return [path for path in tracked() if path.suffix == ".py" and "migrations" not in path.parts]


def lines_of(node):
    return node.end_lineno - node.lineno + 1


def test_files_are_short():
    lengths = {where(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours()}
    assert len(lengths) > 50
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize(
    ("kinds", "most"),
    [((ast.FunctionDef, ast.AsyncFunctionDef), LONGEST_FUNCTION), ((ast.ClassDef,), LONGEST_CLASS)],
    ids=["functions", "classes"],
)
def test_pieces_are_short(kinds, most):
    found = [
        f"{where(path, node)} {node.name}: {lines_of(node)} lines"
        for path in ours()
        for node in ast.walk(tree(path))
        if isinstance(node, kinds) and lines_of(node) > most
    ]
    assert found == []


def test_every_module_says_in_its_first_line_what_it_is():
    silent = [where(path) for path in modules() if path.stat().st_size and not ast.get_docstring(tree(path))]
    assert silent == []


def test_every_context_says_in_its_first_line_what_it_is_in_both_languages():
    packages = [path for path in modules() if path.name == "__init__.py" and len(path.relative_to(ROOT).parts) == 3]
    assert packages
    first_lines = {where(path): (ast.get_docstring(tree(path)) or "").partition("\n")[0] for path in packages}
    assert [name for name, line in first_lines.items() if not (":" in line and "\u4e00" <= line[:1] <= "\u9fff")] == []


def test_the_guide_for_contributors_is_short():
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= LONGEST_GUIDE
