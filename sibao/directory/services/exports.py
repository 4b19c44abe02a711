"""Exports of this context's lists."""

from datetime import datetime

from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.lists import exports
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.models import ExportRun


@command("directory:unit:export")
def export_units(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export, with the page's own filter, columns, scope and masks."""
    return exports.start(actor, given, now)


@command("directory:site:export")
def export_sites(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of sites."""
    return exports.start(actor, given, now)


@command("directory:vehicle:export")
def export_vehicles(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of vehicles."""
    return exports.start(actor, given, now)


@command("directory:person:export")
def export_staff(*, actor: Actor, now: datetime, given: StartExport) -> Done[ExportRun]:
    """Queue an export of staff; unmasked only with the right to reveal, a purpose, and others who agree (R28)."""
    return exports.start(actor, given, now)
