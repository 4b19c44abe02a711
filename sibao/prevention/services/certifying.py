"""The certificate of a deletion as an official document with number and check code."""

from datetime import datetime

from django.utils import translation

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.documents.issuing import issue
from sibao.kernel.documents.notices import NOTICE_TEMPLATE, Column, Listing, Notice, Paragraph
from sibao.kernel.models import IssuedDocument
from sibao.prevention import queries
from sibao.prevention.inputs import OneDeletion
from sibao.prevention.models import Deletion, SignalDeletion

KIND, KEPT_IN = "deletion-certificate", "zh-hans"
LINES = (
    Column(title="序号", width=0.6, centred=True),
    Column(title="数据", width=2),
    Column(title="条数", width=1, centred=True),
    Column(title="最早", width=1.5, centred=True),
    Column(title="早于", width=1.5, centred=True),
    Column(title="保存天数", width=0.9, centred=True),
    Column(title="依据", width=3),
)


@command("prevention:deletion:issue")
def issue_certificate(*, actor: Actor, now: datetime, given: OneDeletion) -> Done[IssuedDocument | None]:
    """Issue the certificate of a deletion, once; it carries the deletion's number.

    Raises:
        NotFound: there is no such deletion.
    """
    found = queries.held_deletion(actor.zone_id, given.deletion_id)
    subject = Subject(queries.DELETION, found.pk, queries.number_of(found))
    if queries.deletion_document(found) is not None:
        return Done(None, subject)
    with translation.override(KEPT_IN):
        made = issue(
            zone_id=found.zone_id,
            kind=KIND,
            number=subject.label,
            title="数据删除证明",
            template=NOTICE_TEMPLATE,
            data=_said(found).data(),
            subject=subject,
            actor=actor,
            now=now,
        )
    return Done(made, subject)


def _said(found: Deletion) -> Notice:
    zone = directory.zone(found.zone_id)
    lines = queries.lines_of(found)
    paragraphs = (
        Paragraph(text=f"一、删除：{_moment(found.at)}由{found.by_as}删除监测数据{found.rows}条，所列数据不能恢复。"),
        Paragraph(text=f"二、依据：{_why(found)}"),
        Paragraph(text=f"三、核对：各项内容的摘要（SHA-256）：{bytes(found.digest).hex()}。"),
    )
    return Notice(
        head=zone.name,
        paragraphs=paragraphs,
        attachments=(Listing(title="删除清单", columns=LINES, rows=_rows(found.zone_id, lines)),),
        signed_by=zone.name,
        dated=found.at.astimezone(clock.SHANGHAI).date(),
        demo=zone.demo,
    )


def _why(found: Deletion) -> str:
    if found.hazard:
        return f"{found.hazard}数据包退出。事由：{found.reason}"
    return "数据包规定的保存天数已满，逐项依据见附件。"


def _rows(zone_id: int, lines: list[SignalDeletion]) -> tuple[tuple[str, ...], ...]:
    names = queries.data_names(zone_id)
    return tuple(
        (
            str(place),
            names(one),
            str(one.rows),
            _moment(one.since) if one.since else "—",
            _moment(one.until),
            str(one.keep_days or "—"),
            one.basis or "—",
        )
        for place, one in enumerate(lines, start=1)
    )


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
