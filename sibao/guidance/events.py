"""What happened to guides and plans."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsChanged(Event):
    """A document was drafted, put in force or withdrawn; `superseded_id` is the one that gave way to it."""

    document_id: int
    superseded_id: int | None = None
