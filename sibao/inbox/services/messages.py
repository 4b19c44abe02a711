"""Telling people, and that they have read it."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.inbox import queries
from sibao.inbox.inputs import Notify, OneMessage
from sibao.inbox.models import Message
from sibao.inbox.services import outbox
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.message_kinds import KINDS
from sibao.kernel.refusals import Invalid


@command("inbox:message:send")
def notify(*, actor: Actor, now: datetime, given: Notify) -> Done[int]:
    """Tell accounts something in the caller's transaction, each of them once for a key; return how many were told.

    Contexts above call it as the system. Everybody finds it on the page; other channels follow her own preferences.

    Raises:
        Invalid: no context has declared such a kind, or a value that its sentence needs is missing.
    """
    kind = KINDS.get(given.kind)
    if kind is None:
        raise Invalid(fields={"kind": _("没有这种消息")})
    try:
        kind.words % given.values
    except KeyError as missing:
        raise Invalid(fields={"values": _("缺少 %(name)s") % {"name": missing.args[0]}}) from missing
    told = outbox.tell(
        kind,
        set(given.account_ids),
        zone_id=actor.zone_id,
        now=now,
        key=given.key,
        values=given.values,
        subject_kind=given.subject_kind,
        subject_id=given.subject_id,
        guarantee=given.guarantee or "",
        urgent=given.urgent,
    )
    return Done(told, Subject("message", None, given.kind), details={"key": given.key, "told": told})


@command("inbox:message:mark")
def read_message(*, actor: Actor, now: datetime, given: OneMessage) -> Done[Message]:
    """Mark one of one's own messages as read; when it was read first stays.

    Raises:
        NotFound: the actor was told nothing of that id.
    """
    found = queries.access_message(actor, given.message_id)
    if found.read_at is None:
        found.read_at = now
        found.save(update_fields=["read_at"])
        live.announce(outbox.TOPIC, zone_id=actor.zone_id, may=outbox.READ, account_ids=[actor.account_id])
    return Done(found, Subject("message", found.pk, found.kind))
