"""What the directory's inputs share: texts made tidy, counts and money within bounds."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.directory import rules
from sibao.kernel.sheets.text import compact, tidy

Cleaned = AfterValidator(tidy)
Name = Annotated[str, StringConstraints(min_length=2, max_length=120), Cleaned]
Label = Annotated[str, StringConstraints(min_length=1, max_length=40), Cleaned]
Short = Annotated[str, StringConstraints(max_length=200), Cleaned]
Money = Annotated[int, Field(ge=0, le=10**17, description="分")]
Count = Annotated[int, Field(ge=0, le=2_000_000)]
Places = Annotated[int, Field(ge=1, le=20_000)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2199, 12, 31))]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _uscc(text: str) -> str:
    code = compact(text).upper()
    if problem := rules.uscc_problem(code):
        raise ValueError(problem)
    return code


Uscc = Annotated[str, AfterValidator(_uscc)]
"""A unified social credit code (统一社会信用代码), checked; blanks and small letters are put right."""
