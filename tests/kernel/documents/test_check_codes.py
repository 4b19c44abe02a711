from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sibao.kernel.documents.check_codes import (
    ALPHABET,
    LENGTH,
    check_character,
    grouped,
    new_check_code,
    normalise_check_code,
)
from sibao.kernel.refusals import Invalid

bodies = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
codes = bodies.map(lambda body: body + check_character(body))
places = st.integers(0, LENGTH - 1)


def test_a_new_code_is_four_groups_of_four_without_letters_that_look_like_others() -> None:
    code = new_check_code()
    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert not set(code) & set("ILOU")


def test_a_new_code_is_its_own_normal_form_and_never_comes_twice() -> None:
    made = [new_check_code() for _number in range(2_000)]
    assert len(set(made)) == len(made)
    assert [normalise_check_code(code) for code in made] == made


@given(codes, places, st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_noticed(code: str, place: int, wrong: str) -> None:
    assume(code[place] != wrong)
    with pytest.raises(Invalid, match="校验码有误"):
        normalise_check_code(code[:place] + wrong + code[place + 1 :])


@given(codes, places, places)
def test_any_two_swapped_characters_are_noticed(code: str, one: int, other: int) -> None:
    assume(code[one] != code[other])
    swapped = list(code)
    swapped[one], swapped[other] = swapped[other], swapped[one]
    with pytest.raises(Invalid, match="校验码有误"):
        normalise_check_code("".join(swapped))


def as_a_person_types_it(code: str, draw: st.DrawFn) -> str:
    lookalikes = {"0": "0Oo", "1": "1IiLl"}
    characters = [draw(st.sampled_from(lookalikes.get(c, c + c.lower()))) for c in code]
    return draw(st.sampled_from([" ", "-", "—", "－", "　", ""])).join(characters)


@given(st.data(), codes)
def test_case_width_spaces_dashes_and_lookalikes_do_not_matter(data: st.DataObject, code: str) -> None:
    assert normalise_check_code(as_a_person_types_it(code, data.draw)) == grouped(code)


def test_full_width_characters_are_read() -> None:
    code = grouped("7K2M09QXVB3TH8Z" + check_character("7K2M09QXVB3TH8Z"))
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    assert normalise_check_code(wide) == code


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "16 个字符，这里有 0 个"),
        ("7K2M-09QX", "16 个字符，这里有 8 个"),
        ("7K2M-09QX-VB3T-H8ZU", "没有这样的字符：U"),
        ("校验码", "没有这样的字符"),
        ("7K2M-09QX-VB3T-H8Z'; drop table", "没有这样的字符"),
    ],
)
def test_what_cannot_be_a_code_is_refused_in_words(typed: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as refusal:
        normalise_check_code(typed)
    assert set(refusal.value.fields) == {"check_code"}


@given(st.text(max_size=200))
def test_no_text_whatever_breaks_the_reader(text: str) -> None:
    with suppress(Invalid):
        assert len(normalise_check_code(text)) == LENGTH + 3
