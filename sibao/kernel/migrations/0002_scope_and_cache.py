"""Row-level security of files and runs, and the cache table."""

from django.db import migrations

from sibao.kernel.database.policies import ZONE, functions, secure

CACHE = """
create table kernel_cache (cache_key varchar(255) primary key, value text not null, expires timestamptz not null);
create index kernel_cache_expires on kernel_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0001_initial")]

    operations = [
        functions(),
        secure("kernel_storedfile", ZONE),
        secure("kernel_importrow", ZONE),
        migrations.RunSQL(CACHE, "drop table kernel_cache"),
    ]
