"""A criterion's tree as it comes in: bounded, and refused with the clause that is wrong."""

import json
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sibao.criteria import CriterionError, Node, Problem, Words, parse


def tree_of(data: Any) -> Node:
    """Return decoded JSON as a tree; whether its questions fit the facts is the catalogue's to say.

    Raises:
        CriterionError: too large, too deep, too many conditions or values, or not of the tree's form.
    """
    try:
        return parse(written(data))
    except (RecursionError, TypeError, ValueError):
        problem = Problem("", Words("条件不是有效的结构", "not a valid tree"))
        raise CriterionError([problem]) from None


def written(data: Any) -> str:
    """Return decoded JSON as text that a database can keep.

    Raises:
        ValueError: it holds no number, half a character, or the character of no code.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    text.encode()
    if "\\u0000" in text:
        raise ValueError("a character that cannot be kept")
    return text


def in_language(words: Words) -> str:
    """Return words in the language of the page."""
    return words.en if (get_language() or "").startswith("en") else words.zh


def said(error: CriterionError) -> str:
    """Return what is wrong, each with the number of its clause, such as “第2条第1项：…”."""
    return _("；").join(f"{place(one.at)}{in_language(one.words)}" for one in error.problems)


def place(at: str) -> str:
    """Return where a JSON pointer points, counted from one: clause, part of the clause, and so on."""
    numbers = [int(piece) + 1 for piece in at.split("/") if piece.isdigit()]
    if not numbers:
        return ""
    inner = "".join(_("第%(number)d项") % {"number": number} for number in numbers[1:])
    return _("第%(number)d条%(inner)s：") % {"number": numbers[0], "inner": inner}
