"""Inputs of the commands on attachments."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.files import Upload

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class AddAttachment(Input):
    """上传附件: on which thing it hangs."""

    subject_kind: Annotated[str, StringConstraints(max_length=40)]
    subject_id: Id
    upload: Upload


class OneAttachment(Input):
    """一份附件."""

    attachment_id: Id


class RemoveAttachment(OneAttachment):
    """移除附件: with its reason."""

    reason: Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True)]
