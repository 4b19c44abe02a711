"""The real worker on the real queue: watched, given up, killed in the midst of an import."""

import re
import signal

import pytest
from django.db import connection

from sibao.audit.models import AuditLine
from sibao.directory.models import Unit
from sibao.kernel.access import acting
from sibao.kernel.models import ImportRow, ImportRun
from tests import world
from tests.accounts.people import account_of
from tests.config.site import Listener, eventually
from tests.config.test_server import post, upload
from tests.kernel.imports.steps import listed
from tests.kernel.sheets.messy import build

ROWS = 1_200


@pytest.fixture(scope="module")
def served(site):
    with site.serving():
        yield site


@pytest.fixture(scope="module")
def clerk(served, place):
    return served.cookie(account_of(place, "clerk_industry"))


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return build(tmp_path_factory.mktemp("book") / "名单.xlsx", listed(ROWS)).path.read_bytes()


def start(served, clerk, content):
    answer = post(served, "/imports/start/", clerk, *upload("名单.xlsx", content))
    assert answer.status == 302, answer.text
    return int(re.search(r"/imports/(\d+)/", answer.headers["location"])[1])


def state(run_id):
    return ImportRun.objects.get(pk=run_id).state


def verdicts(place, run_id):
    with acting(world.cli(place)):
        return list(ImportRow.objects.filter(run_id=run_id).values_list("verdict", flat=True))


def apply(served, clerk, run_id):
    version = ImportRun.objects.get(pk=run_id).version
    form = f"version={version}".encode()
    answer = post(served, f"/imports/{run_id}/apply/", clerk, form, "application/x-www-form-urlencoded")
    assert answer.status == 302, answer.text


def test_an_import_waits_for_a_worker_and_tells_how_far_it_is(served, clerk, content):
    run_id = start(served, clerk, content)
    assert state(run_id) == "queued"
    with Listener(served, clerk) as heard, served.working():
        told = heard.next()
        assert (told.topic, told.ids) == ("imports", [run_id])
        eventually(lambda: state(run_id) == "preview", "the workbook is read")
    run = ImportRun.objects.get(pk=run_id)
    assert (run.progress, run.total, run.counts["new"]) == (ROWS, ROWS, ROWS)


def test_an_import_that_waits_can_be_given_up(served, place, clerk, content):
    run_id = start(served, clerk, content)
    assert post(served, f"/imports/{run_id}/cancel/", clerk, b"", "application/x-www-form-urlencoded").status == 302
    with served.working():
        eventually(lambda: not waiting(run_id), "the queue has come to it")
    assert state(run_id) == "cancelled"
    assert verdicts(place, run_id) == []


def waiting(run_id):
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from procrastinate_jobs"
            " where (args->>'run_id')::bigint = %s and status in ('todo', 'doing')",
            [run_id],
        )
        return cursor.fetchone()[0]


@pytest.mark.slow
def test_a_worker_killed_in_the_midst_of_writing_leaves_an_import_that_another_completes_once(
    served, place, clerk, content
):
    run_id = start(served, clerk, content)
    with served.working() as worker:
        eventually(lambda: state(run_id) == "preview", "the workbook is read")
        apply(served, clerk, run_id)
        eventually(lambda: 0 < Unit.objects.count() < ROWS, "some rows are written")
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert state(run_id) == "applying"
    assert 0 < Unit.objects.count() < ROWS
    with served.working():
        eventually(lambda: state(run_id) == "applied", "the other worker completes it", patience=150)
        eventually(lambda: not waiting(run_id), "the queue knows it")
    assert Unit.objects.count() == ROWS
    assert set(Unit.objects.values_list("version", flat=True)) == {1}
    assert verdicts(place, run_id) == ["applied"] * ROWS
    assert ImportRun.objects.get(pk=run_id).progress == ROWS
    assert AuditLine.objects.filter(command="kernel:import:apply", subject_id=run_id, outcome="done").count() == 1
