"""Words that inputs of monitoring share."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Sentence = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Level = Literal["normal", "watch", "emergency", "transition"]
Subject = Literal["person", "site", "vehicle", "lot", "unit"]
Id = Annotated[int, Field(ge=1, lt=2**63)]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)
