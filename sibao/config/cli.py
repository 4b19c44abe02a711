"""The command line: groups of the kernel work without Django; the rest sets it up when one of theirs is called."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from sibao.config import demonstration, installing, processes
from sibao.config.environment import BadSetting
from sibao.kernel.cli import db
from sibao.kernel.postgres import PostgresError

CONTEXTS = ("accounts", "audit", "directory", "whitelist", "prevention", "config.demo")
EARLY = {"db", "serve", "worker", "demo-run", "manage", "check", "pack", "upgrade"}
OWNERS = {"demo"}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sibao.config.settings")
    words = list(sys.argv[1:] if words is None else words)
    if words == ["demo"]:
        words = ["demo-run"]
    try:
        parser = _parser(words[0] if words else "")
        arguments = parser.parse_args(words)
        return int(arguments.run(arguments))
    except (PostgresError, BadSetting) as error:
        print(error, file=sys.stderr)
        return 1


def _parser(group: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sibao", description="四保 Sibao")
    groups = parser.add_subparsers(required=True, metavar="command")
    db.register(groups)
    processes.register(groups)
    demonstration.register(groups)
    installing.register(groups)
    if group not in EARLY:
        installing.set_up("owner" if group in OWNERS else "app")
        for context in CONTEXTS:
            if find_spec(f"sibao.{context}.cli"):
                import_module(f"sibao.{context}.cli").register(groups)
    return parser
