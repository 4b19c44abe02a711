"""What the commands of a zone's own settings take in."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.sheets.text import tidy

Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class TurnSwitch(_Input):
    """Switch a feature on or off, and why; `version` is how often it had been turned when it was looked at."""

    key: Annotated[str, StringConstraints(max_length=40)]
    on: bool
    reason: Reason
    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


class SwitchRow(_Input):
    """How a pack sets a switch of a zone that has said nothing."""

    key: Annotated[str, StringConstraints(max_length=40)]
    on: bool
    reason: Reason


class ZonedPack(_Input):
    """A place's pack as far as its own settings are concerned."""

    switches: list[SwitchRow] = []
