"""Who is told of a consultation, beside those whose task it is to answer."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sibao.accounts import queries as accounts
from sibao.approvals import queries
from sibao.approvals.models import Consultation, ConsultedBody
from sibao.approvals.services.wording import word_of
from sibao.inbox import services as inbox
from sibao.inbox.inputs import Notify
from sibao.kernel import message_kinds
from sibao.kernel.access import system
from sibao.kernel.message_kinds import MessageKind

LONGEST = 100
ASKED = MessageKind(
    "approvals:opinion-asked",
    _("征求会签意见"),
    gettext_noop("%(by)s 提请会签 %(number)s：%(title)s，请签署意见"),
    icon="signature",
    channels=("mail",),
)
ENDED = MessageKind(
    "approvals:consultation-ended",
    _("会签结果"),
    gettext_noop("您提请的会签 %(number)s（%(title)s）：%(state)s"),
    icon="users",
    channels=("mail",),
)
message_kinds.declare(ASKED, ENDED)
TOLD = ("carried_out", "not_carried_out", "disagreed", "expired")
"""States of which the asker is told."""


def tell_body(found: Consultation, body: ConsultedBody, now: datetime) -> None:
    """Tell those of a body that takes no tasks that their opinion is asked."""
    seat = Q(position_id=body.position_id or 0) | Q(position__role_id=body.role_id or 0)
    seat |= Q(position__organisation_id=body.organisation_id or 0)
    people = accounts.sitting_accounts(found.zone_id, now, seat).exclude(pk=found.asker_id)
    _tell(found, ASKED, tuple(people.values_list("pk", flat=True)), f"{found.pk}:{body.number}", now)


def tell_asker(found: Consultation, now: datetime) -> None:
    """Tell who asked what came of it."""
    if found.state in TOLD:
        _tell(found, ENDED, (found.asker_id,), f"{found.pk}:{found.state}", now)


def _tell(found: Consultation, kind: MessageKind, account_ids: tuple[int, ...], key: str, now: datetime) -> None:
    values: dict[str, str | int] = {
        "by": found.asked_by[:LONGEST],
        "number": queries.number(found),
        "title": found.title[:LONGEST],
        "title_en": found.title_en[:LONGEST],
        "state": word_of(found.state),
        "state_en": word_of(found.state, "en"),
    }
    given = Notify(
        kind=kind.code,
        account_ids=account_ids,
        key=f"consultation:{key}",
        values=values,
        subject_kind="consultation",
        subject_id=found.pk,
    )
    inbox.notify(actor=system(found.zone_id, door="queue"), given=given, now=now)
