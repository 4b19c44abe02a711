"""The requirements table tells the truth."""

from tests.architecture.source import CONTEXTS
from tools import requirements


def test_all_requirements_are_there_with_one_owner_each():
    rows = requirements.requirements()
    assert len(rows) == 126
    assert requirements.faults(rows) == []


def test_the_page_is_made_from_the_data():
    assert requirements.TABLE.read_text(encoding="utf-8") == requirements.table(requirements.requirements())


def test_what_is_shown_is_owned_by_a_context_that_stands():
    assert [r.number for r in requirements.requirements() if r.tests and r.owner not in CONTEXTS] == []


def test_a_test_that_does_not_exist_shows_nothing():
    here = "tests/architecture/test_requirements.py"
    assert requirements.is_test(f"{here}::test_a_test_that_does_not_exist_shows_nothing")
    assert not requirements.is_test(f"{here}::test_something_else")
    assert not requirements.is_test("tests/architecture/test_nowhere.py::test_something_else")
    assert not requirements.is_test(here)
