"""`make map`: prints the river from the contract that enforces it, with each context's own first line."""

import ast
import configparser
import pathlib

ROOT = pathlib.Path(__file__).parent.parent


def floors() -> list[list[str]]:
    """The river from source to mouth: one list of context names for each floor of the import contract."""
    contracts = configparser.ConfigParser()
    contracts.read(ROOT / ".importlinter", encoding="utf-8")
    layers = contracts["importlinter:contract:river"]["layers"].split("\n")
    names = [[name.strip(" ()") for name in floor.split("|")] for floor in layers]
    return [floor for floor in names if floor != [""]]


def first_line(context: str) -> str:
    """The first line of a context's docstring; empty for a context that is not built yet."""
    package = ROOT / "sibao" / context / "__init__.py"
    if not package.exists():
        return ""
    return (ast.get_docstring(ast.parse(package.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def main() -> None:
    """Prints one line for each floor's contexts that stand; those not built yet are not shown."""
    for floor in floors():
        for context in floor:
            if line := first_line(context):
                print(f"{context:12s} {line}")


if __name__ == "__main__":
    main()
