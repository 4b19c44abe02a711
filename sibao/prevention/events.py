"""What happened to signals and alerts."""

from dataclasses import dataclass

from sibao.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertsMoved(Event):
    """Alerts were opened or ended, or somebody dealt with them; the groups in which it happened."""

    opened: tuple[int, ...] = ()
    ended: tuple[int, ...] = ()
    moved: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesChanged(Event):
    """What is known of subjects by signals, or when to warn, is another than before; everybody is to be judged anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopChanged(Event):
    """People are in a closed loop from now, or no more."""

    person_ids: tuple[int, ...]
