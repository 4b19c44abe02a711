"""The gate before what nobody does alone (会签、复核): it opens to a completed consultation about exactly this.

A permission says that it needs a consultation; how one is held is not the kernel's business: a context above registers as
the gate. Without a gate nothing that needs a consultation is done.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from pydantic import BaseModel

from sibao.kernel.access import Actor
from sibao.kernel.permissions import ALL
from sibao.kernel.refusals import NeedsConsultation, Text

if TYPE_CHECKING:
    from sibao.kernel.commands import Subject


class Gate(Protocol):
    """Whoever keeps consultations."""

    @property
    def ask_at(self) -> str:
        """Where a page sends `permission`, `given` and `question` in order to ask."""
        ...

    def use_up(self, name: str, actor: Actor, given: BaseModel, now: datetime) -> Mapping[str, object] | None:
        """Use up the completed consultation for exactly this, inside the command's transaction.

        Returns:
            What the command's record keeps of it, or None when there is none.
        """
        ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what is asked: a label, how it is now, how it would be; without personal data, for it is printed."""

    label: Text
    before: Text = ""
    after: Text = ""


Explain = Callable[[Actor, Any], Sequence[Line]]
EXPLAINED: dict[str, Explain] = {}
_gates: list[Gate] = []
_voices: set[str] = set()


def set_gate(gate: Gate | None) -> None:
    """Say who keeps consultations; None = nobody, and whatever needs one is refused."""
    _gates[:] = [gate] if gate else []


def explain(name: str, lines: Explain) -> None:
    """Say how a command's input is put to those who are asked; the context of the command does this.

    Raises:
        RuntimeError: it has been said already.
    """
    if name in EXPLAINED:
        raise RuntimeError(f"what {name} asks is explained twice")
    EXPLAINED[name] = lines


def gives_voice(name: str) -> None:
    """Say that a permission lets somebody give her opinion; whoever keeps consultations does this."""
    _voices.add(name)


def weighty(names: Iterable[str]) -> bool:
    """Return whether permissions give a voice in consultations; who may only ask does nothing alone."""
    return not _voices.isdisjoint(names)


def needed(name: str, given: BaseModel) -> bool:
    """Return whether a command needs a consultation for this input."""
    said = ALL[name].consultation
    return bool(getattr(given, said)) if isinstance(said, str) else said


def fingerprint(name: str, zone_id: int, given: BaseModel) -> bytes:
    """Return the SHA-256 of exactly what is asked: the command, the zone and every value of its input."""
    asked = json.dumps([name, zone_id, given.model_dump(mode="json")], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode()).digest()


def let_through(name: str, actor: Actor, given: BaseModel, subject: "Subject", now: datetime) -> Mapping[str, object]:
    """Let a command pass that needs no consultation or has a completed one, which is used up by this.

    Returns:
        What the command's record keeps of the consultation.

    Raises:
        NeedsConsultation: there is none, or nobody keeps consultations.
    """
    if not needed(name, given):
        return {}
    gate = _gates[0] if _gates else None
    passed = gate.use_up(name, actor, given, now) if gate else None
    if passed is None:
        raise NeedsConsultation(
            permission=name,
            given=given.model_dump_json(),
            label=subject.label,
            ask_at=gate.ask_at if gate else "",
        )
    return passed
