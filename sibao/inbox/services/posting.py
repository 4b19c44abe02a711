"""What is to go out by mail, robot and SMS is written beside its message, by what each account prefers."""

import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime

from sibao.inbox import queries, rules
from sibao.inbox.models import Delivery
from sibao.inbox.queries import Reader
from sibao.inbox.services.channels import WAYS
from sibao.kernel.message_kinds import MessageKind


def post(made: Mapping[int, int], kind: MessageKind, *, zone_id: int, now: datetime, urgent: bool) -> None:
    """Write the deliveries of new messages.

    Args:
        made: account → message.
        urgent: quiet hours and digest do not hold it.
    """
    readers = queries.readers(made, kind)
    rows = [
        Delivery(
            zone_id=zone_id,
            message_id=made[reader.account_id],
            channel=channel,
            urgent=urgent,
            next_at=now if urgent else rules.after_quiet(now, reader.quiet),
            reference=secrets.token_hex(16),
            tried_since=now,
        )
        for reader in readers
        for channel in _channels(reader, urgent=urgent)
    ]
    Delivery.objects.bulk_create(rows)


def _channels(reader: Reader, *, urgent: bool) -> Iterator[str]:
    """Which ways reach a reader; what waits for her digest goes out by none."""
    if reader.digest and not urgent:
        return
    for channel in reader.channels:
        if reader.reached_by(channel) and WAYS[channel].is_open():
            yield channel
