"""The seven monitored streams, each of which looks unknown when it is silent or missing; and all open risks in one view."""

from datetime import timedelta

import pytest
from django.db import connection

from sibao.accounts.models import Account
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.monitored import STREAMS, UNKNOWN, streams
from sibao.prevention import queries
from sibao.prevention.models import AlertGroup, SignalSource
from sibao.prevention.web.streams import shown
from tests import world
from tests.accounts.people import signed_in
from tests.prevention.signals import Workplace, deliver, hours

JUDGED = """
insert into procrastinate_jobs (queue_name, task_name, status) values ('default', 'sibao.prevention.sweep', 'todo');
update procrastinate_jobs set status = 'doing' where task_name = 'sibao.prevention.sweep';
update procrastinate_jobs set status = 'succeeded' where task_name = 'sibao.prevention.sweep';
"""


@pytest.fixture
def work(zone):
    return Workplace(zone)


@pytest.fixture
def duty(zone):
    return world.person(zone, "epidemic_hq_duty")


def tones(actor, now):
    with acting(actor):
        return {key: one["tone"] for key, one in zip(STREAMS, shown(actor, now), strict=True)}


def observed(actor, key, now):
    with acting(actor):
        return streams.get(key).read(actor, now)


def test_a_stream_that_nobody_feeds_or_that_was_never_heard_is_unknown(work):
    found = tones(work.sender, clock.now())
    assert {key for key, tone in found.items() if tone == UNKNOWN} == {*STREAMS}
    assert {one.key for one in streams.all()} < {*STREAMS}


@pytest.mark.parametrize(("key", "source", "line"), [
    ("epidemic", "laboratory", ("result", "negative")),
    ("codes", "code_platform", ("code_status", "green")),
])  # fmt: skip
def test_a_stream_of_signals_is_in_order_while_all_its_sources_speak_and_unknown_since_one_fell_silent(
    work, key, source, line
):
    now = clock.now()
    deliver(work, work.says(*line, at=now), source=source, now=now)
    deliver(work, work.says("sample", at=now), now=now)
    SignalSource.objects.exclude(key=source).update(last_seen_at=now)
    assert tones(work.sender, now)[key] == "ok"
    sender = SignalSource.objects.get(key=source)
    later = now + sender.may_be_silent + timedelta(minutes=1)
    SignalSource.objects.exclude(pk=sender.pk).update(last_seen_at=later)
    found = observed(work.sender, key, later)
    assert found.tone(later) == UNKNOWN
    assert [(part.name, part.last_seen) for part in found.silent(later)] == [(sender.name, now)]


def test_a_stream_that_warns_shows_it_and_each_figure_opens_its_rows(work):
    now = clock.now()
    deliver(work, work.says("result", "positive", at=now), now=now)
    SignalSource.objects.update(last_seen_at=now)
    found = observed(work.sender, "epidemic", now)
    assert found.tone(now) == "danger"
    (positive,) = [one for one in found.figures if one.number]
    assert (positive.number, positive.url.partition("rule=")[1]) == (1, "rule=")


def test_the_stream_of_risks_is_unknown_unless_judging_ran_just_now(work):
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(JUDGED)
    assert observed(work.sender, "risks", now).tone(now) == "warn"
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_events set at = at - interval '3 minutes'")
    assert observed(work.sender, "risks", now).tone(now) == UNKNOWN


def test_every_stream_that_is_there_has_a_figure_and_a_rule(work):
    now = clock.now()
    for one in streams.all():
        found = observed(work.sender, one.key, now)
        assert (len(found.figures) > 0, found.rules > 0, len(found.parts) > 0) == (True, True, True), one.key


def test_who_may_not_see_a_stream_is_told_so_and_nothing_of_it(zone, work):
    auditor = world.person(zone, "audit_administrator")
    with acting(auditor):
        rows = shown(auditor, clock.now())
    assert all(set(row) == {"title", "tone", "icon", "closed", "absent"} for row in rows)


def test_no_filter_hides_an_open_risk_and_the_count_is_the_number_of_rows(zone, work, duty, client):
    other = Workplace(zone, people=2)
    deliver(other, other.says("result", "positive", at=clock.now() - hours(1)))
    with acting(duty):
        there = AlertGroup.objects.filter(queries.is_open(duty)).count()
        assert there == queries.open_alerts(duty).count() == queries.risk_tally(duty, clock.now()).open > 2
    signed_in(client, Account.objects.get(pk=duty.account_id))
    for filters in ("", "?applied=1&state=closed&severity=1&q=nobody&open=&rule=0"):
        page = client.get(f"/prevention/risks/{filters}").content.decode()
        assert page.count('class="is-lead"') == there
