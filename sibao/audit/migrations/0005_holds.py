"""Holds on personal data; while one stands, no key that it covers is recorded as destroyed."""

from django.db import migrations, models

HELD = """
create function sibao_refuse_held() returns trigger language plpgsql as $$
begin
  if exists (
    select from audit_legalhold hold where hold.lifted_at is null and hold.pack = split_part(new.name, '.', 1)
      and hold.period in ('', split_part(new.name, '.', 2))
  ) then
    raise exception 'held from being destroyed: %', new.name using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger refuse_held before insert on audit_destroyedkey for each row execute function sibao_refuse_held();
"""
FREE = "drop trigger refuse_held on audit_destroyedkey; drop function sibao_refuse_held();"


class Migration(migrations.Migration):

    dependencies = [
        ('audit', '0004_rotations'),
    ]

    operations = [
        migrations.AddField(
            model_name='destroyedkey',
            name='cleared',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='destroyedkey',
            name='cleared_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='destroyedkey',
            name='values',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='processing',
            name='days_basis',
            field=models.CharField(default='', max_length=200),
        ),
        migrations.AddField(
            model_name='processing',
            name='recipients',
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name='LegalHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone_id', models.BigIntegerField()),
                ('pack', models.CharField(max_length=30)),
                ('period', models.CharField(blank=True, max_length=12)),
                ('reason', models.CharField(max_length=200)),
                ('placed_at', models.DateTimeField()),
                ('placed_by', models.BigIntegerField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('lifted_by', models.BigIntegerField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='hold_has_reason'), models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('zone_id', 'pack', 'period'), name='one_hold_at_a_time')],
            },
        ),
        migrations.RunSQL(HELD, FREE),
    ]
