"""What daily work puts into the small world: a section and a report of one line at each unit's site."""

from django.db.models import Model, Value
from django.db.models.functions import Concat

from sibao.directory.models import Site, Unit, Zone
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.routine import services
from sibao.routine.inputs import EditSection, SubmitReport
from sibao.routine.models import Section
from tests import grounds, world

SAID = {"attendance": 1, "output_share": 100, "stock_days": 9}


def fill(unit: Unit) -> None:
    """Give the unit's site a section and half a report."""
    actor = world.cli(unit.zone)
    with acting(actor):
        site = Site.objects.filter(unit=unit).order_by("pk")[0]
    given = EditSection(site_id=site.pk, name="一车间", klass="closed", use="production")
    services.edit_section(actor=actor, given=given)
    services.submit_report(
        actor=actor, given=SubmitReport(site_id=site.pk, day=clock.today(), part="production", values=SAID)
    )


def work_on(zone: Zone, _reader: Actor) -> None:
    """More sites with a section and half a report each, and every section under another name."""
    for _ in range(3):
        unit = world.unit(zone)
        grounds.site(unit)
        fill(unit)
    Section.objects.update(name=Concat("name", Value("又改")))


ARGUMENTS: dict[str, type[Model]] = {"section_id": Section}
WORDS = {"day": "2022-06-03", "part": "production"}
