"""Exports of the lists of alerts, with the page's own filter, columns and scope."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("prevention:alert:export")
def export_alerts(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of alerts."""
    return exports.start(actor, given, now)
