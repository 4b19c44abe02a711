"""Row-level security on who sleeps where; a person of another unit is met by her number's hash; history begins."""

from django.db import migrations

from sibao.kernel.database.policies import ZONE, secure

BY_UNIT = f"{ZONE} and ((select sibao_whole_zone()) or unit_id in (select sibao_units_in_scope()))"
PERSONS_BY_HASH = """
create function sibao_persons_by_hash(hashes bytea[]) returns table (id bigint, identity_hash bytea)
language plpgsql as $$
declare
  area text := sibao_area();
  sector text := current_setting('sibao.sector', true);
  unit text := current_setting('sibao.unit', true);
begin
  perform set_config('sibao.area', '', false), set_config('sibao.sector', '', false), set_config('sibao.unit', '', false);
  return query select person.id, person.identity_hash from directory_person person
    where person.zone_id = sibao_zone() and person.identity_hash = any(hashes);
  perform set_config('sibao.area', area, false), set_config('sibao.sector', sector, false),
    set_config('sibao.unit', unit, false);
end
$$
"""
COLUMNS = {
    "gate": "id, zone_id, site_id, name, ended_on, version",
    "post": "id, zone_id, unit_id, name, exposure, ended_on, version",
    "site": "id, zone_id, unit_id, number, name, area_id, area_path, address, ended_on, version",
    "supplylink": "id, zone_id, supplier_id, customer_id, material, share_bp, stock_days, source, ended_on, version",
    "team": "id, zone_id, site_id, name, ended_on, version",
}
BEGIN_HISTORY = "\n".join(
    f"insert into directory_{table}event (pgh_created_at, pgh_label, pgh_obj_id, {columns}) "
    f"select now(), 'insert', id, {columns} from directory_{table};"
    for table, columns in COLUMNS.items()
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_places_and_periods")]

    operations = [
        secure("directory_roomstay", BY_UNIT, check=BY_UNIT),
        secure("directory_roomstayevent", BY_UNIT),
        migrations.RunSQL(PERSONS_BY_HASH, "drop function sibao_persons_by_hash(bytea[])"),
        migrations.RunSQL(BEGIN_HISTORY, migrations.RunSQL.noop),
    ]
