"""One worker of the bench of signals, in a process of its own: nothing of the product is imported before Django is ready."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bench import database

Row = tuple[Any, ...]
PATIENCE = 120.0
"""Seconds that a worker waits for the other to be ready."""


def work(what: str, name: str, zone_id: int, now: datetime, batches: Sequence[Sequence[Row]], gate: Any) -> None:
    """Take deliveries one after the other, each in a transaction: "copy" into a plain log, or "take" the whole path."""
    database.prepare()
    from bench import signals  # noqa: PLC0415

    with database.signed_in("app", name):
        signals.deliver(what, zone_id, now, batches, lambda: gate.wait(PATIENCE))
