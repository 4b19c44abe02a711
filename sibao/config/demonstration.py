"""`sibao demo`: everything on a bare machine: database, tables, the Jiyuan zone, web process and worker; Ctrl-C ends all."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
import tomllib
from types import FrameType

from sibao.config import installing
from sibao.config.environment import PROJECT, environment
from sibao.kernel import postgres

GRACE = 6.0
BACK_OFF = 2.0


def register(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this command to the command line."""
    run_ = groups.add_parser("demo-run", help="一键演示 (sibao demo) the whole product with the demo zone")
    run_.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    run_.set_defaults(run=lambda arguments: run(arguments.port))


def run(port: int) -> int:
    """Bring everything up, keep it up, and take it down again on Ctrl-C."""
    os.environ.setdefault("SIBAO_DEMO", "1")
    os.environ.setdefault("SIBAO_LOG", "text")
    os.environ.setdefault("SIBAO_ORIGIN", f"http://localhost:{port}")
    ours = "DATABASE_URL" not in os.environ
    home = environment().SIBAO_HOME
    installing.prepare_environment()
    try:
        for words in (("upgrade",), ("keys", "init"), ("demo", "load", "--if-empty")):
            if subprocess.run([sys.executable, "-m", "sibao", *words], check=False).returncode:
                return 1
        _greet(port)
        Keeper([["serve", "--port", str(port)], ["worker"]]).keep()
        return 0
    finally:
        if ours:
            postgres.stop(home)


def _greet(port: int) -> None:
    told = tomllib.loads((PROJECT / "packs" / "jiyuan" / "demo-accounts.toml").read_text(encoding="utf-8"))
    print(f"\n四保运行调度平台（演示） http://localhost:{port}/   密码 password: {told['password']}\n")
    for account in told["accounts"]:
        print(f"  {account['login']:14} {account['name']:12} {account['about']}")
    print("\nCtrl-C 结束 ends the demo.\n", flush=True)


class Keeper:
    """Keeps child processes running until told to stop."""

    def __init__(self, commands: list[list[str]]) -> None:
        self._commands = commands
        self._children: dict[int, subprocess.Popen[bytes]] = {}
        self._ending = threading.Event()

    def keep(self) -> None:
        """Start every command, start a fallen one again, and stop all at the end."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._end)
        try:
            while not self._ending.is_set():
                for place, words in enumerate(self._commands):
                    self._revive(place, words)
                self._ending.wait(0.5)
        finally:
            self._stop()

    def _end(self, number: int, frame: FrameType | None) -> None:
        self._ending.set()

    def _revive(self, place: int, words: list[str]) -> None:
        child = self._children.get(place)
        if child is not None and child.poll() is None:
            return
        if child is not None:
            print(f"{words[0]} 已退出，重新启动 ended and is started again", file=sys.stderr, flush=True)
            self._ending.wait(BACK_OFF)
        if not self._ending.is_set():
            environment_ = {**os.environ, "SIBAO_PARENT": str(os.getpid())}
            self._children[place] = subprocess.Popen(
                [sys.executable, "-m", "sibao", *words], env=environment_, start_new_session=True
            )

    def _stop(self) -> None:
        for child in self._children.values():
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE
        for child in self._children.values():
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
