"""Faults put into copies of the library on purpose: the differential test must find every one of them."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import sibao.criteria
from tests.criteria import readers, world

MUTANTS = {
    "not among counts the unknown in": ("numbered.py", "self.least)) * flags", "self.least))"),
    "at most counts the unknown in": ("numbered.py", "plane = self.known", "plane = self.known | self.unknown"),
    "at least turns into above": ("operators.py", "(raw_of(fact, value, at), HIGHEST)", "(raw_of(fact, value, at) + 1, HIGHEST)"),
    "any turns into all": ("compiling.py", "Group(1, ", "Group(len(parts), "),
    "at least k is off by one": ("compiling.py", "Group(count, ", "Group(max(1, count - 1), "),
    "known not to be is everything else": ("store.py", "column.within(atom.yes) ^ column.unknown", "column.within(atom.yes)"),
    "stale values count": ("readings.py", "is_there and not is_stale(reading.at, fact.fresh_days, as_of.minutes)", "is_there"),
    "stale values count in columns": ("store.py", "if fact.fresh_days is not None:", "if False:"),
    "values of tomorrow count": ("store.py", " & (column.at <= self.as_of.minutes)", ""),
    "freshness ends a minute early": ("readings.py", "> fresh_days * MINUTES_OF_DAY", ">= fresh_days * MINUTES_OF_DAY"),
    "a coarse code is a no": ("operators.py", "complement(union(yes, above))", "complement(yes)"),
    "the code below is left out": ("codes.py", "len(self.ranks) - 1)", "self.ranks[code])"),
    "lacking is having": ("operators.py", "return _turned(_has(fact, value, at))", "return _has(fact, value, at)"),
    "older is newer": ("operators.py", "return _turned(_older(fact, value, at))", "return _older(fact, value, at)"),
    "unknown leaves decide": ("inquiry.py", "None if yes + unknown >= term.needed else False", "False"),
    "the last bit of a word is lost": ("bits.py", "return np.packbits(padded(flags),", "return np.packbits(padded(np.append(flags[:63], flags[63:] & False)),"),
    "narrow columns overflow": ("numbered.py", "np.min_scalar_type(self.most - self.least)", "np.uint32"),
    "there are more beyond the last": ("numbered.py", "(padded(above) ^ above.dtype.type(half))", "padded(above ^ above.dtype.type(half))"),
    "one more is wanted of the sets": ("bits.py", "reached[: needed - 1]", "reached[:needed]"),
}  # fmt: skip


@pytest.fixture
def mutant(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """A copy of the library under another name, with one fault in it."""
    file, old, new = MUTANTS[request.param]
    copy = tmp_path / "criteria_with_a_fault"
    copy.mkdir()
    for source in Path(sibao.criteria.__file__).parent.glob("*.py"):
        text = source.read_text(encoding="utf-8")
        if source.name == file:
            assert old in text, f"the library no longer says {old!r}: say the fault anew"
            text = text.replace(old, new)
        (copy / source.name).write_text(text.replace("sibao.criteria", copy.name), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    importlib.invalidate_caches()
    yield importlib.import_module(copy.name)
    for name in [name for name in sys.modules if name.split(".")[0] == copy.name]:
        del sys.modules[name]


@pytest.mark.parametrize("mutant", MUTANTS, indirect=True)
def test_a_fault_in_the_library_is_found(mutant: ModuleType) -> None:
    catalogue = _rebuilt(mutant)

    @given(world.trees, st.lists(world.subjects, min_size=60, max_size=70))
    @settings(
        max_examples=600, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    def readers_agree(data: dict[str, Any], subjects: list[Any]) -> None:
        try:
            criterion = catalogue.read_data(data)
        except mutant.CriterionError:
            return
        expected = [world.oracle(data, subject) for subject in subjects]
        assert readers.one_by_one(mutant, criterion, catalogue, subjects) == expected
        assert readers.all_at_once(mutant, criterion, catalogue, subjects) == expected

    with pytest.raises((AssertionError, OverflowError)):
        readers_agree()


def _rebuilt(library: ModuleType) -> Any:
    """The small catalogue, out of the copy's own classes."""
    codes = library.CodeTree((code, parent, code) for code, parent in world.INDUSTRIES.items())
    facts = [
        library.Fact(
            fact.key, library.Kind(fact.kind.value), library.Words(*fact.name), labels=fact.labels,
            fresh_days=fact.fresh_days, **({"codes": codes} if fact.codes else {}),
        )
        for fact in world.facts()
    ]  # fmt: skip
    return library.Catalogue(facts)
