"""Exports of this context's lists."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("whitelist:listing:export")
def export_listings(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export, with the page's own filter, columns, scope and masks."""
    return exports.start(actor, given, now)


@command("whitelist:objection:export")
def export_objections(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of objections, with the page's own filter, columns and scope; who objects is never in it."""
    return exports.start(actor, given, now)


@command("whitelist:chain:export")
def export_points(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of single points of failure, with the page's own filter, columns and scope."""
    return exports.start(actor, given, now)
