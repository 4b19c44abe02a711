"""Short ways to documents, checks and rectifications."""

from datetime import date, timedelta

from sibao.directory.models import Sector, Unit
from sibao.facts import queries as facts
from sibao.facts.inputs import RecordFacts
from sibao.facts.services import record_facts
from sibao.guidance import rules, services
from sibao.guidance.inputs import (
    AnswerItem,
    ConfirmRectification,
    EditDocument,
    EnforceDocument,
    OpenCheck,
    ReportRectification,
    SubmitCheck,
)
from sibao.guidance.models import CheckAnswer, GuideCheck, GuideDocument, Rectification
from sibao.kernel import clock, files
from sibao.kernel.access import Actor, acting
from sibao.kernel.attaching import services as attaching
from sibao.kernel.attaching.inputs import AddAttachment
from sibao.kernel.models import Attachment


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


def begun(actor: Actor, unit: Unit, posture: str = "normal") -> GuideCheck:
    """A draft of a check, with an answer for each item of the guide."""
    found: GuideCheck = services.open_check(actor=actor, given=OpenCheck(unit_id=unit.pk, posture=posture))  # type: ignore[arg-type]
    return found


def answered(actor: Actor, row: CheckAnswer, said: str = "met", **given: object) -> CheckAnswer:
    """An answer, with the words and the photo that the item asks for."""
    words = {"said": said, "note": "已核（示例）", **given}
    found: CheckAnswer = services.answer_item(
        actor=actor, given=AnswerItem.model_validate({"answer_id": row.pk, **words})
    )
    if said == "met" and row.item.evidence in rules.WITH_FILE:
        shown(actor, "check_answer", row.pk)
    return found


def shown(actor: Actor, kind: str, subject_id: int) -> None:
    """A file that hangs on an answer or a rectification."""
    upload = files.Upload("照片.pdf", "", f"%PDF-1.7 {kind} {subject_id}".encode())
    attaching.add_attachment(actor=actor, given=AddAttachment(subject_kind=kind, subject_id=subject_id, upload=upload))


def submitted(actor: Actor, found: GuideCheck) -> GuideCheck:
    """The draft, submitted."""
    given = SubmitCheck(check_id=found.pk, version=found.version)
    done: GuideCheck = services.submit_check(actor=actor, given=given)
    return done


def checked(actor: Actor, unit: Unit, posture: str = "normal", **otherwise: str) -> GuideCheck:
    """A submitted check that finds everything met but what is said otherwise, by the item's key."""
    found = begun(actor, unit, posture)
    for row in found.answers.filter(item__kind="declaration").select_related("item"):
        answered(actor, row, otherwise.get(row.item.key, "met"))
    return submitted(actor, found)


def reported(actor: Actor, row: Rectification, proof: str = "已整改（示例）") -> Rectification:
    """The rectification, reported done with a file."""
    if not Attachment.objects.filter(subject_kind="rectification", subject_id=row.pk).exists():
        shown(actor, "rectification", row.pk)
    given = ReportRectification(rectification_id=row.pk, version=row.version, proof=proof)
    done: Rectification = services.report_rectification(actor=actor, given=given)
    return done


def confirmed(actor: Actor, row: Rectification) -> Rectification:
    """The rectification, confirmed."""
    given = ConfirmRectification(rectification_id=row.pk, version=row.version)
    done: Rectification = services.confirm_rectification(actor=actor, given=given)
    return done


def stock(actor: Actor, unit: Unit) -> dict[str, object]:
    """A value for each fact of what a unit is asked to keep ready."""
    with acting(actor):
        lines = [line for group in facts.inventory_of_unit(actor, unit) for line in group.lines]
    said = {line.fact.key: True if line.fact.kind == "flag" else 20 for line in lines}
    return said | {"loop_modes": ["full"], "loop_tried_on": clock.today().isoformat()}


def stocked(actor: Actor, unit: Unit) -> None:
    """All of it said by the unit today."""
    given = RecordFacts(unit_id=unit.pk, observed_on=clock.today(), values=stock(actor, unit))
    record_facts(actor=actor, given=given)
