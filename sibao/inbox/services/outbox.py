"""The outbox: what is to be told is written in the transaction in which it happened, or not at all."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sibao.inbox import sql
from sibao.inbox.services import posting
from sibao.kernel import live
from sibao.kernel.message_kinds import MessageKind

TOPIC = "messages"
READ = "inbox:message:read"


def tell(
    kind: MessageKind,
    account_ids: Collection[int],
    *,
    zone_id: int,
    now: datetime,
    key: str,
    values: Mapping[str, str | int],
    subject_kind: str = "",
    subject_id: int | None = None,
    guarantee: str = "",
    urgent: bool | None = None,
    on_page: bool = True,
) -> int:
    """Write a message for each account that has not been told of `key` yet, and return how many were written.

    Args:
        kind: says the words and how urgent it is.
        account_ids: whom to tell.
        key: names what happened, such as "step:7".
        values: what fills the sentence.
        subject_kind, subject_id: what it is about.
        guarantee: which of the four guarantees (四保) it serves; empty = none of its own.
        urgent: stands instead of what the kind says.
        on_page: the page tells it as new; otherwise it is there as read, and only other channels tell it.
    """
    urgent = kind.urgent if urgent is None else urgent
    common = {
        "zone_id": zone_id,
        "kind": kind.code,
        "words": kind.words,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "guarantee": guarantee,
        "urgent": urgent,
        "key": key,
        "told_at": now,
        "read_at": None if on_page else now,
    }
    made = sql.write_messages(account_ids, values, common)
    if made:
        posting.post(made, kind, zone_id=zone_id, now=now, urgent=urgent)
    if made and on_page:
        live.announce(TOPIC, zone_id=zone_id, may=READ, account_ids=list(made))
    return len(made)
