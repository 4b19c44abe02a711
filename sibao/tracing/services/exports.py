"""Exports of what screenings found, with the page's own filter, columns and scope."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("tracing:screening:export")
def export_people(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of people; unmasked only with the right to reveal, a purpose, and others who agree (R28)."""
    return exports.start(actor, given, now)
