"""What is proposed of the list in the small world: of each listed unit, that it be resumed."""

from collections.abc import Iterable

from sibao.directory.models import Unit
from sibao.facts.inputs import RecordVerdict
from sibao.facts.services import record_verdict
from sibao.kernel import clock
from sibao.whitelist.models import Listing, ListProposal
from tests import world


def propose(units: Iterable[Unit]) -> None:
    """A proposal of each of the units that is listed and of which there is none open."""
    there = ListProposal.objects.filter(state="open").values("unit")
    listed = Listing.objects.filter(unit__in=[unit.pk for unit in units]).exclude(state="removed")
    for row in listed.exclude(unit__in=there).select_related("unit__sector", "zone"):
        judge = RecordVerdict(unit_id=row.unit_id, use="standard", key=row.unit.sector.code)
        verdict = record_verdict(actor=world.cli(row.zone), given=judge)
        said = {"why": f"{row.unit.name}可以恢复", "why_en": "may be resumed", "made_at": clock.now()}
        about = {"zone": row.zone, "unit": row.unit, "sector": row.unit.sector, "listing": row}
        ListProposal.objects.create(kind="lift", verdict=verdict, **about, **said)
