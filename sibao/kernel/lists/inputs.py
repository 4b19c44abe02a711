"""What the commands of lists take in."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sibao.kernel.lists.definition import MOST_AT_ONCE
from sibao.kernel.sheets.text import tidy

Query = dict[str, list[str]]
Cleaned = Annotated[str, AfterValidator(tidy)]


class _Input(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class EditFilter(_Input):
    """Save, share with one's organisation or one's role, unshare, delete a filter, or make it the default, or none."""

    action: Literal["save", "share", "unshare", "share_role", "unshare_role", "default", "undefault", "delete"]
    list_key: str = Field(max_length=60)
    filter_id: int | None = None
    name: Cleaned = Field(default="", max_length=40)
    query: Query = Field(default_factory=dict)


class RoleFilter(_Input):
    """A filter that comes with a pack for a role; with `default` a list starts with it for who has none of her own."""

    list_key: str = Field(max_length=60)
    role: str
    name: Cleaned = Field(min_length=1, max_length=40)
    query: Query = Field(default_factory=dict)
    columns: Annotated[list[str], Field(max_length=60)] = []
    default: bool = False


class StartExport(_Input):
    """Export a list with this filter; `ids` limits it to chosen rows, `unmasked` needs a purpose."""

    list_key: str = Field(max_length=60)
    query: Query = Field(default_factory=dict)
    ids: list[int] = Field(default_factory=list, max_length=MOST_AT_ONCE)
    format: Literal["xlsx", "csv"] = "xlsx"
    unmasked: bool = False
    purpose: Cleaned = Field(default="", max_length=200)


class OneExport(_Input):
    """One export."""

    run_id: int


class FetchExport(OneExport):
    """Fetch an export's file; `once` = whoever fetches knows that an unmasked one is deleted with that."""

    once: bool = False
