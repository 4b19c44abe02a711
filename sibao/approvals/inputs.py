"""Inputs of the commands on consultations."""

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from sibao.kernel.sheets.text import tidy

Cleaned = AfterValidator(tidy)
Name = Annotated[str, StringConstraints(min_length=1, max_length=80), Cleaned]
Words = Annotated[str, StringConstraints(min_length=2, max_length=500), Cleaned]
MOST_GIVEN = 100_000
"""Characters of a command's input that may be put to a consultation."""


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AskConsultation(Input):
    """提请会签: the command's name, its input as JSON, and why it is asked."""

    permission: Annotated[str, StringConstraints(max_length=80)]
    given: Annotated[str, StringConstraints(max_length=MOST_GIVEN)]
    question: Words


class OneConsultation(Input):
    """一件会签."""

    consultation_id: int


class WithdrawConsultation(OneConsultation):
    """撤回会签, 附理由."""

    reason: Words


class ConcludeConsultation(OneConsultation):
    """办结会签: why what was agreed to could not be carried out."""

    reason: Annotated[str, StringConstraints(max_length=500)]


class GiveOpinion(OneConsultation):
    """签署意见: a reason belongs to everything but agreement."""

    stance: Literal["agree", "disagree", "abstain"]
    reason: Annotated[str, StringConstraints(max_length=500), Cleaned] = ""

    @model_validator(mode="after")
    def _says_why(self) -> Self:
        if self.stance != "agree" and len(self.reason) < len("理由"):
            raise ValueError(_("不同意或弃权须写明理由"))
        return self


class SpanRow(BaseModel):
    """How long something may last, by the inbox's clock."""

    quantity: Annotated[int, Field(ge=1, le=100_000)]
    unit: Literal["working_day", "working_minute", "minute"]


class BodyRow(BaseModel):
    """Who is asked: the holders of a position, of any position of an organisation, or of a role; how many have to agree."""

    model_config = ConfigDict(extra="forbid")

    position: str = ""
    organisation: str = ""
    role: str = ""
    least: Annotated[int, Field(ge=0, le=50)] = 1

    @model_validator(mode="after")
    def _exactly_one(self) -> Self:
        if sum(map(bool, (self.position, self.organisation, self.role))) != 1:
            raise ValueError("岗位、机构、角色须写且只写一个")
        return self


class RuleRow(BaseModel):
    """A rule of the pack: what needs a consultation, who is asked, how many have to agree, by when."""

    model_config = ConfigDict(extra="forbid")

    permission: str
    zh: Name
    en: Name
    quorum: Annotated[int, Field(ge=1, le=50)] = 1
    asker_counts: bool = False
    veto: bool = True
    command_line: bool = False
    answer: SpanRow
    lapse: SpanRow
    bodies: Annotated[list[BodyRow], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if sum(body.least for body in self.bodies) > self.quorum:
            raise ValueError(f"{self.permission}：各方合计人数超过总人数")
        return self


class ConsultationsPack(BaseModel):
    """A place's pack as far as consultations are concerned."""

    consultations: list[RuleRow]
