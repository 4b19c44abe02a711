"""Row-level security asks no more than it needs: settings once a statement, units by index, a person by her own employments."""

from django.db import migrations, models

from sibao.kernel.database.policies import ZONE

UNITS_IN_SCOPE = """
create or replace function sibao_units_in_scope() returns setof bigint language sql stable parallel safe as $$
  select id from directory_unit
  where zone_id = (select sibao_zone())
    and area_path ~>=~ (select sibao_area()) and area_path ~<~ (select sibao_area() || chr(1114111))
    and ((select sibao_sector()) is null or sector_id = (select sibao_sector()))
    and ((select sibao_unit()) is null or id = (select sibao_unit()))
$$
"""
FORMER_UNITS_IN_SCOPE = """
create or replace function sibao_units_in_scope() returns setof bigint language sql stable parallel safe as $$
  select id from directory_unit
  where zone_id = sibao_zone()
    and (sibao_area() = '' or area_path like sibao_area() || '%')
    and (sibao_sector() is null or sector_id = sibao_sector())
    and (sibao_unit() is null or id = sibao_unit())
$$
"""
BY_UNIT = f"{ZONE} and ((select sibao_whole_zone()) or unit_id in (select ours from sibao_units_in_scope() ours))"
FORMER_BY_UNIT = f"{ZONE} and ((select sibao_whole_zone()) or unit_id in (select sibao_units_in_scope()))"
EMPLOYED = "exists (select 1 from directory_employment held where held.person_id = {id})"
BY_EMPLOYMENT = f"{ZONE} and ((select sibao_whole_zone()) or {EMPLOYED})"
FORMER_BY_EMPLOYMENT = f"{ZONE} and ((select sibao_whole_zone()) or {{id}} in (select person_id from directory_employment))"

CHECKED = ("directory_contact", "directory_employment", "directory_roomstay")
READ = ("directory_contactevent", "directory_employmentevent", "directory_roomstayevent")
PERSONS = {"directory_person": "directory_person.id", "directory_personevent": "directory_personevent.pgh_obj_id"}
FORMER_PERSONS = {"directory_person": "id", "directory_personevent": "pgh_obj_id"}


def _policies(by_unit: str, by_employment: str, persons: dict[str, str]) -> str:
    return "\n".join(
        [
            *(f"alter policy scope on {table} using ({by_unit}) with check ({by_unit});" for table in CHECKED),
            *(f"alter policy scope on {table} using ({by_unit});" for table in READ),
            *(f"alter policy scope on {table} using ({by_employment.format(id=key)});" for table, key in persons.items()),
        ]
    )


class Migration(migrations.Migration):
    dependencies = [("directory", "0005_rooms_and_numbers")]

    operations = [
        migrations.AddIndex("employment", models.Index(fields=["zone", "unit"], name="employment_by_zone")),
        migrations.RunSQL(UNITS_IN_SCOPE, FORMER_UNITS_IN_SCOPE),
        migrations.RunSQL(
            _policies(BY_UNIT, BY_EMPLOYMENT, PERSONS),
            _policies(FORMER_BY_UNIT, FORMER_BY_EMPLOYMENT, FORMER_PERSONS),
        ),
    ]
