"""Lifecycles as tables (状态流转): buttons, errors, deadlines, diagrams, tests and the database trigger read the same table."""

from collections.abc import Iterable
from dataclasses import dataclass

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.functional import Promise

from sibao.kernel.access import Actor, may
from sibao.kernel.refusals import WrongMove

Text = str | Promise


@dataclass(frozen=True, slots=True)
class State:
    """One state: its code, words, and how it looks (tone: ok, warn, danger, info, muted, unknown)."""

    code: str
    label: Text
    tone: str = "muted"
    icon: str = "circle"


@dataclass(frozen=True, slots=True)
class Move:
    """One move: from a state, by an action, to a state; `may` is the permission and the command."""

    frm: str
    action: str
    to: str
    may: str
    label: Text


@dataclass(frozen=True, slots=True)
class Step:
    """A move as a person sees it: open to her, or closed with the reason."""

    move: Move
    open: bool
    why_not: str = ""


class Lifecycle:
    """A table of states and moves of one noun."""

    def __init__(self, noun: str, states: Iterable[State], moves: Iterable[Move]) -> None:
        self.noun = noun
        self.states = {state.code: state for state in states}
        self.moves = tuple(moves)
        self._by_key = {(move.frm, move.action): move for move in self.moves}
        unknown = {code for move in self.moves for code in (move.frm, move.to)} - set(self.states)
        if unknown or len(self._by_key) != len(self.moves):
            raise RuntimeError(f"lifecycle {noun}: unknown states {unknown} or a move declared twice")

    def move(self, state: str, action: str) -> str:
        """Return the state that the action leads to.

        Raises:
            WrongMove: there is no such move from this state.
        """
        found = self._by_key.get((state, action))
        if found is None:
            raise WrongMove
        return found.to

    def steps(self, state: str, actor: Actor, why_not: str = "") -> list[Step]:
        """Return every move from this state, each open to the actor or closed with the reason."""
        return [
            Step(move, may(actor, move.may), "" if may(actor, move.may) else why_not)
            for move in self.moves
            if move.frm == state
        ]

    def choices(self) -> list[tuple[str, Text]]:
        """Return the states as choices of a model field."""
        return [(state.code, state.label) for state in self.states.values()]

    def constraint(self, field: str = "state") -> models.CheckConstraint:
        """Return the check that no row is ever in a state of another name; the trigger does not see inserts."""
        return models.CheckConstraint(
            condition=Q(**{f"{field}__in": sorted(self.states)}), name=f"{self.noun}_{field}_known"
        )

    def trigger(self, field: str = "state") -> pgtrigger.FSM:
        """Return the database trigger that refuses any other move, however it is tried."""
        pairs = sorted({(move.frm, move.to) for move in self.moves})
        return pgtrigger.FSM(name=f"{self.noun}_{field}", field=field, transitions=pairs)
