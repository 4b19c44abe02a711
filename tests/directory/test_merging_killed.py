"""A merge whose process is killed in its midst leaves nothing merged, and can be done again."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction

from sibao.directory.models import Merge, MergeRow, Site, Unit
from sibao.whitelist.models import Listing
from tests import grounds, world
from tests.directory.test_merging import hashes, merged, undone
from tests.listing import listed

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
CHILD = """
import sys, django; django.setup()
from sibao.directory import services
from sibao.directory.inputs import MergeUnits
from sibao.kernel.access import system
zone, kept, double, kept_version, double_version = map(int, sys.argv[1:])
services.merge_units(actor=system(zone, door="cli"), given=MergeUnits(
    survivor_id=kept, survivor_version=kept_version, retired_id=double, retired_version=double_version, reason="同一家"))
"""
WAITING = "select count(*) from pg_locks where not granted"
OTHERS = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"


def count(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def eventually(holds):
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def merging(kept, double):
    """The merge in a process of its own, in the database of this test."""
    there = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "DATABASE_URL": there, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    given = (kept.zone_id, kept.pk, double.pk, kept.version, double.version)
    return subprocess.Popen([sys.executable, "-c", CHILD, *map(str, given)], env=environment)


def test_a_merge_that_is_killed_in_its_midst_leaves_nothing_half_merged(transactional_db):
    zone = world.load_pack()
    kept, double = world.unit(zone), world.unit(zone)
    for unit in (kept, double):
        grounds.furnish(unit)
        unit.refresh_from_db()
    listed(world.cli(zone), double)
    before = hashes(zone)
    with transaction.atomic():
        list(Listing.objects.select_for_update())
        child = merging(kept, double)
        try:
            eventually(lambda: count(WAITING) or child.poll() is not None)
            assert child.poll() is None, "it moves sites and people, and waits for the entry of the list"
            os.kill(child.pid, signal.SIGKILL)
        finally:
            child.kill()
            child.wait()
    eventually(lambda: count(OTHERS) == 0)
    assert hashes(zone) == before
    assert (Merge.objects.count(), MergeRow.objects.count()) == (0, 0)
    assert not Unit.objects.filter(merged_into__isnull=False).exists()
    merge = merged(world.cli(zone), kept, double)
    assert Site.objects.filter(unit=kept).count() == 2
    undone(world.cli(zone), merge)
    assert hashes(zone) == before
