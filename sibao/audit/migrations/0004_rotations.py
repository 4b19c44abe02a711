"""Rotations of keys, and the one way into history: sealing anew under a later key, or clearing what a destroyed one left."""

from django.db import migrations, models

KEY_OF = """
create function sibao_key_of(sealed bytea) returns text language sql immutable parallel safe as $$
  select case when length(sealed) > 2 and get_byte(sealed, 0) = 1
    then encode(substring(sealed from 3 for get_byte(sealed, 1)), 'escape') else '' end
$$
"""
RESEAL = """
create function sibao_reseal(place text, id_column text, sealed_column text, ids bigint[], former bytea[], anew bytea[])
returns table (row_id bigint, value bytea) language plpgsql security definer set search_path = public, pg_temp as $$
declare target regclass := place::regclass;
begin
  if not exists (
    select from pg_attribute join pg_class on pg_class.oid = attrelid
    where attrelid = target and attname = sealed_column and attname like '%sealed%' and atttypid = 'bytea'::regtype
      and relnamespace = 'public'::regnamespace and relkind = 'r'
  ) then
    raise exception 'no place of sealed values: %.%', place, sealed_column using errcode = 'insufficient_privilege';
  end if;
  if exists (
    select from unnest(former, anew) as change (was, becomes),
      regexp_match(sibao_key_of(was), '^(.+)[.]([0-9]{1,4})$') old_key,
      regexp_match(sibao_key_of(becomes), '^(.+)[.]([0-9]{1,4})$') new_key
    where (old_key[1] = new_key[1] and old_key[2]::int < new_key[2]::int) is not true
      and (becomes = substring(was for 2 + get_byte(was, 1))
        and exists (select from audit_destroyedkey where name = sibao_key_of(was))) is not true
  ) then
    raise exception 'a value is sealed anew under a later key of its pack and period, or cleared once its key is destroyed'
      using errcode = 'insufficient_privilege';
  end if;
  perform set_config('pgtrigger.ignore', (
    select '{' || coalesce(string_agg(tgname, ','), '') || '}' from pg_trigger
    where tgrelid = target and not tgisinternal
  ), true);
  return query execute format(
    'update %s row set %2$I = change.becomes from unnest($1, $2, $3) as change (id, was, becomes) '
    'where row.%3$I = change.id and row.%2$I = change.was returning row.%3$I::bigint, row.%2$I',
    target, sealed_column, id_column
  ) using ids, former, anew;
  perform set_config('pgtrigger.ignore', '', true);
end $$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0003_privacy'),
    ]

    operations = [
        migrations.RunSQL(KEY_OF, "drop function sibao_key_of(bytea)"),
        migrations.RunSQL(RESEAL, "drop function sibao_reseal(text, text, text, bigint[], bytea[], bytea[])"),
        migrations.CreateModel(
            name='KeyRotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField()),
                ('pack', models.CharField(max_length=30)),
                ('period', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=60, unique=True)),
                ('started_at', models.DateTimeField()),
                ('total', models.PositiveIntegerField(default=0)),
                ('resealed', models.PositiveIntegerField(default=0)),
                ('stop', models.PositiveIntegerField(default=0)),
                ('reached', models.BigIntegerField(default=0)),
                ('moved', models.PositiveIntegerField(default=0)),
                ('stuck', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at', None)), fields=('pack', 'period'), name='one_rotation_at_a_time')],
            },
        ),
    ]
