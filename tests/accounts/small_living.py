"""What is proposed of the list in the small world, of each listed unit that it be resumed; and objections that were answered."""

from collections.abc import Iterable

from sibao.directory.models import Unit
from sibao.facts.inputs import RecordVerdict
from sibao.facts.services import record_verdict
from sibao.kernel import clock
from sibao.whitelist.inputs import AnswerObjection, RecordObjection
from sibao.whitelist.models import Batch, Listing, ListProposal
from sibao.whitelist.services import answer_objection, record_objection
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


def object_to(batch: Batch, unit: Unit) -> None:
    """Somebody objects to a unit of a publicised batch, and is answered."""
    actor, said = world.cli(unit.zone), {"name": "张示例", "phone": "13800000011", "matter": "这家单位去年已经停产了"}
    given = RecordObjection.model_validate({**said, "batch_id": batch.pk, "unit_id": unit.pk})
    made = record_objection(actor=actor, given=given)
    words = {"outcome": "dismiss", "answer": "经现场核查，生产正常"}
    answer_objection(
        actor=actor, given=AnswerObjection.model_validate({**words, "objection_id": made.pk, "version": 1})
    )
