"""What people attached in the small world: a document on each unit, by its own user."""

from dataclasses import replace

from sibao.directory.models import Unit
from sibao.kernel import files
from sibao.kernel.access import Actor, Scope, covers
from sibao.kernel.attaching import services
from sibao.kernel.attaching.inputs import AddAttachment
from sibao.kernel.models import Attachment
from tests import world


def hang(unit: Unit) -> None:
    """A document that hangs on a unit, by its own user."""
    actor = replace(world.cli(unit.zone), scope=Scope(unit.zone_id, unit_id=unit.pk))
    upload = files.Upload("资料.pdf", "", f"%PDF-1.7 {unit.code}".encode())
    given = AddAttachment(subject_kind="unit", subject_id=unit.pk, upload=upload)
    services.add_attachment(actor=actor, given=given)


def reaches(actor: Actor, row: Attachment) -> bool:
    """Whoever reaches the unit that it hangs on."""
    unit = Unit.objects.select_related("area").get(pk=row.subject_id)
    return covers(actor.scope, area_path=unit.area.path, sector_id=unit.sector_id, unit_id=unit.pk)
