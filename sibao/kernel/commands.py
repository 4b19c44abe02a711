"""A command is the one way to change something: allowed? → one transaction → agreed to? → recorded → announced."""

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

import pghistory
from django.db import transaction
from pydantic import BaseModel

from sibao.kernel import access, clock, consultation, events
from sibao.kernel.access import Actor
from sibao.kernel.events import Event
from sibao.kernel.refusals import Refusal

G = TypeVar("G", bound=BaseModel)
G_contra = TypeVar("G_contra", bound=BaseModel, contravariant=True)
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a command was about: kind, id and a label without personal data, for timeline and search."""

    kind: str
    id: int | None
    label: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What a command gives back: its result, its subject, what happened, and the ids worth recording."""

    result: R
    subject: Subject
    events: Sequence[Event] = ()
    details: dict[str, object] | None = None


class NoInput(BaseModel):
    """The input of a command that needs none."""


@dataclass(frozen=True, slots=True)
class Record:
    """What recorders hear of one command, carried out or refused."""

    command: str
    actor: Actor
    at: datetime
    outcome: str
    reason: str
    subject: Subject | None
    details: dict[str, object]


class Command(Protocol[G_contra, R_co]):
    """A command as its callers see it."""

    def __call__(self, *, actor: Actor, given: G_contra, now: datetime | None = None) -> R_co: ...


Body = Callable[..., Done[R]]
COMMANDS: dict[str, Callable[..., object]] = {}
recorders: list[Callable[[Record], None]] = []


def command(name: str) -> Callable[[Body[R]], Command[BaseModel, R]]:
    """Turn a function `(*, actor, now, given) -> Done` into the command of that name.

    The permission of the same name is required; a refusal is recorded outside the rolled-back transaction. What needs a
    consultation is tried first, so that a refusal of its own comes before anybody is asked, and undone without one.

    Raises:
        RuntimeError: two commands carry one name.
    """

    def wrap(body: Body[R]) -> Command[BaseModel, R]:
        @functools.wraps(body)
        def run(*, actor: Actor, given: BaseModel, now: datetime | None = None) -> R:
            at = now or clock.read_anew()
            with access.acting(actor):
                try:
                    with transaction.atomic(), pghistory.context(command=name, **_traces(actor)):
                        return _carry_out(name, body, actor, given, at)
                except Refusal as refusal:
                    _record(Record(name, actor, at, "refused", str(refusal), None, {"code": refusal.code}))
                    raise

        if name in COMMANDS:
            raise RuntimeError(f"command {name} declared twice")
        COMMANDS[name] = run
        return run

    return wrap


def _carry_out(name: str, body: Body[R], actor: Actor, given: BaseModel, at: datetime) -> R:
    access.require(actor, name)
    done = body(actor=actor, now=at, given=given)
    passed = consultation.let_through(name, actor, given, done.subject, at)
    _record(Record(name, actor, at, "done", "", done.subject, {**(done.details or {}), **passed}))
    events.publish(done.events)
    return done.result


def input_of(name: str) -> type[BaseModel]:
    """Return the type of a command's input."""
    found: type[BaseModel] = _body(name).__annotations__["given"]
    return found


def rehearse(name: str, *, actor: Actor, given: BaseModel, now: datetime) -> Subject:
    """Carry a command out and undo it, without a line in the record; inside a command of the same actor.

    Returns:
        What it would be about.

    Raises:
        Refusal: whatever the command itself refuses.
    """
    with transaction.atomic():
        access.require(actor, name)
        subject = _body(name)(actor=actor, now=now, given=given).subject
        transaction.set_rollback(True)
    return subject


def _body(name: str) -> Body[object]:
    body: Body[object] = inspect.unwrap(COMMANDS[name])
    return body


def _record(record: Record) -> None:
    for recorder in recorders:
        recorder(record)


def _traces(actor: Actor) -> dict[str, object]:
    return {"account": actor.account_id, "appointment": actor.appointment_id, "request": actor.request_id}
