"""The asker's scope is tested in an employment's own row: where its unit stands is kept there by the database itself."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from sibao.kernel.database.policies import ZONE, ZONE_TESTED

UNIT = """
alter table directory_unit add column reach varchar(125) collate "C"
  generated always as (zone_id::text || '/' || area_path || '#' || id::text || '/') stored;
create unique index unit_stands on directory_unit (id, zone_id, sector_id, reach);
"""
FORMER_UNIT = "drop index unit_stands; alter table directory_unit drop column reach;"

# The columns are filled by one rewrite of the table: no trigger fires, no policy binds, each index is built anew once.
EMPLOYMENT = """
create function sibao_sector_then(bigint) returns bigint language plpgsql stable as $$
begin return (select sector_id from directory_unit where id = $1); end $$;
create function sibao_reach_then(bigint) returns text language plpgsql stable as $$
begin return (select reach from directory_unit where id = $1); end $$;
alter table directory_employment add column sector_id bigint, add column reach varchar(125) collate "C";
alter table directory_employment
  alter column sector_id type bigint using sibao_sector_then(unit_id),
  alter column reach type varchar(125) collate "C" using sibao_reach_then(unit_id),
  alter column sector_id set not null, alter column reach set not null, alter column reach set statistics 10;
drop function sibao_sector_then(bigint); drop function sibao_reach_then(bigint);
"""
FORMER_EMPLOYMENT = "alter table directory_employment drop column reach, drop column sector_id;"

FOLLOWING = """
create function sibao_follow_unit() returns trigger language plpgsql as $$
begin
  select unit.sector_id, unit.reach into new.sector_id, new.reach from public.directory_unit unit where unit.id = new.unit_id;
  return new;
end $$;
create trigger follow_unit before insert or update of zone_id, unit_id, sector_id, reach on directory_employment
  for each row execute function sibao_follow_unit();
alter table directory_employment add constraint employment_stands_with_its_unit
  foreign key (unit_id, zone_id, sector_id, reach) references directory_unit (id, zone_id, sector_id, reach)
  on update cascade deferrable initially deferred;
"""
FORMER_FOLLOWING = """
alter table directory_employment drop constraint employment_stands_with_its_unit;
drop trigger follow_unit on directory_employment; drop function sibao_follow_unit();
"""

REACH_OF_UNIT = """
create function sibao_reach_of_unit() returns text language sql stable as $$
  select reach from public.directory_unit
  where id = sibao_unit() and starts_with(reach, current_setting('sibao.reach_from', true))
$$;
"""

# Settings as they stand, not in sub-selects: the planner reads them for its estimates, and a search of an index once.
IN_ROW = (
    "reach >= current_setting('sibao.reach_from', true) and reach < current_setting('sibao.reach_to', true)"
    " and sector_id >= current_setting('sibao.sector_from', true)::bigint"
    " and sector_id <= current_setting('sibao.sector_to', true)::bigint"
)
EMPLOYED = (
    "((select sibao_whole_zone()) or exists (select 1 from directory_employment held where held.person_id = directory_person.id))"
)
FORMER_BY_UNIT = f"{ZONE} and ((select sibao_whole_zone()) or unit_id in (select ours from sibao_units_in_scope() ours))"
POLICIES = f"""
alter policy scope on directory_employment using ({IN_ROW}) with check ({IN_ROW});
alter policy scope on directory_person using ({ZONE_TESTED} and {EMPLOYED});
"""
FORMER_POLICIES = f"""
alter policy scope on directory_employment using ({FORMER_BY_UNIT}) with check ({FORMER_BY_UNIT});
alter policy scope on directory_person using ({ZONE} and {EMPLOYED});
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0015_optional_fields")]

    operations = [
        pgtrigger.migrations.RemoveTrigger("employment", "update_update"),
        migrations.RemoveIndex("employment", "employment_by_zone"),
        *(
            migrations.AlterField(
                "employment",
                name,
                models.ForeignKey(
                    db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name=back, to=f"directory.{name}"
                ),
            )
            for name, back in (("person", "employments"), ("unit", "employments"), ("zone", "+"))
        ),
        migrations.AddConstraint(
            "unit",
            models.CheckConstraint(
                condition=models.Q(("area_path__contains", "#"), _negated=True), name="area_path_names_no_unit"
            ),
        ),
        migrations.RunSQL(UNIT, FORMER_UNIT),
        migrations.RunSQL(
            EMPLOYMENT,
            FORMER_EMPLOYMENT,
            state_operations=[
                migrations.AddField(
                    "employment",
                    "reach",
                    models.CharField(db_collation="C", default=None, editable=False, max_length=125),
                    preserve_default=False,
                ),
                migrations.AddField(
                    "employment",
                    "sector",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        default=None,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.sector",
                    ),
                    preserve_default=False,
                ),
            ],
        ),
        migrations.RunSQL(FOLLOWING, FORMER_FOLLOWING),
        migrations.AddIndex("employment", models.Index(fields=["zone", "sector", "reach"], name="employment_by_sector")),
        migrations.AddIndex(
            "employment", models.Index(fields=["unit", "sector", "reach", "zone"], name="employment_by_place")
        ),
        migrations.AddIndex(
            "employment", models.Index(fields=["person", "reach", "sector"], name="employment_by_person")
        ),
        migrations.RunSQL(REACH_OF_UNIT, "drop function sibao_reach_of_unit()"),
        migrations.RunSQL(POLICIES, FORMER_POLICIES),
        pgtrigger.migrations.AddTrigger(
            model_name='employment',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_on" IS DISTINCT FROM (NEW."ended_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."post_id" IS DISTINCT FROM (NEW."post_id") OR OLD."site_id" IS DISTINCT FROM (NEW."site_id") OR OLD."started_on" IS DISTINCT FROM (NEW."started_on") OR OLD."team_id" IS DISTINCT FROM (NEW."team_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."zone_id" IS DISTINCT FROM (NEW."zone_id"))', func='INSERT INTO "directory_employmentevent" ("ended_on", "id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "site_id", "started_on", "team_id", "unit_id", "zone_id") VALUES (NEW."ended_on", NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."post_id", NEW."site_id", NEW."started_on", NEW."team_id", NEW."unit_id", NEW."zone_id"); RETURN NULL;', hash='3393b7dae1f4d229b8c6d09b599dcb4fdc9945b2', operation='UPDATE', pgid='pgtrigger_update_update_aa272', table='directory_employment', when='AFTER')),
        ),
    ]
