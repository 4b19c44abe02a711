"""Inputs of the commands on imports."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.files import Upload

Text = Annotated[str, StringConstraints(max_length=200)]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class StartImport(Input):
    """上传一张表."""

    importer: Text
    upload: Upload


class OneRun(Input):
    """一次导入."""

    run_id: int


class AnswerImport(OneRun):
    """回答读表时的问题: which sheet, what a heading is, what a text means; empty text leaves a column out."""

    version: int
    sheet: Text | None = None
    headings: Annotated[dict[Text, Text], Field(max_length=200)] = {}
    settled: Annotated[dict[Text, dict[Text, Text]], Field(max_length=200)] = {}
    confirmed: Annotated[dict[int, int | None], Field(max_length=2000)] = {}


class ApplyImport(OneRun):
    """应用: the preview's version, so that what is written is what was seen.

    Args:
        left: numbers of the absent rows that are let go; `all_left` lets all of them go.
        left_on: their last day; None = the day of applying.
    """

    version: int
    left: Annotated[frozenset[int], Field(max_length=1000)] = frozenset()
    all_left: bool = False
    left_on: Annotated[date, Field(ge=date(1990, 1, 1), le=date(2199, 12, 31))] | None = None


def as_json(mapping: dict[Any, Any]) -> dict[str, Any]:
    """Return a mapping with text keys, as JSON keeps it."""
    return {str(key): value for key, value in mapping.items()}
