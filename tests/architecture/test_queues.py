"""Every job has a queue that the worker serves."""

from django.conf import settings
from procrastinate.contrib.django import app

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
