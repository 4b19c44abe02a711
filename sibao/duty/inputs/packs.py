"""A place's pack as far as duties are concerned."""

from pydantic import BaseModel


class Cited(BaseModel):
    """Which document and article a matter comes from."""

    document: str
    article: str


class MatterRow(BaseModel):
    """A matter that somebody answers for at every site."""

    key: str
    zh: str
    en: str
    cite: Cited


class GroupRow(BaseModel):
    """Which department leads a group, and whether a document says so."""

    group: str
    lead: str
    to_be_confirmed: bool = True


class DutyPack(BaseModel):
    """The part of a pack that this context reads."""

    matters: list[MatterRow]
    groups: list[GroupRow] = []
