"""Search in names, pinyin, initials and codes by one index of bigrams, exact for two characters and more.

A text becomes its overlapping pairs (济源钢 → 济源, 源钢) and single Chinese characters; pairs of pinyin, initials
and codes carry a mark, so that letters of one kind never match another. The index finds candidates, and a
`LIKE` on the columns says which are right.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import reduce
from operator import or_

from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, Q, Value
from pypinyin import Style, lazy_pinyin

MAX_QUERY = 60
NOTHING = Q(pk__in=[])
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
_LATIN = re.compile(r"[a-z0-9]+")
POLYPHONES = {"轵": "zhi", "乐": "le", "重庆": "chong qing", "厦门": "xia men", "长": "chang", "行": "hang"}


def normalise(text: str) -> str:
    """Return the text in half-width lower case without blanks at its ends."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def pinyin_of(name: str) -> tuple[str, str]:
    """Return a name's full pinyin and its initials: 砚泽 → ("yanze", "yz"). Other signs than letters are left out."""
    spoken = lazy_pinyin(normalise(name), style=Style.NORMAL)
    syllables = [run for part in spoken for run in _LATIN.findall(part.lower())]
    return "".join(syllables), "".join(syllable[0] for syllable in syllables)


def _pairs(text: str, mark: str) -> set[str]:
    return {mark + text[i : i + 2] for i in range(len(text) - 1)}


def grams(text: str, mark: str = "") -> set[str]:
    """Return the bigrams of a text, marked; single Chinese characters count too."""
    text = normalise(text)
    found: set[str] = set()
    for run in _CHINESE.findall(text):
        found |= _pairs(run, mark) | {mark + character for character in run}
    for run in _LATIN.findall(text):
        found |= _pairs(run, mark)
    return found


def index_of(*, names: Iterable[str], pinyin: str, initials: str, codes: Iterable[str]) -> list[str]:
    """Return every lexeme under which a row is to be found, sorted."""
    found = grams(pinyin, "#") | grams(initials, "@")
    for name in names:
        found |= grams(name)
    for code in codes:
        found |= grams(code, "$")
    return sorted(found)


def vector(lexemes: list[str]) -> Func:
    """Return the database expression of a search column."""
    return Func(
        Value(lexemes),
        function="array_to_tsvector",
        template="%(function)s(%(expressions)s::text[])",
        output_field=SearchVectorField(),
    )


class _Holds(Func):
    """A search column holds all of these lexemes; each is quoted, so that no sign in it is an operator."""

    template = "(%(expressions)s::tsquery)"
    arg_joiner = " @@ "
    output_field = BooleanField()


def _holds(column: str, lexemes: set[str]) -> Q:
    quoted = ["'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'" for lexeme in sorted(lexemes)]
    return Q(_Holds(F(column), Value(" & ".join(quoted))))


def _contains_all(column: str, runs: list[str]) -> Q:
    """Each run of characters as it stands; the signs between them may be others, such as full or half width."""
    return Q(*(Q(**{f"{column}__icontains": run}) for run in runs))


def _in_any(columns: Iterable[str], letters: str) -> Q:
    return reduce(or_, (Q(**{f"{column}__icontains": letters}) for column in columns))


def matching(
    text: str,
    *,
    vector_column: str,
    names: str,
    former: str,
    pinyin: str,
    initials: str,
    code: str,
    former_code: str = "",
) -> Q:
    """Return the condition that finds what a person typed: characters of a name, pinyin, initials or part of a code.

    Signs alone, such as %, find nothing; an empty text finds everything.

    Args:
        text: what was typed; cut at 60 characters.
        vector_column: the column made by `vector`.
        names, former, pinyin, initials, code: the columns that decide; `former` may span a relation.
        former_code: the column of codes that are another's now; may span the same relation.
    """
    wanted = normalise(text)[:MAX_QUERY]
    letters = "".join(_LATIN.findall(wanted))
    if _CHINESE.search(wanted):
        runs = _CHINESE.findall(wanted) + _LATIN.findall(wanted)
        return _holds(vector_column, grams(wanted)) & (_contains_all(names, runs) | _contains_all(former, runs))
    if len(letters) < 2:
        return Q(**{f"{initials}__startswith": letters}) if letters else NOTHING if wanted else Q()
    return (
        _holds(vector_column, grams(letters, "@")) & Q(**{f"{initials}__contains": letters})
        | _holds(vector_column, grams(letters, "#")) & Q(**{f"{pinyin}__contains": letters})
        | _holds(vector_column, grams(letters, "$")) & _in_any(filter(None, (code, former_code)), letters)
    )
