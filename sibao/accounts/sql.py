"""Set-based SQL of accounts: counting the uses of a machine's key."""

from datetime import date, datetime
from typing import Any

from django.db import connection

_COUNT = """
with used as (
  update accounts_machinekey set last_used_at = %(at)s, last_address = %(address)s where id = %(key)s returning zone_id
)
insert into accounts_keyuse (zone_id, key_id, day, uses, refused, last_at)
select zone_id, %(key)s, %(day)s, 1, %(refused)s, %(at)s from used
on conflict (key_id, day) do update
set uses = accounts_keyuse.uses + 1, refused = accounts_keyuse.refused + excluded.refused, last_at = excluded.last_at
"""


def count_use(key_id: int, at: datetime, day: date, *, address: str, refused: bool) -> None:
    """Count one use of a key on a day, whichever process asks at the same time.

    Args:
        at, day: when, and the day of it in Shanghai.
        address: from where, "" when it is not known.
        refused: the use was answered with a refusal.
    """
    given: dict[str, Any] = {"key": key_id, "at": at, "day": day, "address": address or None, "refused": int(refused)}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
