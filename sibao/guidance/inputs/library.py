"""What commands on guides and plans are given."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, model_validator

from sibao.guidance.inputs.words import Cleaned, Day, Input, Key, Kind, Reason


class EditDocument(Input):
    """起草或修改文件: of a sector, or of the whole zone where none is named; changed with the version that was seen."""

    document_id: Key | None = None
    version: int | None = None
    sector_id: Key | None = None
    kind: Kind
    title: Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]
    number: Annotated[str, StringConstraints(max_length=60), Cleaned] = ""
    issuer: Annotated[str, StringConstraints(min_length=2, max_length=120), Cleaned]
    issued_on: Day
    edition: Annotated[str, StringConstraints(min_length=1, max_length=20), Cleaned]


class EnforceDocument(Input):
    """施行: from which day; `supersedes_id` names the special guide that gives way, others give way by their kind."""

    document_id: Key
    version: int
    in_force_on: Day
    supersedes_id: Key | None = None


class WithdrawDocument(Input):
    """废止、作废: why."""

    document_id: Key
    version: int
    reason: Reason


class PackCite(Input):
    """A document of the zone and the article in it."""

    document: str
    article: str


class PackItem(Input):
    """One guide item of a pack; without `cite` it is to be confirmed, and `follows` names what it follows."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,59}$")]
    chapter: Literal["places", "facilities", "process", "people", "living"]
    state: Literal["normal", "emergency"]
    zh: Annotated[str, StringConstraints(min_length=2, max_length=200)]
    en: Annotated[str, StringConstraints(min_length=2, max_length=300)]
    evidence: Literal["none", "note", "photo", "document"]
    valid_days: Annotated[int, Field(ge=1, le=366)]
    cite: PackCite | None = None
    follows: Annotated[str, StringConstraints(max_length=200)] = ""
    use: Annotated[str, StringConstraints(max_length=40)] = ""
    rule: Annotated[str, StringConstraints(max_length=60)] = ""

    @model_validator(mode="after")
    def _whole(self) -> "PackItem":
        if bool(self.use) != bool(self.rule):
            raise ValueError(_("由系统判断的条目须同时写明用途和规则"))
        return self


class PackGuide(Input):
    """The items of one sector's guide."""

    sector: str
    items: tuple[PackItem, ...]


class GuidancePack(Input):
    """A hazard pack as far as guides are concerned: what the hazard is called, whether it is in force, what it asks."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$")]
    zh: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    en: Annotated[str, StringConstraints(min_length=2, max_length=80)]
    in_force: bool = True
    guides: tuple[PackGuide, ...]
