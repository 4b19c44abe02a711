"""`/metrics`: counts and durations for Prometheus, open to this machine and to who holds the token."""

from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from sibao.config.streams import STREAMS
from sibao.kernel import live
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.addresses import from_this_machine

_JOBS = """
select queue_name, status::text, count(*)
from procrastinate_jobs where status in ('todo', 'doing', 'failed') group by 1, 2 order by 1, 2
"""
_WORKERS = "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '60 seconds'"


class Now(Collector):
    """What is looked up when it is asked for: streams of this process, the queue and the stream's last id."""

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield _one("sibao_streams", "Live streams open in this process.", STREAMS.open)
        try:
            yield from self._looked_up()
        except DatabaseError:
            yield _one("sibao_database_up", "Whether the database answers.", 0)
        else:
            yield _one("sibao_database_up", "Whether the database answers.", 1)

    def _looked_up(self) -> list[Metric]:
        jobs = GaugeMetricFamily("sibao_jobs", "Jobs of the queue by state.", labels=["queue", "state"])
        with connection.cursor() as cursor:
            cursor.execute(_JOBS)
            for queue, state, count in cursor.fetchall():
                jobs.add_metric([queue, state], count)
            cursor.execute(_WORKERS)
            workers = cursor.fetchone()
        return [
            jobs,
            _one("sibao_workers", "Workers of the queue heard of within a minute.", workers[0] if workers else 0),
            _one("sibao_live_event_last_id", "Id of the newest announcement.", live.last_id()),
        ]


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(name, words, value=value)


REGISTRY.register(Now())


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Give what was counted; to strangers there is no such page."""
    if not (from_this_machine(request) or _holds_token(request)):
        raise NotFound
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


def _holds_token(request: HttpRequest) -> bool:
    kind, _space, given = request.headers.get("Authorization", "").partition(" ")
    return bool(settings.METRICS_TOKEN) and kind == "Bearer" and constant_time_compare(given, settings.METRICS_TOKEN)
