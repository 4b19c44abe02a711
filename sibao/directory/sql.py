"""Set-based SQL of the directory."""

from collections.abc import Mapping

from django.db import connection

_INDEX = """
update directory_unit unit set search = array_to_tsvector(string_to_array(indexed.lexemes, ' '))
from unnest(%s::bigint[], %s::text[]) as indexed (id, lexemes)
where unit.id = indexed.id
"""


def index_units(lexemes: Mapping[int, list[str]]) -> None:
    """Write the search columns of many units in one statement; lexemes hold no blanks."""
    with connection.cursor() as cursor:
        cursor.execute(_INDEX, [list(lexemes), [" ".join(words) for words in lexemes.values()]])
