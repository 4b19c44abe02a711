"""What monitoring sees: counts, one line a request, one id everywhere; never a name, an address or a query."""

import json
import re

import pytest

from sibao.audit.models import AuditLine
from tests.accounts.people import account_of
from tests.config.site import TOKEN, Listener
from tests.config.test_server import post

SECRET = "a-token-of-monitoring"


@pytest.fixture(scope="module")
def served(site):
    with site.serving(SIBAO_METRICS_TOKEN=SECRET):
        yield site


@pytest.fixture(scope="module")
def account(place):
    return account_of(place, "clerk_industry")


@pytest.fixture(scope="module")
def clerk(served, account):
    return served.cookie(account)


def number(site, name):
    found = re.search(rf"^{re.escape(name)} (\S+)$", site.ask("/metrics").text, re.MULTILINE)
    return float(found[1]) if found else 0.0


def lines(site, request_id):
    said = [json.loads(line) for line in site.log().splitlines() if line.startswith("{")]
    return [line for line in said if line.get("request") == request_id]


def test_requests_are_counted_by_the_pattern_of_their_address(served, clerk):
    name = 'sibao_requests_total{method="GET",route="imports/<int:run_id>/",status="404"}'
    before = number(served, name)
    for run_id in (10**9, 10**9 + 1):
        assert served.ask(f"/imports/{run_id}/", Cookie=clerk).status == 404
    assert number(served, name) == before + 2
    assert number(served, 'sibao_request_seconds_count{route="imports/<int:run_id>/"}') >= 2
    assert "imports/1000000000" not in served.ask("/metrics").text


def test_addresses_that_nobody_serves_share_one_count(served):
    served.ask("/wp-login.php")
    served.ask("/.env")
    text = served.ask("/metrics").text
    assert 'route="none"' in text
    assert "wp-login" not in text


def test_streams_queue_and_last_announcement_are_told(served, clerk):
    with Listener(served, clerk):
        assert number(served, "sibao_streams") == 1
    assert number(served, "sibao_database_up") == 1
    assert served.ask("/metrics").text.count("# TYPE sibao_jobs gauge") == 1
    assert "sibao_workers 0.0" in served.ask("/metrics").text
    assert "sibao_live_event_last_id" in served.ask("/metrics").text


def test_metrics_are_for_this_machine_and_for_who_holds_the_token(served):
    elsewhere = {"X_Forwarded_For": "198.51.100.1"}
    assert served.ask("/metrics").status == 200
    assert served.ask("/metrics", **elsewhere).status == 404
    assert served.ask("/metrics", Authorization="Bearer wrong", **elsewhere).status == 404
    assert served.ask("/metrics", Authorization=f"Bearer {SECRET}", **elsewhere).status == 200


def test_every_request_has_one_line_with_its_id_and_nothing_personal(served, clerk, account):
    answer = served.ask("/imports/?secret=name", Cookie=clerk)
    (line,) = lines(served, answer.headers["x-request-id"])
    assert {name: line[name] for name in ("method", "route", "status", "account")} == {
        "method": "GET",
        "route": "imports/",
        "status": 200,
        "account": account.pk,
    }
    assert line["ms"] > 0
    assert "secret" not in served.log()
    assert account.username not in served.log()
    assert account.name not in served.log()


def test_the_id_of_a_proxy_is_kept_and_a_malformed_one_is_not(served):
    assert served.ask("/healthz", X_Request_ID="from-the-proxy-1").headers["x-request-id"] == "from-the-proxy-1"
    assert served.ask("/healthz", X_Request_ID="x y").headers["x-request-id"] != "x y"


def test_a_command_is_on_the_record_under_the_id_of_its_request(served, clerk, account):
    answer = post(served, "/language/", clerk, b"language=en", "application/x-www-form-urlencoded")
    assert answer.status in {302, 200, 204}
    line = AuditLine.objects.filter(account_id=account.pk, command="accounts:language:choose").latest("id")
    assert line.request_id == answer.headers["x-request-id"]
    assert TOKEN not in served.log()
