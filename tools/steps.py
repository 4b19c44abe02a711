"""Runs the steps of `make check` and `make test`: all of them, each timed, with one table at the end."""

import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One program to run: its name in the table, and its words after `python -m`."""

    name: str
    words: Sequence[str]


def run(steps: Sequence[Step]) -> int:
    """Run every step, even after one has failed, so that one run tells everything.

    Returns:
        0 when all passed, else 1: the exit code for `sys.exit`.
    """
    results = [(step, *_run_one(step)) for step in steps]
    print()
    for step, code, seconds in results:
        print(f"{'ok    ' if code == 0 else 'FAILED'} {seconds:7.1f} s  {step.name}")
    return int(any(code for _, code, _ in results))


def _run_one(step: Step) -> tuple[int, float]:
    print(f"\n== {step.name}", flush=True)
    begun = time.monotonic()
    code = subprocess.call([sys.executable, "-m", *step.words])
    return code, time.monotonic() - begun
