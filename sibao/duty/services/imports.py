"""Writing the rows of a workbook of responsible persons, all of them or none (R45)."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.events import ResponsiblesChanged
from sibao.duty.inputs import ImportResponsibles
from sibao.duty.services import answering
from sibao.duty.services.openings import close
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid


@command("duty:responsible:import")
def import_responsibles(*, actor: Actor, now: datetime, given: ImportResponsibles) -> Done[int]:
    """Write the responsible persons of a workbook.

    Raises:
        Conflict: a site has left the actor's scope, or a matter is no longer in use.
        Invalid: a row lies before what is there.
    """
    sites = directory.access_sites(actor, list({row.site_id for row in given.rows}))
    known = set(queries.matters(actor.zone_id).values_list("pk", flat=True))
    if any(row.site_id not in sites or row.matter_id not in known for row in given.rows):
        raise Conflict(_("有场所或责任事项已不在您的范围内，请重新上传"))
    reason = _("导入：%(source)s") % {"source": given.source}
    entries = [answering.Entry(sites[row.site_id], row.matter_id, row, reason[:200]) for row in given.rows]
    try:
        rows = answering.write(entries)
    except Invalid as refusal:
        raise Invalid("；".join(map(str, refusal.fields.values())) or str(refusal)) from refusal
    units = tuple(sorted({site.unit_id for site in sites.values()}))
    close(actor.zone_id, units, now)
    told = [ResponsiblesChanged(zone_id=actor.zone_id, unit_ids=units)]
    return Done(len(rows), Subject("import", given.run_id, given.source), told, {"units": list(units)})
