"""Row-level security as migration operations: the second net under `access.narrow`, forced even on the owner."""

from django.db.migrations import RunSQL

ZONE = "zone_id = (select sibao_zone())"
ZONE_TESTED = "zone_id = any (array[(select sibao_zone())])"
"""The same as `ZONE`, but no equality to the planner, who else weighs every join of a query with it: twice the planning."""
FUNCTIONS = """
create function sibao_zone() returns bigint language sql stable parallel safe
  return nullif(current_setting('sibao.zone', true), '')::bigint;
create function sibao_area() returns text language sql stable parallel safe
  return coalesce(current_setting('sibao.area', true), '');
create function sibao_sector() returns bigint language sql stable parallel safe
  return nullif(current_setting('sibao.sector', true), '')::bigint;
create function sibao_unit() returns bigint language sql stable parallel safe
  return nullif(current_setting('sibao.unit', true), '')::bigint;
create function sibao_whole_zone() returns boolean language sql stable parallel safe
  return sibao_area() = '' and sibao_sector() is null and sibao_unit() is null;
"""
DROP_FUNCTIONS = """
drop function sibao_whole_zone(); drop function sibao_unit(); drop function sibao_sector();
drop function sibao_area(); drop function sibao_zone();
"""


def functions() -> RunSQL:
    """Return the operation that makes the functions which policies read the asker's scope through."""
    return RunSQL(FUNCTIONS, DROP_FUNCTIONS)


def secure(table: str, using: str, *, check: str = ZONE) -> RunSQL:
    """Return the operation that forces row-level security on a table.

    Args:
        table: the table's name.
        using: which rows are seen; wrap settings in a sub-select so that they are read once a statement.
        check: which rows may be written.
    """
    return RunSQL(
        f"alter table {table} enable row level security; alter table {table} force row level security; "
        f"create policy scope on {table} using ({using}) with check ({check});",
        f"drop policy scope on {table}; alter table {table} no force row level security; "
        f"alter table {table} disable row level security;",
    )
