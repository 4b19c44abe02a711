"""The check character of a unified social credit code (GB 32100—2015), so that the database can find wrong ones."""

from django.db import migrations

USCC_RIGHT = """
create function sibao_uscc_right(code text) returns boolean language sql immutable parallel safe as $$
  select length(code) = 18 and bool_and(place > 0)
    and (31 - sum((place - 1) * weight) filter (where nth < 18) % 31) % 31 = max(place) filter (where nth = 18) - 1
  from (
    select nth, strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, nth::int, 1)) as place, weight
    from unnest(array[1,3,9,27,19,26,16,17,20,29,25,13,8,24,10,30,28,0]) with ordinality as w (weight, nth)
  ) as signs
$$
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_name_keys")]

    operations = [migrations.RunSQL(USCC_RIGHT, "drop function sibao_uscc_right(text)")]
