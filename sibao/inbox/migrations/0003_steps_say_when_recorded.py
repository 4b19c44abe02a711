from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("inbox", "0002_history_of_removal")]

    operations = [migrations.RenameField("taskstep", "at", "recorded_at")]
