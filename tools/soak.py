"""`make soak`: kill web, worker and database with -9 in the midst of work, again and again; nothing may be lost or doubled.

In every round a clerk uploads a workbook and applies it; then a day of signals is handed over by the API, beside the same
day on a product that nobody kills. Parts of the product are killed at random moments and started again as an operator
would. The same seed makes the same intentions; what they hit differs with the machine.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
import tomllib
from contextlib import nullcontext
from pathlib import Path

from sibao.kernel import postgres
from tests.browser.site import free_port
from tests.kernel.sheets import messy
from tools.soaking import signals
from tools.soaking.checks import Fact, facts
from tools.soaking.clerk import Clerk
from tools.soaking.operator import PARTS, ROOT, Operator

FIRST_CODE = 5_000_000
MEASURES = 1
"""The output of one year."""
ACCOUNTS = ROOT / "packs" / "jiyuan" / "demo-accounts.toml"
CLERK = "gongxin"
SETTLES_IN = 240.0


def main() -> int:
    """Run the rounds and tell what is left; 1 when anything is lost, doubled or half."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="sibao-soak-") as folder:
        wrong = _soak(given, Path(folder)) if given.rounds else 0
        return wrong | (_soak_signals(given, Path(folder)) if given.kills_of_day else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make soak", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=3, help="in each round of imports")
    parser.add_argument("--rows", type=int, default=5_000, help="of each workbook")
    parser.add_argument("--kills-of-day", type=int, default=20, help="while the day of signals is handed over")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def _soak(given: argparse.Namespace, folder: Path) -> int:
    rolls, port = random.Random(given.seed), free_port()
    home = folder / "home"
    operator = Operator(home, port, random.Random(given.seed))
    operator.set_up()
    clerk = Clerk(port, CLERK, tomllib.loads(ACCOUNTS.read_text(encoding="utf-8"))["password"])
    codes: list[str] = []
    runs: list[int] = []
    with operator:
        clerk.sign_in()
        for number in range(given.rounds):
            units = _units(number, given.rows)
            codes += [unit.code for unit in units]
            runs.append(_round(number, clerk, _Killer(operator, rolls, given.kills), folder, units))
        _say(f"killed: {dict(operator.kills)}; started again: {dict(operator.restarts)}")
        return _told(home, codes, runs)


def _soak_signals(given: argparse.Namespace, folder: Path) -> int:
    _say("a day of signals, undisturbed")
    quiet = signals.played(folder / "quiet", given.seed, lambda _one: nullcontext())
    _say(f"the same day, {given.kills_of_day} kills")
    rolls = random.Random(given.seed)
    killed = signals.played(folder / "killed", given.seed, lambda one: _Killer(one, rolls, given.kills_of_day))
    return _all_right(signals.compared(quiet, killed))


def _round(number: int, clerk: Clerk, killer: "_Killer", folder: Path, units: list[messy.MessyUnit]) -> int:
    book = messy.build(folder / f"soak-{number}.xlsx", units).path
    _say(f"round {number + 1}: {len(units)} rows, {book.stat().st_size // 1000} kB")
    with killer:
        run_id = clerk.upload(book.name, book.read_bytes())
        found = clerk.wait_for(run_id, "preview")
        _say(f"  import {run_id}: {found['state']}, {found['counts'].get('new', 0)} new {found['message']}")
        clerk.apply(run_id)
        found = clerk.wait_for(run_id, "applied")
    _say(f"  import {run_id}: {found['state']}, {found['progress']}/{found['total']} {found['message']}")
    return run_id


class _Killer:
    """Kills parts of the product at random moments while it is entered."""

    def __init__(self, operator: Operator, rolls: random.Random, kills: int) -> None:
        self._operator = operator
        parts = [PARTS[number % len(PARTS)] for number in range(kills)]
        rolls.shuffle(parts)
        self._plan = [(rolls.uniform(0.5, 9.0), part) for part in parts]
        self._over, self._thread = threading.Event(), threading.Thread(target=self._run)

    def __enter__(self) -> None:
        self._begun = time.monotonic()
        self._thread.start()

    def __exit__(self, *error: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        for pause, part in self._plan:
            self._over.wait(pause)
            while not self._over.is_set() and not self._operator.kill(part):
                time.sleep(0.1)
            if self._over.is_set():
                return
            _say(f"  {time.monotonic() - self._begun:5.1f} s: killed the {part}")


def _units(number: int, rows: int) -> list[messy.MessyUnit]:
    units = messy.units(rows, seed=number + 1)
    for place, unit in enumerate(units):
        serial = FIRST_CODE + number * rows + place
        unit.code, unit.name = messy.uscc(serial), f"济源浸泡{serial}号厂（示例）"
    return units


def _told(home: Path, codes: list[str], runs: list[int]) -> int:
    server = postgres.ensure(home)
    deadline = time.monotonic() + SETTLES_IN
    found = facts(server.url("owner"), codes, runs, MEASURES)
    while not all(fact.right for fact in found) and time.monotonic() < deadline:
        time.sleep(2)
        found = facts(server.url("owner"), codes, runs, MEASURES)
    return _all_right(found)


def _all_right(found: list[Fact]) -> int:
    for fact in found:
        _say(f"{'ok   ' if fact.right else 'WRONG'} {fact.name}: {fact.found}, wanted {fact.wanted}")
    return int(not all(fact.right for fact in found))


def _say(words: str) -> None:
    print(words, flush=True)


if __name__ == "__main__":
    sys.exit(main())
