"""Inputs of commands that change many rows at once."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from sibao.kernel.lists.inputs import Query
from sibao.kernel.revising.definition import LONGEST

MOST = 20_000
"""How many rows may be chosen at once."""
CHUNK = 500


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StartRevision(_Input):
    """选定要批量修改的行: chosen ones, or all that the filter lets through."""

    list_key: str = Field(max_length=60)
    query: Query = Field(default_factory=dict)
    ids: Annotated[list[int], Field(max_length=MOST)] = []
    all_matching: bool = False


class PreviewRevision(_Input):
    """预览批量修改: which field, which value."""

    revision_id: int
    version: int
    field: str = Field(max_length=60)
    value: str = Field(default="", max_length=LONGEST)


class ApplyRevision(_Input):
    """应用批量修改; `version` is the one of the preview."""

    revision_id: int
    version: int


class OneRevision(_Input):
    """One revision."""

    revision_id: int


class ReviseRows(_Input):
    """写入一批修改: row id → the version that was seen."""

    revision_id: int
    seen: Annotated[dict[int, int], Field(min_length=1, max_length=CHUNK)]
    field: str
    value: str
