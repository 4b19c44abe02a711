"""What the commands of a zone's own settings take in."""

from datetime import date
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from sibao.kernel.sheets.text import tidy

Cleaned = AfterValidator(tidy)
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
CodeText = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_]{0,19}$")]
Word = Annotated[str, StringConstraints(min_length=1, max_length=40), Cleaned]
English = Annotated[str, StringConstraints(min_length=1, max_length=60), Cleaned]
Version = Annotated[int, Field(ge=0, le=2**31 - 1)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class TurnSwitch(_Input):
    """Switch a feature on or off, and why; `version` is how often it had been turned when it was looked at."""

    key: Annotated[str, StringConstraints(max_length=40)]
    on: bool
    reason: Reason
    version: Version


class SwitchRow(_Input):
    """How a pack sets a switch of a zone that has said nothing."""

    key: Annotated[str, StringConstraints(max_length=40)]
    on: bool
    reason: Reason


class CreateCodeList(_Input):
    """Begin a code list of the zone's own."""

    key: Key
    name: Word
    name_en: English


class EditCode(_Input):
    """Add a code to a list, or say in other words, where and from when to when an existing one is offered.

    `version` is None for a new code. `ended_on` is the last day on which it is offered: with it the code is retired.
    """

    list_key: Key
    code: CodeText
    version: Version | None = None
    name: Word
    name_en: English
    order: Annotated[int, Field(ge=0, le=9999)]
    started_on: date | None = None
    ended_on: date | None = None
    reason: Reason

    @model_validator(mode="after")
    def _runs_forward(self) -> "EditCode":
        if self.started_on and self.ended_on and self.ended_on < self.started_on:
            raise ValueError(_("结束日期不能早于开始日期"))
        return self


class CodeRow(_Input):
    """A code as a pack gives it."""

    code: CodeText
    zh: Word
    en: English


class CodeListRow(_Input):
    """A code list as a pack gives it, its codes in their order."""

    key: Key
    zh: Word
    en: English
    codes: Annotated[list[CodeRow], Field(min_length=1, max_length=500)]


class ZonedPack(_Input):
    """A place's pack as far as its own settings are concerned."""

    switches: list[SwitchRow] = []
    code_lists: list[CodeListRow] = []
