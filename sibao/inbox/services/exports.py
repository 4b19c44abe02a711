"""Exports of tasks."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("inbox:task:export")
def export_tasks(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of tasks."""
    return exports.start(actor, given, now)
