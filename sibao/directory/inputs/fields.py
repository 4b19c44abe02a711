"""Inputs of optional fields on units."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from sibao.directory.inputs.base import Cleaned, Input

FieldKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Given = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), Cleaned]
Own = Annotated[dict[FieldKey, Given | int | bool | None], Field(max_length=100)]
"""Values of optional fields by their keys: text, a whole number, yes or no; a date as 2022-06-03; None takes it back."""


class EditField(Input):
    """定义或修改一个选填字段; `version` is None for a new one. The kind and the code list are given once and for all."""

    key: FieldKey
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None
    kind: Literal["text", "number", "date", "flag", "choice"] | None = None
    code_list: Annotated[str, StringConstraints(max_length=40)] = ""
    name: Annotated[str, StringConstraints(min_length=1, max_length=40), Cleaned]
    name_en: Annotated[str, StringConstraints(min_length=1, max_length=60), Cleaned]
    order: Annotated[int, Field(ge=0, le=9999)]
    public: bool = False
    retired: bool = False
    reason: Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]

    @model_validator(mode="after")
    def _kind_stands(self) -> "EditField":
        if self.version is None and self.kind is None:
            raise ValueError("请选择类别")
        if (self.kind == "choice") != bool(self.code_list) and self.kind:
            raise ValueError("“从代码表选择”须选一张代码表，其他类别不选")
        return self
