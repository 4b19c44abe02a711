"""A worker that is killed in the midst of a merge leaves nothing merged; the merge is still agreed to and is done later."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction

from sibao.approvals import tasks
from sibao.approvals.models import ConsultationUse
from sibao.directory.models import Merge, MergeRow, Site, Unit
from sibao.kernel import clock
from sibao.kernel.access import acting, system
from sibao.whitelist.models import Listing
from tests import grounds, world
from tests.directory.merging import agreed, hashes, undone
from tests.listing import listed

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60
CHILD = """
import sys, django; django.setup()
from sibao.approvals import tasks
zone, consultation = map(int, sys.argv[1:])
tasks.close(zone_id=zone, consultation_id=consultation)
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


def closing(found):
    """The job that carries an agreed merge out, in a process of its own, in the database of this test."""
    there = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    environment = {**os.environ, "DATABASE_URL": there, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]}
    return subprocess.Popen([sys.executable, "-c", CHILD, str(found.zone_id), str(found.pk)], env=environment)


def test_a_worker_killed_in_the_midst_of_a_merge_leaves_nothing_merged_and_the_next_minute_does_it(transactional_db):
    zone = world.load_pack()
    kept, double = world.unit(zone), world.unit(zone)
    for unit in (kept, double):
        grounds.furnish(unit)
        unit.refresh_from_db()
    listed(world.cli(zone), double)
    clerk = world.person(zone, "clerk_industry")
    found = agreed(clerk, kept, double)
    before = hashes(zone)
    with transaction.atomic():
        list(Listing.objects.select_for_update())
        child = closing(found)
        try:
            eventually(lambda: count(WAITING) or child.poll() is not None)
            assert child.poll() is None, "it moves sites and people, and waits for the entry of the list"
            os.kill(child.pid, signal.SIGKILL)
        finally:
            child.kill()
            child.wait()
    eventually(lambda: count(OTHERS) == 0)
    assert hashes(zone) == before
    assert not ConsultationUse.objects.filter(consultation=found).exists()
    assert (Merge.objects.count(), MergeRow.objects.count()) == (0, 0)
    assert not Unit.objects.filter(merged_into__isnull=False).exists()
    found.refresh_from_db()
    assert found.state == "agreed"
    with acting(system(zone.pk, door="schedule")):
        tasks.look(system(zone.pk, door="schedule"), clock.now() + timedelta(minutes=6))
    found.refresh_from_db()
    assert found.state == "carried_out"
    assert Site.objects.filter(unit=kept).count() == 2
    undone(clerk, Merge.objects.get())
    assert hashes(zone) == before
