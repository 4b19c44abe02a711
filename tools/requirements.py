"""The requirements table: `write` makes docs/requirements.md from docs/requirements.toml, `check` compares the two."""

import ast
import sys
import tomllib
from dataclasses import dataclass

from tools.map import ROOT, floors

SOURCE = ROOT / "docs/requirements.toml"
TABLE = ROOT / "docs/requirements.md"
COUNT = 126
LONGEST_QUOTE = 20
HEAD = """# Requirements

Every requirement of the notice 济管办〔2022〕21号, with the one context that answers for it and the tests that show it.
A requirement is *shown* when at least one named test demonstrates it, else *planned*. This page is made from
`requirements.toml` by `python -m tools.requirements write`; `make check` refuses a page that is not up to date.

**{shown} of {count} shown.**

| | § | 原文 | What the product must do | Owner | State | Shown by |
|---|---|---|---|---|---|---|
"""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement (要求) of the notice.

    Args:
        number: R01 to R126, in the notice's order.
        clause: where it stands in the notice.
        quote: the notice's own words, at most 20 characters.
        need: what the product must do, in our words.
        owner: the one context that answers for it.
        tests: pytest node ids of the tests that show it.
    """

    number: str
    clause: str
    quote: str
    need: str
    owner: str
    tests: tuple[str, ...]

    @property
    def state(self) -> str:
        return "shown" if self.tests else "planned"

    def row(self) -> str:
        """The requirement as one row of the table."""
        shown_by = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in self.tests)
        cells = (self.number, self.clause, self.quote, self.need, self.owner, self.state, shown_by)
        return "| " + " | ".join(cells) + " |"


def requirements() -> list[Requirement]:
    """All requirements in the order of the file.

    Raises:
        TypeError: a requirement lacks a field or has one too many.
    """
    tables = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return [Requirement(number, **{**table, "tests": tuple(table["tests"])}) for number, table in tables.items()]


def table(rows: list[Requirement]) -> str:
    """The whole page."""
    head = HEAD.format(shown=sum(row.state == "shown" for row in rows), count=len(rows))
    return head + "\n".join(row.row() for row in rows) + "\n"


def is_test(node_id: str) -> bool:
    """Whether `tests/file.py::test_name` or `tests/file.py::TestClass::test_name` is a test that pytest collects."""
    file, *names = node_id.split("::")
    path = ROOT / file
    if not path.is_file() or not path.name.startswith("test_") or not names:
        return False
    body: list[ast.stmt] = ast.parse(path.read_text(encoding="utf-8")).body
    for name in names[:-1]:
        classes = (node for node in body if isinstance(node, ast.ClassDef) and node.name == name)
        body = next((node.body for node in classes), [])
    functions = {node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
    return names[-1].startswith("test") and names[-1] in functions


def faults(rows: list[Requirement]) -> list[str]:
    """What is wrong with the file, in words; empty when it is sound."""
    contexts = {context for floor in floors() for context in floor}
    numbers = [row.number for row in rows]
    found = (
        [] if numbers == [f"R{n:02d}" for n in range(1, COUNT + 1)] else ["the numbers are not R01 to R126 in order"]
    )
    for row in rows:
        if row.owner not in contexts:
            found.append(f"{row.number}: {row.owner} is no context of the river")
        if not 0 < len(row.quote) <= LONGEST_QUOTE:
            found.append(f"{row.number}: the quote has {len(row.quote)} characters, 1 to {LONGEST_QUOTE} are wanted")
        found += [f"{row.number}: there is no test {test}" for test in row.tests if not is_test(test)]
    return found


def main(words: list[str]) -> int:
    """Run `check` or `write`.

    Returns:
        0 when the file is sound and the page up to date, else 1.
    """
    rows = requirements()
    found = faults(rows)
    if words == ["write"]:
        TABLE.write_text(table(rows), encoding="utf-8")
    elif not TABLE.exists() or TABLE.read_text(encoding="utf-8") != table(rows):
        found.append(f"docs/{TABLE.name} is not up to date: python -m tools.requirements write")
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
