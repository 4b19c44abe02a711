"""Row-level security on every table that holds personal data, and on its history."""

from django.db import migrations

from sibao.kernel.database.policies import ZONE, secure

UNITS_IN_SCOPE = """
create function sibao_units_in_scope() returns setof bigint language sql stable parallel safe as $$
  select id from directory_unit
  where zone_id = sibao_zone()
    and (sibao_area() = '' or area_path like sibao_area() || '%')
    and (sibao_sector() is null or sector_id = sibao_sector())
    and (sibao_unit() is null or id = sibao_unit())
$$
"""
BY_UNIT = f"{ZONE} and ((select sibao_whole_zone()) or unit_id in (select sibao_units_in_scope()))"
BY_EMPLOYMENT = f"{ZONE} and ((select sibao_whole_zone()) or {{id}} in (select person_id from directory_employment))"


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_initial"), ("kernel", "0002_scope_and_cache")]

    operations = [
        migrations.RunSQL(UNITS_IN_SCOPE, "drop function sibao_units_in_scope()"),
        secure("directory_contact", BY_UNIT, check=BY_UNIT),
        secure("directory_contactevent", BY_UNIT),
        secure("directory_employment", BY_UNIT, check=BY_UNIT),
        secure("directory_employmentevent", BY_UNIT),
        secure("directory_person", BY_EMPLOYMENT.format(id="id")),
        secure("directory_personevent", BY_EMPLOYMENT.format(id="pgh_obj_id")),
    ]
