from django.db import migrations

FORGET = """
create function sibao_forget_stays(zone bigint, moment timestamptz)
returns table (kind varchar, keep_days integer, basis varchar, since timestamptz, until timestamptz, gone bigint)
language plpgsql security definer set search_path = pg_catalog, public as $$
#variable_conflict use_column
begin
  perform sibao_refuse_moments_ahead(moment);
  return query
  with scans as (
    select key, keep_days, keep_basis from public.prevention_signalkind where zone_id = zone and key = 'venue_scan'
  ),
  deleted as (
    delete from public.tracing_stay stay using scans
    where stay.zone_id = zone and stay.since < moment - make_interval(days => scans.keep_days)
    returning stay.since
  )
  select scans.key, scans.keep_days::integer, scans.keep_basis, min(deleted.since),
    moment - make_interval(days => scans.keep_days), count(*)
  from deleted, scans group by scans.key, scans.keep_days, scans.keep_basis;
end $$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('prevention', '0007_deletions'),
        ('tracing', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(FORGET, "drop function sibao_forget_stays(bigint, timestamptz)"),
    ]
