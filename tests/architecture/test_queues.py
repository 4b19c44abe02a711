"""Every job has a queue that the worker serves."""

from datetime import UTC, datetime

from croniter import croniter
from django.conf import settings
from procrastinate.contrib.django import app

from sibao.kernel.clock import SHANGHAI
from tests.architecture.source import modules


def queues():
    """The queue of each job of ours."""
    return {name: task.queue for name, task in app.tasks.items() if name.startswith("sibao.")}


def test_there_are_jobs():
    assert queues()


def served():
    """The queues that the worker works, over all its lanes."""
    return [queue for lane in settings.LANES for queue in lane]


def test_every_queue_is_served():
    assert {name: queue for name, queue in queues().items() if queue not in served()} == {}


def test_no_served_queue_is_without_jobs():
    assert sorted(set(served()) - set(queues().values())) == []


def test_the_worker_reads_the_same_list():
    assert [path for path in modules() if "settings.LANES" in path.read_text(encoding="utf-8")]


NIGHTLY = {
    "sibao.prevention.nightly": "00:03",
    "sibao.tracing.nightly": "00:04",
    "sibao.audit.checkpoint.sign": "00:07",
    "sibao.whitelist.reckon.nightly": "00:17",
    "sibao.guidance.reckon.nightly": "00:27",
    "sibao.whitelist.proposals.nightly": "00:37",
    "sibao.audit.keys.keep": "02:37",
    "sibao.kernel.lists.prune": "03:17",
    "sibao.kernel.queue.prune": "03:23",
    "sibao.kernel.imports.prune": "03:27",
    "sibao.kernel.live.prune": "03:43",
    "sibao.directory.likeness.nightly": "03:51",
    "sibao.kernel.attachments.purge": "03:53",
    "sibao.duty.openings": "07:11",
    "sibao.whitelist.outreach.daily": "07:17",
    "sibao.facts.owed.nightly": "07:21",
}


def test_what_runs_once_a_day_runs_at_its_hour_in_shanghai():
    runs = {one.task.name: hours(one.cron) for one in app.periodic_registry.periodic_tasks.values()}
    once_a_day = {name: at for name, at in runs.items() if len(at) == 1}
    assert {name: at[0] for name, at in once_a_day.items()} == NIGHTLY


def hours(cron):
    """When a schedule comes up within a day, in Shanghai."""
    begin = datetime(2022, 6, 3, tzinfo=SHANGHAI).astimezone(UTC).timestamp() - 1
    schedule, found = croniter(cron, begin), []
    while (at := schedule.get_next(float)) < begin + 86_400 and len(found) < 2:
        found.append(f"{datetime.fromtimestamp(at, SHANGHAI):%H:%M}")
    return found
