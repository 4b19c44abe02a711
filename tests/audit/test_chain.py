"""The chain's arithmetic alone: any single change to any place is found, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sibao.audit.models import AuditLine
from sibao.audit.rules import FIELDS, NOTHING, Link, Signed, examine, links

START = datetime(2022, 6, 3, 1, 15, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=3), max_leaves=4
)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "at": st.datetimes(timezones=st.just(UTC)),
    "recorded_at": st.datetimes(timezones=st.just(UTC)),
    "details": st.dictionaries(TEXT, JSON, max_size=3),
    **{name: st.integers(0, 5) for name in ("zone_id", "account_id")},
    **{name: st.none() | st.integers(0, 5) for name in ("appointment_id", "organisation_id", "subject_id", "unit_id")},
}


def values(name: str) -> st.SearchStrategy[Any]:
    return VALUES.get(name, TEXT)


@st.composite
def chains(draw: st.DrawFn, least: int = 1) -> list[Link]:
    lines = draw(st.lists(st.fixed_dictionaries({name: values(name) for name in FIELDS}), min_size=least, max_size=6))
    numbered = [{**line, "id": 100 + place} for place, line in enumerate(lines)]
    return list(links(numbered, number=0, previous=NOTHING, now=START))


def attested(chain: list[Link]) -> list[Signed]:
    return [Signed(number=chain[-1].number, hash=chain[-1].hash.hex(), at="", key="0" * 16)]


def kinds(chain: list[Link], checkpoints: list[Signed]) -> set[str]:
    return {finding.kind for finding in examine(chain, checkpoints)}


def test_every_column_of_a_line_is_sealed():
    assert {field.attname for field in AuditLine._meta.concrete_fields} == set(FIELDS)


@given(chains())
def test_an_untouched_chain_is_whole(chain):
    assert list(examine(chain, attested(chain))) == []


@given(chains(), st.data())
def test_any_edit_of_any_column_of_any_line_is_found_and_the_line_named(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    name = data.draw(st.sampled_from(FIELDS))
    line = chain[place].line or {}
    other = data.draw((st.integers(0, 99) if name == "id" else values(name)).filter(lambda value: value != line[name]))
    chain[place] = replace(chain[place], line={**line, name: other})
    [finding] = examine(chain)
    assert (finding.kind, finding.number, finding.line_id) == ("edited", place + 1, 100 + place)


@given(chains(), st.data())
def test_any_edit_of_any_seal_is_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    hashes = st.binary(min_size=32, max_size=32)
    name, other = data.draw(
        st.one_of(
            st.tuples(st.just("hash"), hashes),
            st.tuples(st.just("previous_hash"), hashes),
            st.tuples(st.just("sealed_at"), st.integers(1, 10**9).map(lambda n: START + timedelta(microseconds=n))),
            st.tuples(st.just("number"), st.integers(50, 99)),
        )
    )
    if other == getattr(chain[place], name):
        return
    chain[place] = replace(chain[place], **{name: other})
    assert kinds(chain, [])


@given(chains(), st.data())
def test_a_deleted_line_and_a_deleted_seal_are_found(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    without = [replace(link, line=None) if link is chain[place] else link for link in chain]
    [finding] = examine(without)
    assert (finding.kind, finding.line_id) == ("deleted", 100 + place)
    shortened = chain[:place] + chain[place + 1 :]
    assert kinds(shortened, attested(chain)) & {"gap", "cut"}


@given(chains(least=2), st.data())
def test_two_lines_that_change_places_are_found(chain, data):
    one, two = sorted(data.draw(st.sets(st.integers(0, len(chain) - 1), min_size=2, max_size=2)))
    swapped = [*chain]
    swapped[one] = replace(chain[one], line=chain[two].line)
    swapped[two] = replace(chain[two], line=chain[one].line)
    assert [finding.number for finding in examine(swapped)] == [one + 1, two + 1]


@given(chains(), st.data())
def test_a_line_put_before_another_is_found_even_when_its_own_seal_is_right(chain, data):
    place = data.draw(st.integers(0, len(chain) - 1))
    former = chain[place - 1] if place else None
    line = {**(chain[0].line or {}), "id": 99}
    [strange] = links([line], number=place, previous=former.hash if former else NOTHING, now=START)
    moved = [replace(link, number=link.number + 1) for link in chain[place:]]
    assert kinds([*chain[:place], strange, *moved], attested(chain))


@given(chains(), st.data())
def test_a_chain_that_was_cut_off_or_calculated_anew_betrays_itself_against_a_checkpoint(chain, data):
    left = data.draw(st.integers(0, len(chain) - 1))
    [finding] = examine(chain[:left], attested(chain))
    assert (finding.kind, finding.number) == ("cut", left + 1)
    changed = [{**(link.line or {}), "reason": "改"} for link in chain]
    if changed[0] != chain[0].line:
        anew = list(links(changed, number=0, previous=NOTHING, now=START))
        assert kinds(anew, []) == set()
        assert kinds(anew, attested(chain)) == {"rewritten"}
