"""What commands on daily work are given."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[int, Field(ge=1, lt=2**63)]
Key = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
Note = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
Once = Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[\x21-\x7e]+$")]
Part = Literal["production", "prevention"]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Cite(Input):
    """Which document and article a row comes from (R01)."""

    document: str
    article: str


class WordRow(Input):
    """A word of the pack."""

    key: Key
    zh: Name
    en: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class ClassRow(WordRow):
    """A class of sections, and how long a disinfection of one lasts."""

    hours: Annotated[int, Field(ge=1, le=24 * 90)]
    cite: Cite | None = None


class FieldRow(WordRow):
    """A field of the daily report."""

    part: Part
    unit_zh: Annotated[str, StringConstraints(max_length=10)]
    unit_en: Annotated[str, StringConstraints(max_length=20)]
    highest: Annotated[int, Field(ge=1, le=2**31 - 1)]
    needed: bool = True
    prefill: Literal["", "people", "reported", "ill", "tested", "disinfected"] = ""


class RoutinePack(Input):
    """日常防控: a hazard's part."""

    classes: tuple[ClassRow, ...]
    uses: tuple[WordRow, ...]
    fields: tuple[FieldRow, ...]


class EditSection(Input):
    """登记分区: a new one of a site, or one in the version that was seen; its last day of use ends it."""

    site_id: Id
    section_id: Id | None = None
    version: int = 0
    name: Name
    klass: Key
    use: Key
    separated: bool = False
    separation: Note = ""
    ended_on: date | None = None


class RecordDisinfection(Input):
    """登记消杀: of sections of one site, now; the same key twice is the same record."""

    site_id: Id
    section_ids: Annotated[tuple[Id, ...], Field(min_length=1, max_length=200)]
    means: Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)] = ""
    key: Once


class RecordGoods(Input):
    """登记物资检查: what came in was looked at, and is sound or not; the same key twice is the same check."""

    site_id: Id
    sound: bool
    note: Note = ""
    key: Once


class SubmitReport(Input):
    """填报双线日报: one part of a site's day; `version` is what was seen, 0 = there was none."""

    site_id: Id
    day: date
    part: Part
    version: Annotated[int, Field(ge=0)] = 0
    values: dict[Key, int | None]
