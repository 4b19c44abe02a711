"""The live stream over a socket: in order, nothing lost, nothing beyond one's scope, ended with the session."""

import asyncio
import json
import re
import signal
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import transaction

from sibao.accounts import services
from sibao.accounts.inputs import WithReason
from sibao.config.live import Found, Reader
from sibao.kernel import clock, live
from sibao.kernel.access import system
from sibao.kernel.live_hub import Told
from tests import world
from tests.accounts.people import account_of
from tests.config.site import TOKEN, Listener, eventually


@pytest.fixture(scope="module")
def server(site):
    with site.serving() as process:
        yield process


@pytest.fixture(scope="module")
def served(site, server):
    return site


@pytest.fixture
def clerk(served, place):
    return served.cookie(account_of(place, "clerk_zhicheng"))


def announce(place, topic, **given):
    with transaction.atomic():
        live.announce(topic, zone_id=place.id, **given)


def test_who_is_not_signed_in_hears_nothing(served):
    assert served.ask("/events").status == 401
    assert served.ask("/events", Cookie="sessionid=invented").status == 401


def test_announcements_come_in_their_order(served, place, clerk):
    with Listener(served, clerk) as heard:
        for number in range(20):
            announce(place, "coverage", ids=[number])
        assert [heard.next().ids for _ in range(20)] == [[number] for number in range(20)]


def test_what_was_not_committed_is_not_told(served, place, clerk):
    with Listener(served, clerk) as heard:
        with transaction.atomic():
            live.announce("coverage", zone_id=place.id, ids=[1])
            transaction.set_rollback(True)
        announce(place, "coverage", ids=[2])
        assert heard.next().ids == [2]


def test_after_an_interruption_the_stream_goes_on_where_it_was(served, place, clerk):
    with Listener(served, clerk) as heard:
        announce(place, "coverage", ids=[1])
        last = heard.next().id
    announce(place, "coverage", ids=[2])
    announce(place, "coverage", ids=[3])
    for given in ({"Last_Event_ID": str(last)}, {"path": f"/events?since={last}"}):
        with Listener(served, clerk, **given) as heard:
            told = [one.ids for one in [*heard.until(last + 1), heard.next()] if one.id > last]
            assert told == [[2], [3]]


def test_a_page_that_has_heard_nothing_yet_hears_the_last_seconds(served, place, clerk):
    announce(place, "coverage", ids=[4])
    with Listener(served, clerk, path="/events?since=0") as heard:
        assert [4] in [told.ids for told in heard.until(live.last_id())]


@pytest.mark.parametrize("nonsense", ["x", "-1", "1" * 30, "1%3B+drop+table"])
def test_a_last_id_that_is_none_is_as_if_there_were_none(served, place, clerk, nonsense):
    with Listener(served, clerk, path=f"/events?since={nonsense}") as heard:
        announce(place, "coverage", ids=[7])
        assert heard.next().ids == [7]


def test_nothing_is_told_from_beyond_the_reader_s_scope(served, place, clerk):
    zhicheng, kejing = (world.unit(place, town=code) for code in ("419001102", "419001100"))
    with Listener(served, clerk) as heard:
        announce(place, "units", area_path=kejing.area.path, ids=[kejing.id])
        announce(place, "secrets", may="accounts:account:create", ids=[1])
        with transaction.atomic():
            live.announce("units", zone_id=place.id + 1, ids=[2])
        announce(place, "units", area_path=zhicheng.area.path, ids=[zhicheng.id])
        assert heard.next().ids == [zhicheng.id]


def test_what_was_missed_is_caught_up_within_the_scope_only(served, place, clerk):
    kejing = world.unit(place, town="419001100")
    with Listener(served, clerk) as heard:
        announce(place, "coverage", ids=[1])
        last = heard.next().id
    announce(place, "units", area_path=kejing.area.path, ids=[kejing.id])
    announce(place, "coverage", ids=[2])
    with Listener(served, clerk, Last_Event_ID=str(last)) as heard:
        told = heard.until(last + 2)
    assert [one.ids for one in told if one.id > last] == [[2]]


