"""An operator: starts the product on a home of its own, kills parts of it on demand, and starts again what has ended."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import TracebackType

from sibao.kernel import postgres
from sibao.kernel.postgres import postmaster

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("web", "worker", "database")
LOOKS_EVERY = 0.5
NOTICES_AFTER = 2.0
"""Seconds until an operator, or the service manager, starts something again."""


class Operator:
    """The product in three parts on one home, kept running while it is entered.

    Args:
        home: an empty folder.
        port: where the web process answers.
        rolls: what decides when somebody is killed.
    """

    def __init__(self, home: Path, port: int, rolls: random.Random) -> None:
        self._home, self._port, self._rolls = home, port, rolls
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIBAO_", "DATABASE_"))}
        self.environment = {**kept, "SIBAO_HOME": str(home), "SIBAO_DEMO": "1", "SIBAO_LOG": "json"}
        self._commands = {"web": ("serve", "--port", str(port)), "worker": ("worker",)}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._ending, self._keeping = threading.Event(), threading.Thread(target=self._keep)
        self.kills: Counter[str] = Counter()
        self.restarts: Counter[str] = Counter()

    def set_up(self) -> None:
        """Make the database and load the demo zone."""
        for words in (("db", "start"), ("manage", "migrate", "--verbosity", "0"), ("demo", "load")):
            subprocess.run([sys.executable, "-m", "sibao", *words], env=self.environment, cwd=ROOT, check=True)

    def __enter__(self) -> "Operator":
        self._keeping.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ending.set()
        self._keeping.join()
        for process in self._running.values():
            process.terminate()
            process.wait()
        postgres.stop(self._home)

    def kill(self, part: str) -> bool:
        """Kill a part with -9; False when it does not run at the moment."""
        pid = self._pid(part)
        if pid is None:
            return False
        os.kill(pid, signal.SIGKILL)
        self.kills[part] += 1
        return True

    def _pid(self, part: str) -> int | None:
        if part == "database":
            server = postgres.attached(self._home)
            return postmaster.pid_of(server.place.data) if server else None
        process = self._running.get(part)
        return process.pid if process and process.poll() is None else None

    def _keep(self) -> None:
        while not self._ending.is_set():
            if self._pid("database") is None:
                self._start_database()
            for part in self._commands:
                if self._pid(part) is None:
                    self._start(part)
            self._ending.wait(LOOKS_EVERY)

    def _start_database(self) -> None:
        time.sleep(NOTICES_AFTER * self._rolls.random())
        self.restarts["database"] += 1
        words = [sys.executable, "-m", "sibao", "db", "start"]
        with (self._home / "database.log").open("ab") as log:
            subprocess.run(words, env=self.environment, cwd=ROOT, stdout=log, stderr=log, check=False)

    def _start(self, part: str) -> None:
        if part in self._running:
            self._running[part].wait()
            time.sleep(NOTICES_AFTER * self._rolls.random())
            self.restarts[part] += 1
        with (self._home / f"{part}.log").open("ab") as log:
            self._running[part] = subprocess.Popen(
                [sys.executable, "-m", "sibao", *self._commands[part]],
                env=self.environment,
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
