"""Words that inputs of coming in share."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.sheets.text import compact, tidy

Id = Annotated[int, Field(ge=1, lt=2**63)]
Key = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,19}$")]
Name = Annotated[str, StringConstraints(min_length=2, max_length=40), AfterValidator(tidy)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]
Division = Annotated[str, StringConstraints(pattern="^([0-9]{2}){1,3}$")]
Plate = Annotated[str, StringConstraints(max_length=10), AfterValidator(lambda text: compact(text).upper())]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
