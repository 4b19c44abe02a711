"""The decision of a consultation as an official document with number and check code."""

from datetime import datetime

from django.utils import translation

from sibao.approvals import queries
from sibao.approvals.inputs import OneConsultation
from sibao.approvals.models import Consultation, Opinion
from sibao.approvals.services.steps import subject_of
from sibao.approvals.services.wording import KEPT_IN
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, command
from sibao.kernel.documents.issuing import issue
from sibao.kernel.documents.notices import NOTICE_TEMPLATE, Column, Listing, Notice, Paragraph
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import NotFound

KIND = "consultation-decision"
OPINIONS = (
    Column(title="序号", width=0.6, centred=True),
    Column(title="征求方", width=1.8),
    Column(title="签署人", width=2.4),
    Column(title="意见", width=0.8, centred=True),
    Column(title="理由", width=2),
    Column(title="时间", width=1.3, centred=True),
)


@command("approvals:decision:issue")
def issue_decision(*, actor: Actor, now: datetime, given: OneConsultation) -> Done[IssuedDocument | None]:
    """Issue the decision of a consultation that is decided, once; it carries the consultation's number.

    Raises:
        NotFound: there is no such consultation.
    """
    found = queries.held_consultation(actor.zone_id, given.consultation_id)
    if found is None:
        raise NotFound
    if found.decided_at is None or queries.document(found) is not None:
        return Done(None, subject_of(found))
    with translation.override(KEPT_IN):
        made = issue(
            zone_id=found.zone_id,
            kind=KIND,
            number=queries.number(found),
            title=f"会签决定\n{found.title}",
            template=NOTICE_TEMPLATE,
            data=_said(found, found.decided_at).data(),
            subject=subject_of(found),
            actor=actor,
            now=now,
        )
    return Done(made, subject_of(found))


def _said(found: Consultation, decided_at: datetime) -> Notice:
    opinions = list(queries.opinions(found))
    agreed = sum(one.stance == Opinion.Stance.AGREE for one in opinions)
    result = "不同意" if found.state == "disagreed" else "同意"
    paragraphs = [
        Paragraph(text=f"一、提请：{found.asked_by}于{_moment(found.asked_at)}提请。事由：{found.question}"),
        Paragraph(text="二、拟办内容：" + "；".join(_line(*line) for line in found.words) + "。"),
        Paragraph(
            text=f"三、决定：{result}。须有{found.quorum}人同意，收到意见{len(opinions)}份，其中同意{agreed}份，"
            f"于{_moment(decided_at)}议定。拟办内容的指纹（SHA-256）：{bytes(found.fingerprint).hex()}。"
        ),
    ]
    body = f"{found.zone.short_name}经济运行调度指挥部办公室"
    return Notice(
        head=f"{body}会签决定",
        paragraphs=tuple(paragraphs),
        attachments=(Listing(title="会签意见", columns=OPINIONS, rows=_rows(opinions)),),
        signed_by=body,
        dated=decided_at.astimezone(clock.SHANGHAI).date(),
        demo=found.zone.demo,
    )


def _rows(opinions: list[Opinion]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (str(place), one.body.label, one.by, one.get_stance_display(), one.reason, _moment(one.recorded_at))
        for place, one in enumerate(opinions, start=1)
    )


def _line(label: str, before: str, after: str) -> str:
    return f"{label}：{before} → {after}" if before else f"{label}：{after}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
