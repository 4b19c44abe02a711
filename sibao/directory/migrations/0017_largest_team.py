"""How many people a zone allows in one team (划小单元, R39)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("directory", "0016_scope_in_the_row")]

    operations = [
        migrations.AddField("zone", "largest_team", models.PositiveSmallIntegerField(null=True)),
    ]
