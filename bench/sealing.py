"""Sealing beside the commands it seals: it keeps up with 500 a second, and no command waits for it or for a slow one."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction

from bench.database import filled
from bench.tables import Line, Table, timed
from sibao.audit.models import Seal, UnsealedLine
from sibao.audit.services import sealing
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.lists.inputs import EditFilter
from sibao.kernel.lists.services import edit_filter
from tests import world
from tests.audit.conftest import elsewhere, held_open, write_many

COMMANDS = 1_000
PER_SECOND, SECONDS = 500, 10
"""What a busy hour writes, and how often the sealer comes by."""
ROUNDS = 3


def run() -> Table:
    """Measure commands alone, beside one that stays open and beside a sealer at work, and sealing itself."""
    with filled():
        actor = world.cli(world.load_pack())
        kept = edit_filter(actor=actor, given=EditFilter(action="save", list_key="audit:lines", name="常用"))
        _commands(actor, kept.pk)
        rounds = [_round(actor, kept.pk) for _ in range(ROUNDS)]
    alone, beside, during, sealed = (sorted(seconds)[ROUNDS // 2] for seconds in zip(*rounds, strict=True))
    return Table(
        f"Sealing the record ({PER_SECOND * SECONDS / sealed:,.0f} lines a second)",
        (
            Line(f"{COMMANDS:,} commands, one after another", alone, 1.0),
            Line("the same beside a command that stays open", beside, beside / alone, 1.2),
            Line("the same beside it, while a sealer holds its lines", during, during / alone, 1.2),
            Line(f"sealing what {SECONDS} s at {PER_SECOND} commands a second write", sealed, sealed / alone, None),
        ),
    )


def _round(actor: Actor, filter_id: int) -> list[float]:
    commands = partial(_commands, actor, filter_id)
    seconds = [timed(commands)]
    zone = world.load_pack()
    with held_open(zone):
        seconds.append(timed(commands))
        with _sealer_at_work():
            seconds.append(timed(commands))
        waiting = UnsealedLine.objects.count()
        write_many(zone, PER_SECOND * SECONDS - waiting)
        seconds.append(timed(lambda: sealing.seal_waiting(clock.now())))
    sealing.seal_waiting(clock.now())
    if UnsealedLine.objects.exists() or Seal.objects.count() != Seal.objects.latest("number").number:
        raise RuntimeError("the chain has a gap, or a line was left out")
    return seconds


def _commands(actor: Actor, filter_id: int) -> None:
    given = EditFilter(action="undefault", list_key="audit:lines", filter_id=filter_id)
    for _ in range(COMMANDS):
        edit_filter(actor=actor, given=given)


@contextmanager
def _sealer_at_work() -> Iterator[None]:
    """A sealer that has chained what waits and does not commit for as long as commands come in beside it."""

    def begin() -> None:
        transaction.set_autocommit(False)
        sealing.seal_waiting(clock.now())

    with elsewhere() as there:
        there(begin)
        yield
        there(transaction.commit)
