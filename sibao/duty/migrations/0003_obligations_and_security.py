"""Obligations as a view; who answers for what is under row-level security; a group is never without a lead."""

from django.db import migrations

from sibao.kernel.database.policies import ZONE, secure

OBLIGATIONS = """
create function duty_obligations()
returns table (id bigint, zone_id bigint, unit_id bigint, site_id bigint, matter_id smallint, ended_on date)
language sql stable parallel safe as $$
  select site.id * 32768 + matter.id, site.zone_id, site.unit_id, site.id, matter.id, site.ended_on
  from directory_site site join duty_matter matter on matter.zone_id = site.zone_id
  where matter.in_use
$$;
create view duty_obligation as select * from duty_obligations();
"""
"""A function between view and tables, so that within `known_at` the tables are found as they were."""
DROP_OBLIGATIONS = "drop view duty_obligation; drop function duty_obligations();"

NEVER_WITHOUT_LEAD = """
create function duty_group_keeps_a_lead() returns trigger language plpgsql as $$
begin
  if not exists (
    select from duty_groupmember lead
    where lead.group_id = old.group_id and lead.role = 'lead' and lead.ended_on is null
  ) then
    raise check_violation using message = 'a group is never without a lead';
  end if;
  return null;
end
$$;
create trigger group_keeps_a_lead after update or delete on duty_groupmember
  for each row when (old.role = 'lead') execute function duty_group_keeps_a_lead();
"""
DROP_NEVER_WITHOUT_LEAD = "drop trigger group_keeps_a_lead on duty_groupmember; drop function duty_group_keeps_a_lead();"
BY_UNIT = f"{ZONE} and ((select sibao_whole_zone()) or unit_id in (select ours from sibao_units_in_scope() ours))"


class Migration(migrations.Migration):
    dependencies = [("duty", "0002_responsibles_and_groups"), ("directory", "0006_scope_by_index")]

    operations = [
        migrations.RunSQL(OBLIGATIONS, DROP_OBLIGATIONS),
        migrations.RunSQL(NEVER_WITHOUT_LEAD, DROP_NEVER_WITHOUT_LEAD),
        secure("duty_responsible", BY_UNIT, check=BY_UNIT),
        secure("duty_responsibleevent", BY_UNIT),
    ]
