"""Set-based writing of messages, for one account or for thousands at once."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection

_MESSAGES = """
    insert into inbox_message
        (zone_id, account_id, kind, words, "values", subject_kind, subject_id, guarantee, urgent, key, told_at, read_at)
    select %(zone_id)s, account_id, %(kind)s, %(words)s, %(values)s::jsonb, %(subject_kind)s, %(subject_id)s,
        %(guarantee)s, %(urgent)s, %(key)s, %(told_at)s, %(read_at)s
    from unnest(%(account_ids)s::bigint[]) as told(account_id)
    on conflict (account_id, key) do nothing
    returning id, account_id
"""


def write_messages(
    account_ids: Collection[int], values: Mapping[str, str | int], common: Mapping[str, Any]
) -> dict[int, int]:
    """Write one message for each account that was not told of the key before; return account → message.

    Args:
        account_ids: whom to tell.
        values: what fills the sentence.
        common: every other column.
    """
    if not account_ids:
        return {}
    given = {**common, "account_ids": sorted(account_ids), "values": json.dumps(dict(values), ensure_ascii=False)}
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, given)
        return {account_id: message_id for message_id, account_id in cursor.fetchall()}
