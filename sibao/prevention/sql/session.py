"""The working tables of one transaction, and plans made for what is in them now."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

TABLES = """
set local plan_cache_mode = force_custom_plan;
create temp table if not exists stage (
  uid bigint, occurred_at timestamptz, kind smallint, subject smallint, subject_id bigint, value int, more jsonb
) on commit delete rows;
create temp table if not exists fresh (
  uid bigint, subject smallint, subject_id bigint, kind smallint, value int, ms bigint
) on commit delete rows;
create temp table if not exists wanted (subject smallint, subject_id bigint) on commit delete rows;
create temp table if not exists touched (
  subject smallint, subject_id bigint, primary key (subject, subject_id)
) on commit delete rows;
create temp table if not exists judged (
  subject smallint, subject_id bigint, yes bigint, no bigint, due bigint, primary key (subject, subject_id)
) on commit delete rows;
create temp table if not exists turned (
  subject smallint, subject_id bigint, unit_id bigint, site_id bigint, sector_id bigint, reach varchar(125) collate "C",
  rule_id bigint, bit smallint, severity smallint, fires boolean
) on commit delete rows;
create temp table if not exists moved (group_id bigint, alert_id bigint, delta smallint) on commit delete rows;
"""
EMPTY = "truncate stage, fresh, wanted, touched, judged, turned, moved"


@contextmanager
def working() -> Iterator[Any]:
    """Lend a cursor whose transaction has its own working tables, empty unless this transaction filled them.

    Keys keep a join with a table of which the planner knows nothing yet from going over all pairs. `wanted` are subjects to be judged, `touched` those whose rows are locked for it, `turned` which rules begin or end.
    """
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        yield cursor
