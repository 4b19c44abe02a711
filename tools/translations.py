"""Keeps the English catalogues complete: `check` compares them with the sources, `update` writes new entries into them.

The Chinese words in code and templates are the message ids; Chinese itself needs no catalogue. Every context has a
catalogue of its own; what several say stands in one, the kernel's before any other.
"""

import ast
import pathlib
import re
import sys
from datetime import UTC, datetime

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = pathlib.Path(__file__).parent.parent
CATALOGUE = "locale/en/LC_MESSAGES/django.po"
FIRST = ("kernel", "config")  # whose words are everybody's; settings and command line are no context
BEGUN = datetime(2026, 1, 1, tzinfo=UTC)  # a fixed header, so that an update changes only what it adds
CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
LITERAL = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE = re.compile(rf"\b(gettext|ngettext|_)\(({LITERAL}(?:, {LITERAL})?)")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

LEFT_OUT = {"gallery", "migrations", "static"}  # the gallery shows samples to builders only

Ids = tuple[str, ...]


def in_python(source: str) -> set[Ids]:
    """Every message of a Python file: the literal arguments of the gettext family, by whatever name it imports them."""
    found, tree = set(), ast.parse(source)
    calls = CALLS | _aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (wanted := calls.get(_called(node))):
            ids = [a.value for a in node.args[:wanted] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if len(ids) == wanted:
                found.add(tuple(ids))
    return found


def _aliases(tree: ast.Module) -> dict[str, int]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names = [one for node in imports if node.module == "django.utils.translation" for one in node.names]
    return {one.asname: CALLS[one.name] for one in names if one.asname and one.name in CALLS}


def _called(node: ast.Call) -> str:
    if isinstance(node.func, ast.Attribute):
        return node.func.attr
    return node.func.id if isinstance(node.func, ast.Name) else ""


def in_template(source: str) -> set[Ids]:
    """Every message of a Django template."""
    calls = IN_TEMPLATE.findall(templatize(source))
    return {ast.literal_eval(f"({literals},)")[: CALLS[call]] for call, literals in calls}


def in_sources() -> dict[Ids, str]:
    """Every message of the product, with the first file that says it."""
    found: dict[Ids, str] = {}
    for pattern, read in (("*.py", in_python), ("*.html", in_template), ("*.txt", in_template)):
        for path in sorted((ROOT / "sibao").rglob(pattern), key=_kernel_first):
            if LEFT_OUT & set(path.parts):
                continue
            for ids in read(path.read_text(encoding="utf-8")):
                found.setdefault(ids, path.relative_to(ROOT).as_posix())
    return found


def _kernel_first(path: pathlib.Path) -> tuple[bool, pathlib.Path]:
    return path.relative_to(ROOT / "sibao").parts[0] not in FIRST, path


def part_of(place: str) -> str:
    """The part of the product whose catalogue holds what the file at a place says."""
    part = pathlib.PurePosixPath(place).parts[1]
    return FIRST[0] if part in FIRST else part


def catalogues() -> dict[str, Catalog]:
    """The English catalogues as they stand, by the part of the product."""
    found = {}
    for path in sorted((ROOT / "sibao").glob(f"*/{CATALOGUE}")):
        with path.open("rb") as file:
            found[path.relative_to(ROOT / "sibao").parts[0]] = read_po(file, locale="en")
    return found


def held() -> dict[Ids, tuple[str, Message]]:
    """Every message that has an entry, with the part in whose catalogue it stands."""
    return {
        ids_of(message): (part, message) for part, entries in catalogues().items() for message in entries if message.id
    }


def ids_of(message: Message) -> Ids:
    """One message's ids: singular, and plural where it has one."""
    return tuple(map(str, message.id)) if isinstance(message.id, tuple | list) else (str(message.id),)


def texts_of(message: Message) -> Ids:
    """One message's English: one text, or one for each plural form."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def faults() -> list[str]:
    """What is wrong with the catalogues, in words; empty when every message has its English in its place."""
    wanted, entries = in_sources(), held()
    found = [f"{place}: no English for {ids[0]!r}" for ids, place in wanted.items() if ids not in entries]
    found += [f"nothing says {ids[0]!r} any more" for ids in entries if ids not in wanted]
    for ids in entries.keys() & wanted.keys():
        part, message = entries[ids]
        if part != part_of(wanted[ids]):
            found.append(f"{ids[0]!r} stands in {part}, but {wanted[ids]} says it: run `update`")
        found += _message_faults(message)
    return found


def _message_faults(message: Message) -> list[str]:
    first, texts = ids_of(message)[0], texts_of(message)
    if not all(texts):
        return [f"{first!r} has no English yet"]
    if message.fuzzy:
        return [f"{first!r}: its English is marked as a guess"]
    if any(set(PLACEHOLDER.findall(text)) - set(PLACEHOLDER.findall(first)) for text in texts):
        return [f"{first!r}: the English has a placeholder that the Chinese has not"]
    return []


def update() -> None:
    """Write the catalogues anew: known English stays, new messages come without, unsaid ones go."""
    entries = held()
    fresh = {part: _empty() for part in catalogues()}
    for ids, place in sorted(in_sources().items()):
        string = entries[ids][1].string if ids in entries else None
        fresh.setdefault(part_of(place), _empty()).add(ids if len(ids) > 1 else ids[0], string)
    for part, catalogue in fresh.items():
        path = ROOT / "sibao" / part / CATALOGUE
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=120, omit_header=False)


def _empty() -> Catalog:
    return Catalog(locale="en", project="Sibao", creation_date=BEGUN, revision_date=BEGUN, fuzzy=False)


def main(words: list[str]) -> int:
    """Run `check` or `update`.

    Returns:
        0 when the catalogue is complete, else 1.
    """
    if words == ["update"]:
        update()
    found = faults()
    print(*found, sep="\n", end="\n" if found else "")
    return int(bool(found) and words != ["update"])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
