"""From a delivery to the log; what was there already changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from sibao.prevention.sql.session import working

COLUMNS = "uid, occurred_at, kind, subject, subject_id, value, more"
LOG = f"""
with added as (
  insert into prevention_signal (zone_id, source, received_at, delivery_id, {COLUMNS})
  select %(zone)s, %(source)s, %(now)s, %(delivery)s, {COLUMNS} from stage order by occurred_at, uid
  on conflict do nothing
  returning uid, subject, subject_id, kind, value, occurred_at
)
insert into fresh (uid, subject, subject_id, kind, value, ms)
select uid, subject, subject_id, kind, value, (extract(epoch from occurred_at) * 1000)::bigint from added
"""


@dataclass(frozen=True, slots=True)
class Staged:
    """One signal that was read and found possible."""

    uid: int
    occurred_at: datetime
    kind: int
    subject: int
    subject_id: int
    value: int
    more: str | None


def hold_key(source_id: int, key: str) -> None:
    """Let nobody else deliver under the same key of a source until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"signals {source_id} {key}"])


def take(rows: Sequence[Staged], *, zone_id: int, source: int, delivery_id: int, now: datetime) -> set[int]:
    """Write signals into the log; what was not there before waits to be folded and judged.

    To be called in a transaction.

    Args:
        rows: any order; what is in the log already is passed over.

    Returns:
        The uids that were not in the log before.
    """
    given: dict[str, Any] = {"zone": zone_id, "source": source, "delivery": delivery_id, "now": now}
    with working() as cursor:
        with cursor.copy(f"copy stage ({COLUMNS}) from stdin") as copy:
            for row in rows:
                copy.write_row((row.uid, row.occurred_at, row.kind, row.subject, row.subject_id, row.value, row.more))
        cursor.execute(LOG, given)
        cursor.execute("select uid from fresh")
        return {uid for (uid,) in cursor.fetchall()}
