"""What the inputs of the inbox are made of."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.sheets.text import tidy

Cleaned = AfterValidator(tidy)
Code = Annotated[str, StringConstraints(max_length=40)]
Title = Annotated[str, StringConstraints(min_length=2, max_length=120), Cleaned]
TitleEn = Annotated[str, StringConstraints(max_length=120), Cleaned]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=1000), Cleaned]
Note = Annotated[str, StringConstraints(max_length=1000), Cleaned]
AreaPath = Annotated[str, StringConstraints(max_length=80)]
Source = Annotated[str, StringConstraints(min_length=4, max_length=200), Cleaned]
Label = Annotated[str, StringConstraints(max_length=200)]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
GuaranteeCode = Literal["production", "logistics", "policy", "safety"]
LimitUnit = Literal["working_day", "working_minute", "minute"]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
