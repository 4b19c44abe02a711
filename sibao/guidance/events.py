"""What happened to guides and plans, checks and rectifications."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsChanged(Event):
    """A document was drafted, put in force or withdrawn; `superseded_id` is the one that gave way to it."""

    document_id: int
    superseded_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChanged(Event):
    """A unit stands otherwise to its guide: a check was submitted, or a rectification was opened, reported or ended."""

    unit_id: int
