"""What a hazard's pack says of signals, states and rules."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from sibao.criteria import Kind
from sibao.prevention.inputs.words import Input, Key, Level, Name, Sentence, Subject

Stream = Literal["epidemic", "codes", "risks"]
"""Which of the monitored streams (R17) signals can feed."""


class Cite(Input):
    """Which document and article a row comes from (R01)."""

    document: str
    article: str


class Label(Input):
    """One answer in order."""

    key: Key
    zh: Name
    en: Name


class StateFactRow(Input):
    """One fact of a subject's state; `counts` makes it tell for how many of a site's people a rule fires.

    `origin` names what tells it instead of signals: the post in the directory, or the closed loops of contexts above.
    """

    subject: Subject
    key: Key
    slot: Annotated[int, Field(ge=1, le=12)]
    kind: Literal[Kind.FLAG, Kind.LABEL, Kind.NUMBER, Kind.RATIO]
    zh: Name
    en: Name
    labels: tuple[Label, ...] = ()
    fresh_days: Annotated[int, Field(ge=1, le=366)] | None = None
    counts: Key | Literal[""] = ""
    origin: Literal["", "contact_post", "in_loop"] = ""


class FieldRow(Input):
    """What else a signal may carry."""

    key: Key
    zh: Name
    en: Name
    most: Annotated[int, Field(ge=1, le=200)] = 60
    needed: bool = False


class SetRow(Input):
    """A fact that a signal sets."""

    fact: Key
    when: tuple[Key, ...] = ()
    value: Annotated[int, Field(ge=0, le=65_535)] | None = None


class SignalKindRow(Input):
    """A kind of signal; its number is kept with every signal and never changes."""

    key: Key
    number: Annotated[int, Field(ge=1, le=999)]
    subject: Subject
    zh: Name
    en: Name
    values: tuple[Label, ...] = ()
    fields: tuple[FieldRow, ...] = ()
    sets: tuple[SetRow, ...] = ()
    keep_days: Annotated[int, Field(ge=1, le=366)]
    keep_basis: Annotated[str, StringConstraints(max_length=200)] = ""


class SourceRow(Input):
    """Who sends signals, and of which kinds."""

    key: Key
    number: Annotated[int, Field(ge=1, le=9_999)]
    zh: Name
    kind: Literal["laboratory", "gate", "platform", "unit", "office"]
    kinds: tuple[Key, ...]
    stream: Stream | Literal[""] = ""
    silent_minutes: Annotated[int, Field(ge=1, le=60 * 24 * 30)] | None = None


class AlertRuleRow(Input):
    """When to warn, for each level in force; a level that is not named is as `normal`.

    Of rules of one subject with the same `matter` one applies at a time: the gravest, then that of the nearest layer.
    """

    key: Key
    subject: Subject
    bit: Annotated[int, Field(ge=0, le=61)]
    zh: Name
    en: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    trees: dict[Level, dict[str, Any]]
    severity: Annotated[int, Field(ge=1, le=4)]
    layer: Literal["nation", "province", "zone"]
    matter: Key | Literal[""] = ""
    stream: Stream | Literal[""] = ""
    asks: Key | Literal[""] = ""
    limit_minutes: Annotated[int, Field(ge=1, le=60 * 24 * 30)]
    cure_zh: Sentence
    cure_en: Sentence
    cite: Cite | None = None


class PreventionPack(Input):
    """A hazard's part: facts of states, kinds of signals, who sends them, and when to warn."""

    hazard: Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_-]{0,39}$")]
    facts: tuple[StateFactRow, ...] = ()
    kinds: tuple[SignalKindRow, ...] = ()
    sources: tuple[SourceRow, ...] = ()
    rules: tuple[AlertRuleRow, ...] = ()
