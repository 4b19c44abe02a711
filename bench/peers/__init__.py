"""Who meets each standard: bit planes against other engines on the same data, one core, answers compared first.

The engines are installed apart: `tools/install requirements-peers.txt`. What is not there is not measured, and said.
"""

import statistics
from collections.abc import Callable

import numpy as np

from bench.criteria import CRITERIA, ONE_SUBJECT, SHOTS, SUBJECTS, Task
from bench.peers.engines import ENGINES, Engine, Polars, installed
from bench.peers.question import Question
from bench.tables import ROUNDS, Line, Table, taken
from sibao.criteria import Kind
from sibao.criteria.bits import count


def run() -> Table:
    """Weigh the planes against every engine that is installed."""
    task = Task()
    question = Question.of(task)
    engines = list(installed(question))
    _compare_answers(task, engines)
    polars = next((one for one in engines if isinstance(one, Polars)), None)
    ours: list[tuple[str, Callable[[], object], float]] = [
        ("bit planes: who meets", task.met, 0.012),
        ("bit planes: meets, known not, unknown", task.matrix, 0.025),
        ("bit planes: near misses of every clause", task.near, 0.040),
        (f"bit planes: one enterprise × {ONE_SUBJECT}, every clause answered", task.answered, 0.001),
        ("bit planes: the same, and the least that would turn each", task.explained, 0.001),
    ]
    theirs: list[tuple[str, Callable[[], object], int]] = [
        (f"{one.name}: who meets", one.met, one.share) for one in engines
    ]
    theirs += [("Polars: near misses of every clause", polars.near, 1)] if polars else []
    taken([do for _, do, _ in ours], 1)
    shots = [*taken([do for _, do, _ in ours], SHOTS), *taken([do for _, do, _ in theirs], ROUNDS)]
    seconds = [statistics.median(one) for one in shots]
    lines = [
        Line(name, took, took / seconds[0], within=aim) for (name, _, aim), took in zip(ours, seconds, strict=False)
    ]
    lines += [
        Line(name, took * share, took * share / seconds[0])
        for (name, _, share), took in zip(theirs, seconds[len(ours) :], strict=True)
    ]
    missing = sorted({one.name for one in ENGINES} - {one.name for one in engines})
    notes = (
        "facts are loaded before the clock starts; OpenFisca-core is given them anew, for it keeps what it has worked out",
        f"row engines: {', '.join(f'{one.name} answers one in {one.share}' for one in engines if one.share > 1) or 'none'}",
        f"memory: {_bandwidth():.1f} GB/s read; who meets passes {_touched(task) / seconds[0] / 1e9:.1f} GB/s of columns and answers",
        *((f"not installed, hence not measured: {', '.join(missing)}",) if missing else ()),
    )
    return Table(f"{SUBJECTS:,} enterprises × {CRITERIA} standards, one core", tuple(lines), notes)


def _compare_answers(task: Task, engines: list[Engine]) -> None:
    planes = task.loaded()
    ours = [planes.store.flags(one) for one in planes.met(task.criteria)]
    for engine in engines:
        for place, theirs in enumerate(engine.met()):
            if not (ours[place][: len(theirs)] == theirs).all():
                raise AssertionError(f"{engine.name} answers standard {place} differently")
        if isinstance(engine, Polars):
            misses = [count(one) for criterion in task.criteria for one in planes.near(criterion)]
            if misses != engine.near():
                raise AssertionError(f"{engine.name} counts near misses differently")


def _touched(task: Task) -> int:
    """How many bytes the narrowed columns and the answers have, each passed once."""
    store = task.loaded().store
    facts = task.facts.facts.values()
    parts = [(fact, aspect) for fact in facts for aspect in (fact.members if fact.kind is Kind.SET else ("",))]
    return sum(store.numbered(*part).numbers.nbytes for part in parts) + CRITERIA * SUBJECTS // 8


def _bandwidth() -> float:
    """Gigabytes a second that this core reads from memory."""
    many = np.ones(32_000_000, np.int64)
    return many.nbytes / min(taken([many.max], ROUNDS)[0]) / 1e9
