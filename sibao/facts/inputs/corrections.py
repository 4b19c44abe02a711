"""Inputs of commands about corrections of facts, and about what departments owe."""

from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, StringConstraints

from sibao.facts.inputs.values import Day, FactKey, Input, Key
from sibao.kernel.files import Upload
from sibao.kernel.sheets.text import tidy

Words = Annotated[str, StringConstraints(min_length=2, max_length=300), AfterValidator(tidy)]


class AskCorrection(Input):
    """申请更正: what a fact of one's own unit ought to be since a day, why, and the file that shows it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    unit_id: Key
    key: FactKey
    value: Any
    observed_on: Day
    reason: Words
    proof: Upload


class OneCorrection(Input):
    """一份更正申请, in the version that was seen."""

    correction_id: Key
    version: int


class AcceptCorrection(OneCorrection):
    """同意更正: `current_id` is the value that counted on the page."""

    current_id: Key
    answer: Annotated[str, StringConstraints(max_length=300), AfterValidator(tidy)] = ""


class DeclineCorrection(OneCorrection):
    """不予更正, with the reason."""

    answer: Words


class OneFact(Input):
    """目录里的一项事实."""

    fact_id: Key
