"""What every look at personal data is given."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, StringConstraints

from sibao.kernel.sheets.text import tidy

Purpose = Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]
"""Why someone looks (用途): a few words that go on the record."""


class Purposeful(BaseModel):
    """The purpose of a look, and whether it is shown, printed or exported."""

    purpose: Purpose
    how: Literal["show", "print", "export"] = "show"