def test_the_stream_ends_when_its_reader_signs_out(served, clerk):
    with Listener(served, clerk) as heard:
        answer = served.ask("/accounts/logout/", method="POST", Cookie=clerk, X_CSRFToken=TOKEN)
        assert answer.status == 302
        assert heard.ended()
    assert served.ask("/events", Cookie=clerk).status == 401


def test_the_stream_ends_when_the_session_has_expired(served, place):
    account = account_of(place, "clerk_zhicheng")
    cookie = served.cookie(account)
    with Listener(served, cookie) as heard:
        key = re.search(r"sessionid=(\w+)", cookie)[1]
        Session.objects.filter(pk=key).update(expire_date=clock.real() - timedelta(seconds=1))
        with transaction.atomic():
            live.look_again(account.pk)
        assert heard.ended()


def test_the_stream_ends_when_the_account_is_closed(served, place):
    account = account_of(place, "clerk_zhicheng")
    with Listener(served, served.cookie(account)) as heard:
        services.close_account(actor=world.cli(place), given=WithReason(account_id=account.pk, reason="离职"))
        assert heard.ended()


def test_what_concerns_another_account_ends_no_stream(served, place, clerk):
    with Listener(served, clerk) as heard:
        with transaction.atomic():
            live.look_again(account_of(place, "clerk_kejing").pk)
        announce(place, "coverage", ids=[1])
        assert heard.next().ids == [1]


def test_a_browser_holds_no_more_streams_than_it_can_want(served, clerk):
    streams = [Listener(served, clerk).__enter__() for _ in range(6)]
    assert served.ask("/events", Cookie=clerk).status == 429
    streams.pop().close()
    eventually(lambda: freed(served, clerk), "a closed stream is counted off")
    for stream in streams:
        stream.close()


def freed(served, clerk):
    try:
        Listener(served, clerk).__enter__().close()
    except AssertionError:
        return False
    return True


def test_a_stream_that_may_have_missed_something_ends_and_can_be_caught_up(served, place, clerk):
    with Listener(served, clerk) as heard:
        announce(place, "coverage", ids=[1])
        last = heard.next().id
        with psycopg.connect(served.environment["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                " where datname = current_database() and query like 'listen %'"
            )
        assert heard.ended()
    announce(place, "coverage", ids=[2])
    with Listener(served, clerk, Last_Event_ID=str(last)) as heard:
        assert heard.until(last + 1)[-1].ids == [2]


def test_ctrl_c_ends_the_process_though_a_stream_is_open(site, place):
    other, cookie = site.elsewhere(), site.cookie(account_of(place, "clerk_zhicheng"))
    with other.serving() as server, Listener(other, cookie):
        server.send_signal(signal.SIGINT)
        assert server.wait(30) == 0


def test_the_log_names_a_stream_without_saying_what_it_told(served, clerk):
    with Listener(served, clerk):
        pass
    eventually(lambda: any(line.get("route") == "events" for line in lines(served)), "a line about the stream")


def lines(served):
    return [json.loads(line) for line in served.log().splitlines() if line.startswith("{")]


@pytest.mark.parametrize(("hours", "told"), [(1, True), (-1, False)])
def test_until_when_a_reader_s_term_runs_is_known_without_asking_the_database_again(monkeypatch, hours, told):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)
    clock.forget()
    days_apart = timedelta(days=-1_600)
    actor = replace(system(1, door="cli"), until=clock.real() + days_apart + timedelta(hours=hours))

    async def on_the_event_loop():
        return Reader("session", Found(actor, days_apart)).told(Told(1, "units", 1, "", None, None, "", []))

    assert bool(asyncio.run(on_the_event_loop())) is told
