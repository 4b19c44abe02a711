"""What commands of the record and of privacy are given."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.sheets.text import tidy

Pack = Annotated[str, StringConstraints(pattern="^[a-z0-9-]{1,30}$")]
Period = Annotated[str, StringConstraints(pattern="^[0-9a-z-]{1,12}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(tidy)]


class Input(BaseModel):
    """Base of the inputs: closed."""

    model_config = ConfigDict(extra="forbid")


class OneCheckpoint(Input):
    """One checkpoint."""

    checkpoint_id: int


class Inquire(Input, Purposeful):
    """查本人被查阅的记录: by the phone or identity number that the person shows."""

    number: Annotated[str, StringConstraints(min_length=5, max_length=40)]


class RotateKey(Input):
    """换发一个数据包一个时期的密钥."""

    pack: Pack
    period: Period


class FinishRotation(Input):
    """重新加密完成."""

    rotation_id: int


class ClearKey(Input):
    """清除完成."""

    destroyed_id: int


class RetireKeys(RotateKey):
    """停用一个数据包一个时期的旧密钥."""

    reason: Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]


class PlaceHold(Input):
    """保全: nothing of a pack, or of one period of it, is destroyed until the hold is lifted."""

    pack: Pack
    period: Literal[""] | Period = ""
    reason: Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]


class LiftHold(Input):
    """解除保全."""

    hold_id: int


class DestroyKeys(RotateKey):
    """销毁一个数据包一个时期的全部密钥; `typed` repeats pack and period, such as epidemic.2022-06."""

    reason: Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]
    typed: str


class ProcessingRow(Input):
    """One kind of processing as the pack describes it."""

    key: Annotated[str, StringConstraints(pattern="^[a-z0-9-]{1,40}$")]
    zh: Words
    en: Words
    purpose: Words
    basis: Words
    fields: list[Words] = Field(min_length=1)
    keeper: Words
    key_pack: Literal[""] | Pack = ""
    days: int | None = Field(default=None, ge=1, le=36_500)
    days_basis: Words
    recipients: list[Words] = []


class PrivacyPack(Input):
    """A pack's register of processing (个人信息处理活动登记)."""

    processings: list[ProcessingRow]
