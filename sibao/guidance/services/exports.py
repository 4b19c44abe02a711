"""Exports of the lists of guides, with the page's own filter, columns and scope."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("guidance:check:export")
def export_checks(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of checks."""
    return exports.start(actor, given, now)


@command("guidance:rectification:export")
def export_rectifications(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of what units have to put right."""
    return exports.start(actor, given, now)
