"""Inputs of commands on people."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from sibao.directory import rules
from sibao.directory.inputs.base import Day, Input, Key, Short
from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.sheets.text import compact

Text = Annotated[str, StringConstraints(max_length=120)]
CITIZEN = 18
"""Signs of a citizen's identity number."""


def _identity(text: str) -> str:
    number = compact(text).upper()
    if len(number) == CITIZEN and (problem := rules.citizen_number_problem(number)):
        raise ValueError(problem)
    return number


IdentityNumber = Annotated[str, StringConstraints(min_length=5, max_length=30), AfterValidator(_identity)]
"""The number of an identity document, compacted; a citizen's is checked."""


class RevealPerson(Input, Purposeful):
    """显示人员身份: of an employment in reach, and for what purpose."""

    employment_id: Key


class StaffRow(Input):
    """One row of a roster (花名册) as it was read; what is empty the row does not say.

    Args:
        number: the row's number in the workbook.
        unit: name or code of the unit; empty = the asker's own.
        identity: the number of her identity document, compacted.
    """

    number: int
    unit: Text = ""
    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    identity: Annotated[str, StringConstraints(min_length=5, max_length=30)]
    phone: Annotated[str, StringConstraints(max_length=30)] = ""
    site: Text = ""
    post: Text = ""
    team: Text = ""
    shift: Text = ""
    room: Text = ""
    started_on: Day | None = None
    ended_on: Day | None = None


class Left(Input):
    """Someone whom a full roster no longer names has left: her employment, and the last day of it."""

    employment_id: Key
    left_on: Day


class ImportStaff(Input):
    """写入一批花名册行."""

    rows: Annotated[list[StaffRow], Field(max_length=1000)] = []
    left: Annotated[list[Left], Field(max_length=1000)] = []
    source: Short
    run_id: int
