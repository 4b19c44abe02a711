"""Words that inputs on guides, checks and rectifications share."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.sheets.text import tidy

Cleaned = AfterValidator(tidy)
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]
Note = Annotated[str, StringConstraints(max_length=300), Cleaned]
Kind = Literal["plan", "guide", "emergency", "special"]
Posture = Literal["normal", "emergency"]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
