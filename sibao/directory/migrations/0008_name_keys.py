"""What of a name tells units apart; nothing is merged into a unit that is merged itself."""

from django.db import migrations

NAME_KEY = """
create function sibao_name_key(name text, zone text) returns text language sql immutable parallel safe
  return regexp_replace(replace(name, zone, ''),
    '(股份有限公司|有限责任公司|有限公司|公司|集团|市|[][（）()【】·.、,，[:space:]-])', '', 'g');
"""
ONE_AT_THE_END = """
create function sibao_merged_into_one_in_use() returns trigger language plpgsql as $$
begin
  if exists (select from directory_unit unit where unit.id = new.merged_into_id and unit.merged_into_id is not null) then
    raise check_violation using message = 'a unit is merged only into one that is not merged itself';
  end if;
  return new;
end
$$;
create trigger merged_into_one_in_use before insert or update of merged_into_id on directory_unit
  for each row when (new.merged_into_id is not null) execute function sibao_merged_into_one_in_use();
"""
DROP_ONE_AT_THE_END = """
drop trigger merged_into_one_in_use on directory_unit; drop function sibao_merged_into_one_in_use();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0007_merging")]

    operations = [
        migrations.RunSQL(NAME_KEY, "drop function sibao_name_key(text, text)"),
        migrations.RunSQL(ONE_AT_THE_END, DROP_ONE_AT_THE_END),
    ]
