"""The same criterion as SQL, for rows that live in the database and as a cross-check of the other two readers.

Each fact is a column of whole numbers with a second column `<key>_at`, minutes since 1970 UTC, beside it; NULL is not
known. Nothing of a criterion's text reaches the SQL: keys come from the catalogue, numbers from the atoms.
"""

from sibao.criteria.compiling import Atom, Criterion, Part, Question
from sibao.criteria.readings import MINUTES_OF_DAY
from sibao.criteria.spans import HIGHEST, LOWEST, Spans

MINUTES = "%(minutes)s"


def yes_sql(criterion: Criterion) -> str:
    """A boolean expression, true where the criterion is met; the parameter `minutes` is the moment of judgement."""
    return _sql(criterion.root, truth=True)


def no_sql(criterion: Criterion) -> str:
    """A boolean expression, true where the criterion is known not to be met."""
    return _sql(criterion.root, truth=False)


def _sql(part: Part, truth: bool) -> str:
    if isinstance(part, Question):
        return _atom(part.atom, part.atom.yes if truth else part.atom.no)
    needed = part.needed if truth else len(part.parts) - part.needed + 1
    inner = [_sql(child, truth) for child in part.parts]
    if needed in {1, len(inner)}:
        return f"({(' OR ' if needed == 1 else ' AND ').join(inner)})"
    return f"({' + '.join(f'({each})::int' for each in inner)} >= {needed})"


def _atom(atom: Atom, spans: Spans) -> str:
    fact, at = atom.fact, f"{atom.fact.key}_at"
    there = f"{fact.key} IS NOT NULL AND {at} <= {MINUTES}"
    fresh = there
    if fact.fresh_days is not None:
        fresh += f" AND {MINUTES} - {at} <= {fact.fresh_days * MINUTES_OF_DAY}"
    if atom.aspect == "age":
        return f"coalesce({there} AND {_within(f'({MINUTES} - {at})', spans)}, false)"
    if atom.aspect == "known":
        return _within(f"coalesce({fresh}, false)::int", spans)
    number = f"({fact.key} >> {fact.members.index(atom.aspect)} & 1)" if atom.aspect else fact.key
    return f"coalesce({fresh} AND {_within(number, spans)}, false)"


def _within(number: str, spans: Spans) -> str:
    return f"({' OR '.join(_between(number, low, high) for low, high in spans) or 'false'})"


def _between(number: str, low: int, high: int) -> str:
    if low == LOWEST:
        return "true" if high == HIGHEST else f"{number} <= {high}"
    if high == HIGHEST:
        return f"{number} >= {low}"
    return f"{number} = {low}" if low == high else f"{number} BETWEEN {low} AND {high}"
