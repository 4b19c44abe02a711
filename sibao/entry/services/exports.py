"""Exports of the lists of arrivals and codes, with the page's own filter, columns and scope."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("entry:arrival:export")
def export_arrivals(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of arrivals, masked."""
    return exports.start(actor, given, now)


@command("entry:code:export")
def export_codes(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of codes, masked."""
    return exports.start(actor, given, now)
