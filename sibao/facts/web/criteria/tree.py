"""The tree of a criterion as rows and groups of a form: read from a request, changed by its buttons, turned into data.

A place is a name such as `t.0.1`: the second part of the first part of the root. Every button works without JavaScript:
it sends the whole form with what is wanted, and the server draws it again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from sibao.criteria import Catalogue
from sibao.criteria.operators import OPERATORS
from sibao.criteria.tree import DEEPEST, MOST_LEAVES
from sibao.facts.web.criteria.typed import SEPARATORS, Typed, Untyped, small, typed_of, value_of

ROOT = "t"
WORDS = ("all", "any", "atleast")


@dataclass
class Row:
    """One condition as it stands in the form; `wrong` says why its value could not be read, `sought` which code is looked for."""

    fact: str = ""
    op: str = ""
    typed: Typed = field(default_factory=Typed)
    note: str = ""
    cite: str = ""
    id: str = ""
    sought: str = ""
    wrong: str = ""


@dataclass
class Rows:
    """A group of conditions as it stands in the form."""

    word: str = "all"
    count: str = "1"
    parts: "list[Row | Rows]" = field(default_factory=list)


Part = Row | Rows


def posted(sent: QueryDict) -> Rows:
    """Return the tree that a request holds; what is beyond the caps is left out."""
    left = iter(range(2 * MOST_LEAVES))
    return _group(sent, ROOT, 1, left)


def _group(sent: QueryDict, at: str, depth: int, left: Iterator[int]) -> Rows:
    found = Rows(_one_of(sent.get(f"{at}.g", ""), WORDS), sent.get(f"{at}.k", "1")[:3])
    for place in range(_number(sent.get(f"{at}.n", "0"))):
        name = f"{at}.{place}"
        if next(left, None) is None:
            break
        if f"{name}.n" in sent:
            if depth < DEEPEST:
                found.parts.append(_group(sent, name, depth + 1, left))
        else:
            found.parts.append(_row(sent, name))
    return found


def _row(sent: QueryDict, at: str) -> Row:
    typed = Typed(tuple(sent.getlist(f"{at}.v")), _one_of(sent.get(f"{at}.u", ""), ("wan", "yuan")))
    said = {name: sent.get(f"{at}.{letter}", "")[:500] for name, letter in LETTERS.items()}
    return Row(typed=typed, **said)


LETTERS = {"fact": "f", "op": "o", "note": "z", "cite": "c", "id": "i", "sought": "q"}


def _number(text: str) -> int:
    return min(small(text) or 0, MOST_LEAVES)


def _one_of(text: str, known: tuple[str, ...]) -> str:
    return text if text in known else known[0]


def from_data(data: Any, catalogue: Catalogue) -> Rows:
    """Return a tree's data as it stands in the form; a root that is no group is put into one."""
    part = _part(data, catalogue)
    return part if isinstance(part, Rows) else Rows(parts=[part])


def _part(data: Mapping[str, Any], catalogue: Catalogue) -> Part:
    for word, inside in (("all", "all"), ("any", "any"), ("atleast", "of")):
        if inside in data:
            return Rows(word, str(data.get("atleast", 1)), [_part(one, catalogue) for one in data[inside]])
    fact, op = catalogue.facts.get(data.get("f", "")), data.get("op", "")
    typed = typed_of(fact, op, data.get("v")) if fact else Typed()
    words = {name: data.get(key, "") for name, key in (("note", "zh"), ("cite", "cite"), ("id", "id"))}
    return Row(data.get("f", ""), op, typed, **words)


def to_data(part: Part, catalogue: Catalogue) -> dict[str, Any]:
    """Return the tree's data; a row whose value cannot be read keeps what was typed and says what is wrong with it."""
    if isinstance(part, Row):
        return _leaf(part, catalogue)
    parts = [to_data(one, catalogue) for one in part.parts]
    if part.word == "atleast":
        return {"atleast": _number(part.count), "of": parts}
    return {part.word: parts}


def _leaf(row: Row, catalogue: Catalogue) -> dict[str, Any]:
    data: dict[str, Any] = {"f": row.fact, "op": row.op}
    data |= {key: text for key, text in (("zh", row.note), ("cite", row.cite), ("id", row.id)) if text}
    fact = catalogue.facts.get(row.fact)
    row.wrong = ""
    if fact is None or row.op not in operators_of(fact.kind):
        row.wrong = _("请选择事实和比较方式")
        return data
    try:
        value = value_of(fact, row.op, row.typed)
    except Untyped as error:
        row.wrong, value = str(error), None
    return data if value is None else {**data, "v": value}


def operators_of(kind: Any) -> list[str]:
    """Return the operators that fit a kind of facts."""
    return [op for op, one in OPERATORS.items() if kind in one.kinds]


def act(root: Rows, wanted: str) -> str:
    """Change the tree as a button wants, such as `row:t.0`, `group:t`, `drop:t.1`, `up:t.1`, `down:t.1` or `take:t.1:26`.

    Returns:
        Why it was not done; "" where it was.
    """
    verb, _colon, rest = wanted.partition(":")
    at, _colon, code = rest.partition(":")
    found = [small(place) for place in at.split(".")[1:]]
    places = [place for place in found if place is not None]
    if len(places) < len(found):
        return ""
    try:
        return _take(_at(root, places), code) if verb == "take" else _ACTS[verb](root, places)
    except (KeyError, IndexError, AttributeError):
        return ""


def _at(root: Rows, places: list[int]) -> Any:
    part: Any = root
    for place in places:
        part = part.parts[place]
    return part


def _add_row(root: Rows, places: list[int]) -> str:
    if leaves(root) >= MOST_LEAVES:
        return _("一个标准最多 %(most)d 条条件") % {"most": MOST_LEAVES}
    _at(root, places).parts.append(Row())
    return ""


def _add_group(root: Rows, places: list[int]) -> str:
    if len(places) + 1 >= DEEPEST:
        return _("条件层次太多，最多 %(most)d 层") % {"most": DEEPEST}
    if leaves(root) >= MOST_LEAVES:
        return _("一个标准最多 %(most)d 条条件") % {"most": MOST_LEAVES}
    _at(root, places).parts.append(Rows("any", "1", [Row()]))
    return ""


def _drop(root: Rows, places: list[int]) -> str:
    del _at(root, places[:-1]).parts[places[-1]]
    return ""


def _take(row: Any, code: str) -> str:
    """Add a code to those that a condition names."""
    named = [one for text in row.typed.texts for one in SEPARATORS.split(text) if one]
    if code and code not in named:
        row.typed = replace(row.typed, texts=("、".join([*named, code[:12]]),))
    return ""


def _move(root: Rows, places: list[int], by: int) -> str:
    parts, here = _at(root, places[:-1]).parts, places[-1]
    if 0 <= here + by < len(parts):
        parts[here], parts[here + by] = parts[here + by], parts[here]
    return ""


_ACTS: dict[str, Callable[[Rows, list[int]], str]] = {
    "row": _add_row,
    "group": _add_group,
    "drop": _drop,
    "up": lambda root, places: _move(root, places, -1),
    "down": lambda root, places: _move(root, places, 1),
}


def leaves(part: Part) -> int:
    """Return how many conditions a part holds."""
    return 1 if isinstance(part, Row) else sum(leaves(one) for one in part.parts)


def rows(part: Part) -> Iterator[Row]:
    """Return every condition of a part in reading order."""
    if isinstance(part, Row):
        yield part
        return
    for one in part.parts:
        yield from rows(one)
