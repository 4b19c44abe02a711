"""What a hazard's pack says of tracing."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Key = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Input(BaseModel):
    """Nothing that is not named."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Cite(Input):
    """Which document and article a row comes from (R01)."""

    document: str
    article: str


class KindRow(Input):
    """A kind of place, and how many minutes together there make a contact."""

    place: Key
    minutes: Annotated[int, Field(ge=0, le=1_440)]


class DefinitionRow(Input):
    """What counts as a contact; `asks` names the roles that are asked at a site, the first that there is."""

    zh: Name
    en: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    hours_before: Annotated[int, Field(ge=0, le=720)]
    scan_minutes: Annotated[int, Field(ge=1, le=1_440)]
    longest_minutes: Annotated[int, Field(ge=1, le=1_440)]
    most_people: Annotated[int, Field(ge=2, le=100_000)]
    kinds: Annotated[tuple[KindRow, ...], Field(min_length=1)]
    asks: Annotated[tuple[Key, ...], Field(min_length=1)]
    cite: Cite
    follows: Annotated[str, StringConstraints(max_length=200)] = ""


class TracingPack(Input):
    """A hazard's part."""

    hazard: Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_-]{0,39}$")]
    definition: DefinitionRow
