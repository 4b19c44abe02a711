"""The digest (每日汇总): on working mornings, how many messages wait unread, for those who want it so."""

from collections import defaultdict
from datetime import datetime, time

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sibao.inbox import queries, rules
from sibao.inbox.services import outbox
from sibao.kernel import clock, message_kinds
from sibao.kernel.message_kinds import MessageKind

DIGEST = MessageKind(
    "inbox:digest",
    _("每日汇总"),
    gettext_noop("到 %(day)s 上班时，您有 %(count)d 条消息未读"),
    icon="list",
    channels=("mail",),
)
message_kinds.declare(DIGEST)


def send_digests(zone_id: int, now: datetime) -> int:
    """Write today's digests once the working day has begun, each account's once a day; return how many were written."""
    day = now.astimezone(clock.SHANGHAI).date()
    calendar = queries.calendar(zone_id)
    begins = datetime.combine(day, time(), clock.SHANGHAI) + calendar.hours[0][0] * rules.ONE_MINUTE
    if now < begins or not calendar.works(day):
        return 0
    by_count: defaultdict[int, list[int]] = defaultdict(list)
    for account_id, count in queries.for_digest(zone_id).items():
        by_count[count].append(account_id)
    return sum(
        outbox.tell(
            DIGEST,
            account_ids,
            zone_id=zone_id,
            now=now,
            key=f"digest:{day}",
            values={"day": f"{day:%m-%d}", "count": count},
            on_page=False,
        )
        for count, account_ids in by_count.items()
    )
