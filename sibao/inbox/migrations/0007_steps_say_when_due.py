"""Each step of a delivery says when the delivery was due after it, so that a past moment can be told by steps."""

from django.db import migrations, models

DUE = """
update inbox_deliverystep step set next_at = told.due from (
  select step.id, case
    when lead(step.id) over later is null then delivery.next_at
    when step.action in ('retry', 'resend') then lead(step.recorded_at) over later
    else step.recorded_at end as due
  from inbox_deliverystep step join inbox_delivery delivery on delivery.id = step.delivery_id
  window later as (partition by step.delivery_id order by step.id)
) told where told.id = step.id
"""
"""Of steps before this, as nearly as is known: the last one by its delivery, a delay by when it was over."""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0006_announcements")]

    operations = [
        migrations.AddField("deliverystep", "next_at", models.DateTimeField(null=True)),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
        migrations.AlterField("deliverystep", "next_at", models.DateTimeField()),
    ]
