"""A person may hold a position bound to units once for each unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_access_requests"), ("directory", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("appointment", "one_running_appointment"),
        migrations.AddConstraint(
            "appointment",
            models.UniqueConstraint(
                fields=["account", "position", "unit"],
                condition=models.Q(ended_at=None),
                name="one_running_appointment",
                nulls_distinct=False,
            ),
        ),
    ]
