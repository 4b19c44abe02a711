"""Sealing beside the commands it seals: it keeps up with 500 a second, and no command waits for it or for a slow one."""

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from django.db import transaction

from bench.database import filled
from bench.tables import Line, Table, timed
from sibao.audit.models import Seal, UnsealedLine
from sibao.audit.services import sealing
from sibao.directory.models import Zone
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.lists.inputs import EditFilter
from sibao.kernel.lists.services import edit_filter
from tests import world
from tests.audit.conftest import elsewhere, held_open, write_many

COMMANDS = 1_000
PER_SECOND, SECONDS = 500, 10
"""What a busy hour writes, and how often the sealer comes by."""
HELD = 30.0
"""Seconds that the open command stays open while others are measured beside it."""
ROUNDS = 3


def run() -> Table:
    """Measure commands alone, beside one that stays open and beside a sealer at work, and sealing itself."""
    with filled():
        actor = world.cli(world.load_pack())
        _commands(actor)
        rounds = [_round(actor) for _ in range(ROUNDS)]
    alone, beside, during, sealed, slowest = (sorted(seconds)[ROUNDS // 2] for seconds in zip(*rounds, strict=True))
    return Table(
        f"Sealing the record ({PER_SECOND * SECONDS / sealed:,.0f} lines a second)",
        (
            Line(f"{COMMANDS:,} commands, one after another", alone, 1.0),
            Line(f"the same beside a command that stays open for {HELD:.0f} s", beside, beside / alone, 1.2),
            Line("the same beside it, while a sealer holds its lines", during, during / alone, 1.2),
            Line(
                f"sealing what {SECONDS} s at {PER_SECOND} commands a second write",
                sealed,
                sealed / alone,
                within=SECONDS,
            ),
            Line(f"writing and sealing {PER_SECOND} each second: the slowest", slowest, slowest / alone, within=1.0),
        ),
    )


def _round(actor: Actor) -> list[float]:
    """Measure once; what is alone is measured before and after, for tables grow meanwhile."""
    commands = partial(_commands, actor)
    seconds = [timed(commands)]
    zone = world.load_pack()
    with held_open(zone):
        seconds.append(_again_and_again(commands))
        with _sealer_at_work():
            seconds.append(timed(commands))
        waiting = UnsealedLine.objects.count()
        write_many(zone, PER_SECOND * SECONDS - waiting)
        seconds.append(timed(lambda: sealing.seal_waiting(clock.now())))
        seconds.append(max(timed(partial(_one_second, zone)) for _ in range(SECONDS)))
    sealing.seal_waiting(clock.now())
    seconds[0] = (seconds[0] + timed(commands)) / 2
    sealing.seal_waiting(clock.now())
    if UnsealedLine.objects.exists() or Seal.objects.count() != Seal.objects.latest("number").number:
        raise RuntimeError("the chain has a gap, or a line was left out")
    return seconds


def _again_and_again(commands: Callable[[], object]) -> float:
    """Repeat them for as long as the other command stays open, and return the median."""
    begun, seconds = time.monotonic(), []
    while time.monotonic() - begun < HELD:
        seconds.append(timed(commands))
    return statistics.median(seconds)


def _one_second(zone: Zone) -> None:
    """Write what a busy second writes, and seal it, as the sealer does when it comes by each second."""
    write_many(zone, PER_SECOND)
    sealing.seal_waiting(clock.now())


def _commands(actor: Actor) -> None:
    """Change a row of their own: versions of a row that an open transaction keeps from being cleared slow whoever changes it."""
    kept = edit_filter(actor=actor, given=EditFilter(action="save", list_key="audit:lines", name="常用"))
    given = EditFilter(action="undefault", list_key="audit:lines", filter_id=kept.pk)
    for _ in range(COMMANDS):
        edit_filter(actor=actor, given=given)
    edit_filter(actor=actor, given=EditFilter(action="delete", list_key="audit:lines", filter_id=kept.pk))


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
