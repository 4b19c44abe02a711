"""Codes that people show at gates (通行编码): sixteen characters that nobody can make up and that say nothing of who it is.

A code is made from a person's id by the product's key, so that none is kept and none is looked up: seven characters are a
keyed hash of the id, eight are the id covered by it, and one says whether the code was mistyped.
"""

from django.utils.translation import gettext as _

from sibao.kernel.documents.check_codes import ALPHABET, check_character, grouped, normalise_check_code
from sibao.kernel.refusals import Invalid
from sibao.kernel.secrets import keyed_hash

MARK, COVERED, BITS = 7, 8, 5


def code_of(zone_id: int, person_id: int) -> str:
    """Return the code of a person of a zone, the same each time."""
    mark = mark_of(zone_id, person_id)
    body = mark + _written(person_id ^ _cover(zone_id, mark), COVERED)
    return grouped(body + check_character(body))


def mark_of(zone_id: int, person_id: int) -> str:
    """Return how the code of a person begins: enough to find her among the people of a site, and not who she is."""
    return _written(_keyed(f"{zone_id}/{person_id}", MARK), MARK)


def person_of(zone_id: int, text: str) -> int:
    """Return whose code somebody shows.

    Args:
        text: as typed, or the address that the code's picture holds.

    Raises:
        Invalid: it was mistyped, or it is nobody's code here; in the field `code`.
    """
    try:
        plain = normalise_check_code(text.rsplit("#", 1)[-1]).replace("-", "")
    except Invalid as mistyped:
        raise Invalid(fields={"code": _("编码有误，请再扫一次，或照着打印的 16 个字符再输入一次")}) from mistyped
    mark, covered = plain[:MARK], plain[MARK : MARK + COVERED]
    person_id = _read(covered) ^ _cover(zone_id, mark)
    if mark_of(zone_id, person_id) != mark:
        raise Invalid(fields={"code": _("不是本区的通行编码；来访的人请先在来访单位报备")})
    return person_id


def _cover(zone_id: int, mark: str) -> int:
    return _keyed(f"{zone_id}/{mark}", COVERED)


def _keyed(text: str, characters: int) -> int:
    return int.from_bytes(keyed_hash(text, purpose=f"gate{characters}")) >> (256 - characters * BITS)


def _written(number: int, characters: int) -> str:
    return "".join(ALPHABET[number >> (place * BITS) & 31] for place in reversed(range(characters)))


def _read(text: str) -> int:
    number = 0
    for character in text:
        number = number << BITS | ALPHABET.index(character)
    return number
