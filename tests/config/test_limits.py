"""Too much is refused with how long to wait: to who asked too much, and to nobody else."""

from ipaddress import ip_network

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sibao.kernel.documents.check_codes import new_check_code
from sibao.kernel.web import limits
from sibao.kernel.web.limits import BUCKETS, Buckets, Rate
from tests.accounts.people import account_of, sign_in, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tight(settings):
    """Three of everything in a minute, as they would be in production."""
    settings.LIMITS_TIMES = 1
    settings.LIMITS = dict.fromkeys(settings.LIMITS, (3, 60))
    BUCKETS.clear()
    yield
    BUCKETS.clear()


def statuses(ask, count=4):
    return [ask().status_code for _ in range(count)]


def test_public_pages_are_limited_by_address(client, zone):
    assert statuses(lambda: client.get("/zh/")) == [200, 200, 200, 429]
    assert statuses(lambda: client.get("/zh/", REMOTE_ADDR="192.0.2.7"), 1) == [200]


def test_the_page_of_a_refusal_says_how_long_to_wait(client, zone):
    statuses(lambda: client.get("/zh/"), 3)
    answer = client.get("/zh/")
    assert 1 <= int(answer.headers["Retry-After"]) <= 20
    assert "操作太频繁" in answer.content.decode()


def test_the_api_answers_a_problem(client, zone):
    signed_in(client, account_of(zone, "clerk_industry"))
    assert statuses(lambda: client.get("/api/v1/imports")) == [200, 200, 200, 429]
    answer = client.get("/api/v1/imports")
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:sibao:problem:too-many"
    assert int(answer.headers["Retry-After"]) >= 1


def test_one_person_s_limit_does_not_meet_her_neighbour_at_the_same_address(zone):
    hers, his = (signed_in(Client(), account_of(zone, "clerk_industry")) for _ in range(2))
    assert statuses(lambda: hers.get("/api/v1/imports"))[-1] == 429
    assert statuses(lambda: his.get("/api/v1/imports"), 1) == [200]


def test_sign_in_is_limited_by_address_whoever_is_tried(client, zone):
    accounts = [account_of(zone, "clerk_industry") for _ in range(4)]
    assert [sign_in(client, one, "wrong").status_code for one in accounts] == [200, 200, 200, 429]


def test_a_forgotten_password_is_limited_by_mail_address_from_wherever_it_is_asked(client, zone):
    def ask(number, mail="someone@jiyuan.example"):
        given = {"email": mail}
        return client.post("/accounts/password/reset/", given, REMOTE_ADDR=f"192.0.2.{number}").status_code

    assert [ask(number) for number in range(1, 5)] == [302, 302, 302, 429]
    assert ask(5, "another@jiyuan.example") == 302


def test_uploads_are_limited_by_person(client, zone):
    signed_in(client, account_of(zone, "clerk_industry"))
    assert statuses(lambda: client.post("/imports/start/", {"importer": "directory:units"})) == [422, 422, 422, 429]


def test_check_codes_cannot_be_guessed_in_numbers(client, zone, settings):
    settings.LIMITS["public"] = (1000, 60)
    assert statuses(lambda: client.get(f"/zh/verify/{new_check_code()}/"))[-1] == 429


def test_a_stranger_cannot_change_her_address_by_a_header(client, zone):
    def ask(number):
        return client.get("/zh/", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code

    assert [ask(number) for number in range(4)] == [200, 200, 200, 429]


def test_behind_the_installation_s_own_proxy_each_reader_is_counted_apart(client, zone, settings):
    settings.PROXIES = (ip_network("127.0.0.1"),)

    def ask(forwarded):
        return client.get("/zh/", headers={"X-Forwarded-For": forwarded}).status_code

    assert [ask("198.51.100.1") for _ in range(4)] == [200, 200, 200, 429]
    assert ask("198.51.100.2") == 200
    assert ask("203.0.113.9, 198.51.100.1") == 429


def test_an_installation_may_do_without_limits(client, zone, settings):
    settings.LIMITS_TIMES = 0
    assert set(statuses(lambda: client.get("/zh/"), 20)) == {200}


RATES = st.builds(Rate, st.integers(1, 50), st.integers(1, 600))


@given(rate=RATES, pauses=st.lists(st.floats(0, 700), min_size=1, max_size=200))
def test_no_window_holds_more_than_a_full_bucket_and_what_comes_back(rate, pauses):
    now, taken = 0.0, []
    buckets = Buckets(lambda: now)
    for pause in pauses:
        now += pause
        if buckets.take("someone", rate) == 0:
            taken.append(now)
    for start in taken:
        window = [at for at in taken if start <= at < start + rate.seconds]
        assert len(window) <= 2 * rate.most


@given(rate=RATES)
def test_after_the_wait_that_was_told_there_is_one_again(rate):
    now = 0.0
    buckets = Buckets(lambda: now)
    waits = [buckets.take("someone", rate) for _ in range(rate.most + 1)]
    assert waits[:-1] == [0.0] * rate.most
    assert 0 < waits[-1] <= rate.seconds
    now += waits[-1] + 1e-6
    assert buckets.take("someone", rate) == 0


def test_a_crowd_of_addresses_does_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ASKERS", 10)
    now = 0.0
    buckets = Buckets(lambda: now)
    for number in range(1_000):
        now += 0.001
        buckets.take(f"address {number}", Rate(3, 60))
    assert len(buckets._full_at) <= 10
