"""Short ways to documents: drafted and put in force."""

from datetime import date, timedelta

from sibao.directory.models import Sector
from sibao.guidance import services
from sibao.guidance.inputs import EditDocument, EnforceDocument
from sibao.guidance.models import GuideDocument
from sibao.kernel import clock
from sibao.kernel.access import Actor


def drafted(actor: Actor, sector: Sector | None, kind: str = "guide", **given: object) -> GuideDocument:
    """A draft of a sector, or over all."""
    said = {
        "title": "防控工作指南（示例）",
        "issuer": "主管部门（示例）",
        "issued_on": date(2022, 6, 1),
        "edition": "第1版",
    }
    place = {"sector_id": sector.pk if sector else None, "kind": kind}
    found: GuideDocument = services.edit_document(
        actor=actor, given=EditDocument.model_validate({**said, **place, **given})
    )
    return found


def enforced(actor: Actor, row: GuideDocument, **given: object) -> GuideDocument:
    """The draft, now in force since yesterday."""
    said = {"document_id": row.pk, "version": row.version, "in_force_on": clock.today() - timedelta(days=1)}
    found: GuideDocument = services.enforce_document(
        actor=actor, given=EnforceDocument.model_validate({**said, **given})
    )
    return found
