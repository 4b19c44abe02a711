"""What happened to consultations."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationMoved(Event):
    """A consultation was asked, answered or ended; `state` is where it now stands."""

    consultation_id: int
    state: str
