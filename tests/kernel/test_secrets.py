"""Sealed values: which key opens them, what no one can open, and how a number is found without opening any."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sibao.directory.models import Person
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.secrets import keyed_hash, mask_identity, mask_name, mask_phone, open_sealed, seal
from sibao.kernel.secrets.sealing import SealBroken, key_of, open_bytes, seal_bytes
from tests import world

NUMBER = "11010519491231002X"


@given(text=st.text(max_size=60))
def test_what_was_sealed_opens_to_itself_and_shows_nothing_of_itself(text):
    sealed = seal(text)
    assert open_sealed(sealed) == text
    assert len(text) < 2 or text.encode() not in sealed
    assert seal(text) != sealed


@pytest.mark.parametrize(("pack", "period"), [("directory", "2022"), ("epidemic", "2022-06"), ("files", "2024")])
def test_a_ciphertext_names_its_key_with_pack_and_period(pack, period):
    sealed = seal("张演示", pack=pack, period=period)
    assert key_of(sealed).startswith(f"{pack}.{period}.")
    assert open_sealed(sealed) == "张演示"


@given(place=st.integers(0, 200), bit=st.integers(0, 7))
def test_no_single_bit_can_be_changed(place, bit):
    sealed = bytearray(seal(NUMBER))
    sealed[place % len(sealed)] ^= 1 << bit
    with pytest.raises(SealBroken):
        open_bytes(bytes(sealed))


@given(cut=st.integers(0, 60))
def test_a_cut_value_is_refused(cut):
    sealed = seal(NUMBER)
    with pytest.raises(SealBroken):
        open_bytes(sealed[: min(cut, len(sealed) - 1)])


def test_the_name_of_another_key_does_not_open_it():
    """A ciphertext that is made to claim another period's key is refused: the name is part of what is sealed."""
    ours, others = seal(NUMBER, period="2022"), seal(NUMBER, period="2023")
    swapped = others[: 2 + others[1]] + ours[2 + ours[1] :]
    with pytest.raises(SealBroken) as broken:
        open_bytes(swapped)
    assert "InvalidTag" in broken.value.reason


def test_a_key_that_is_gone_is_named():
    sealed = seal_bytes(b"x", pack="directory", period="2022")
    head = sealed[2 : 2 + sealed[1]].replace(b"2022", b"1999")
    with pytest.raises(SealBroken, match="密钥不在"):
        open_bytes(sealed[:2] + head + sealed[2 + sealed[1] :])


@pytest.mark.parametrize("rubbish", [b"", b"\x01", b"\x02" * 40, b"\x01\xff" + b"a" * 40, b"\x01\x04../x" + b"a" * 40])
def test_rubbish_is_refused_and_reads_no_file(rubbish):
    with pytest.raises(SealBroken):
        open_bytes(rubbish)


@given(one=st.text(max_size=30), other=st.text(max_size=30))
def test_hashes_are_equal_for_equal_texts_of_one_purpose_only(one, other):
    assert (keyed_hash(one, purpose="identity") == keyed_hash(other, purpose="identity")) == (one == other)
    assert keyed_hash(one, purpose="identity") != keyed_hash(one, purpose="phone")
    assert len(keyed_hash(one, purpose="identity")) == 32


@pytest.mark.django_db
def test_a_person_is_found_by_identity_number_without_opening_any_value(zone):
    with acting(world.cli(zone)):
        for serial in range(3):
            number = f"{NUMBER[:-2]}{serial}X"
            Person.objects.create(
                zone=zone,
                identity_kind="citizen",
                identity_hash=keyed_hash(number, purpose="identity"),
                identity_sealed=b"cannot be opened",
                name_sealed=b"cannot be opened",
                created_at=clock.now(),
            )
        found = Person.objects.get(identity_hash=keyed_hash(f"{NUMBER[:-2]}1X", purpose="identity"))
        assert found == Person.objects.order_by("pk")[1]
        assert not Person.objects.filter(identity_hash=keyed_hash(NUMBER, purpose="phone")).exists()


@given(name=st.text(min_size=1, max_size=10), phone=st.text(alphabet="0123456789", min_size=1, max_size=15))
def test_masks_never_show_the_whole(name, phone):
    assert mask_phone(phone) != phone
    assert len(name) < 2 or mask_name(name) != name or "*" in name
    assert mask_identity(NUMBER) == "1101…002X"
