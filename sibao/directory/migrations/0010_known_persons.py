"""A person of another unit is met by her number's hash, with what is sealed of her, so that a roster can name her."""

from collections.abc import Mapping

from django.db import migrations


def meeting(name: str, columns: Mapping[str, str]) -> str:
    """Return the function that reads columns of the persons of some hashes in the whole zone, whatever the scope."""
    table = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    read = ", ".join(f"person.{column}" for column in columns)
    return f"""
create function {name}(hashes bytea[]) returns table ({table}) language plpgsql as $$
declare
  area text := sibao_area();
  sector text := current_setting('sibao.sector', true);
  unit text := current_setting('sibao.unit', true);
begin
  perform set_config('sibao.area', '', false), set_config('sibao.sector', '', false), set_config('sibao.unit', '', false);
  return query select {read} from directory_person person
    where person.zone_id = sibao_zone() and person.identity_hash = any(hashes);
  perform set_config('sibao.area', area, false), set_config('sibao.sector', sector, false),
    set_config('sibao.unit', unit, false);
end
$$
"""


BEFORE = {"id": "bigint", "identity_hash": "bytea"}
NOW = BEFORE | {"name_sealed": "bytea", "phone_sealed": "bytea"}


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_check_digits")]

    operations = [
        migrations.RunSQL(meeting("sibao_known_persons", NOW), "drop function sibao_known_persons(bytea[])"),
        migrations.RunSQL(
            "drop function sibao_persons_by_hash(bytea[])", meeting("sibao_persons_by_hash", BEFORE)
        ),
    ]
