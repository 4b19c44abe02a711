"""A day of signals handed over by the API while parts of the product are killed, and the same day undisturbed: both come out alike.

What was acknowledged is there, nothing is counted twice, and alerts, states and counters are those of the quiet day.
"""

import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg

from sibao.kernel import postgres
from tests.browser.site import free_port
from tools.soaking.checks import Fact, see_the_zone
from tools.soaking.operator import ROOT, Operator

DIGESTS = {
    "deliveries": "select concat_ws(' ', source_id, key, lines, taken, repeated, rejected) from prevention_signaldelivery",
    "signals": "select concat_ws(' ', uid, kind, source, subject, subject_id, occurred_at, value) from prevention_signal",
    "lines turned away": (
        "select concat_ws(' ', d.source_id, d.key, r.line, r.why) from prevention_rejectedsignal r"
        " join prevention_signaldelivery d on d.id = r.delivery_id"
    ),
    "states": "select (s.*)::text from prevention_subjectstate s",
    "counters": "select concat_ws(' ', site_id, bit, number) from prevention_sitecount where number > 0",
    "alerts": (
        "select concat_ws(' ', r.key, a.subject, a.subject_id, a.closed_at is null, a.closed_by_facts, count(*))"
        " from prevention_alert a join prevention_alertrule r on r.id = a.rule_id"
        " group by r.key, a.subject, a.subject_id, a.closed_at is null, a.closed_by_facts"
    ),
}
"""What is compared, table by table: all but moments of real time and numbers that a sequence gave."""
TRIES_EVERY = 2.0
GIVES_UP_AFTER = 1_800.0
Killing = Callable[[Operator], AbstractContextManager[None]]


def played(folder: Path, seed: int, killing: Killing) -> dict[str, list[str]]:
    """Play the day on a product of its own and return what its tables then say, name by name.

    Raises:
        RuntimeError: the day did not come to its end.
    """
    port = free_port()
    operator = Operator(folder, port, random.Random(seed))
    operator.set_up()
    with operator:
        with killing(operator):
            _play(operator, port)
        print(f"  killed: {dict(operator.kills)}; started again: {dict(operator.restarts)}", flush=True)
        return _said(folder)


def compared(quiet: dict[str, list[str]], killed: dict[str, list[str]]) -> list[Fact]:
    """How many rows of each table the killed product has that the quiet one has not, or the other way round."""
    return [
        *(Fact(f"{name} that differ", len({*quiet[name]} ^ {*killed[name]}), 0) for name in DIGESTS),
        *(Fact(f"{name}, in all", len(killed[name]), len(quiet[name])) for name in DIGESTS),
    ]


def _play(operator: Operator, port: int) -> None:
    """Play it, and go on with it as often as it is torn off."""
    words = [sys.executable, "-m", "sibao", "demo", "replay", "--speed", "0", "--url", f"http://127.0.0.1:{port}"]
    deadline = time.monotonic() + GIVES_UP_AFTER
    while time.monotonic() < deadline:
        done = subprocess.run(words, env=operator.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        time.sleep(TRIES_EVERY)
    raise RuntimeError(f"the day did not come to its end: {(done.stdout + done.stderr)[-2000:]}")


def _said(home: Path) -> dict[str, list[str]]:
    with psycopg.connect(postgres.ensure(home).url("owner")) as connection:
        see_the_zone(connection)
        return {name: [row[0] for row in connection.execute(query)] for name, query in DIGESTS.items()}
