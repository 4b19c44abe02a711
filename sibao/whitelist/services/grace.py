"""Who is on the list and falls short only by a new version of a standard is told how long it is spared (宽限期, R32)."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from sibao.accounts import queries as accounts
from sibao.facts import queries as facts
from sibao.inbox import services as inbox
from sibao.inbox.inputs import Notify
from sibao.kernel import message_kinds
from sibao.kernel.access import system
from sibao.kernel.message_kinds import MessageKind
from sibao.whitelist import queries

SPARED = MessageKind(
    "whitelist:grace-begun",
    _("标准改动后的宽限"),
    gettext_noop("%(title)s 第 %(number)s 版公布后，您负责的在册单位不再符合，宽限到 %(until)s"),
    icon="clock-exclamation",
    channels=("mail",),
)
message_kinds.declare(SPARED)


def tell_spared(zone_id: int, criterion_id: int, now: datetime) -> int:
    """Tell the people of the units that a version spares, once for a version, and return how many were told.

    Nobody is told where another version has taken its place meanwhile.
    """
    actor = system(zone_id, door="queue")
    version = facts.criterion(actor, criterion_id)
    found = facts.fallen(actor, queries.STANDARD.word, now, [version.key]).get(version.key)
    if found is None or found.version != version or not found.spared:
        return 0
    people = accounts.sitting_accounts(zone_id, now, Q(unit__in=[one.unit_id for one in found.spared]))
    given = Notify(
        kind=SPARED.code,
        account_ids=tuple(people.values_list("pk", flat=True)),
        key=f"grace:{criterion_id}",
        values={
            "title": version.title[:80],
            "title_en": (version.title_en or version.title)[:100],
            "number": version.number,
            "until": found.grace_until.isoformat(),
        },
        subject_kind="criterion",
        subject_id=criterion_id,
    )
    return inbox.notify(actor=actor, given=given, now=now)
