"""What happens when something around the web process fails: the database, the parent, a migration."""

import contextlib
import json
import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import template, world
from tests.accounts.people import account_of
from tests.config.site import Site, children, end, eventually, throw_out, unreachable


@pytest.fixture(scope="module")
def served(site):
    with site.serving():
        yield site


def test_a_process_that_can_serve_says_so(served):
    assert json.loads(served.ask("/readyz").body) == {"ready": True, "problems": []}


def test_without_its_database_the_process_lives_but_is_not_ready(served, place):
    clerk = served.cookie(account_of(place, "clerk_industry"))
    assert served.ask("/imports/", Cookie=clerk).status == 200
    with unreachable(served.environment["DATABASE_OWNER_URL"]):
        assert served.ask("/healthz").status == 200
        answer = served.ask("/readyz")
        assert answer.status == 503
        assert json.loads(answer.body)["problems"] == ["数据库连接不上 the database cannot be reached"]
        a_fault_is_answered_with_a_page(served, clerk)
        a_fault_of_the_api_is_answered_with_a_problem(served, clerk)
        assert "sibao_database_up 0.0" in served.ask("/metrics").text
    eventually(lambda: served.ask("/readyz").status == 200, "ready again")
    assert served.ask("/imports/", Cookie=clerk).status == 200


def a_fault_is_answered_with_a_page(served, clerk):
    for path in ("/imports/", "/zh/"):
        answer = served.ask(path, Cookie=clerk)
        assert answer.status == 500
        assert "系统出错" in answer.text
        assert answer.headers["x-request-id"] in answer.text
        assert "Traceback" not in answer.text
        assert "psycopg" not in answer.text
    logged = [line for line in lines(served) if line.get("request") == answer.headers["x-request-id"]]
    assert any("traceback" in line for line in logged)
    assert any(line.get("status") == 500 for line in logged)


def a_fault_of_the_api_is_answered_with_a_problem(served, clerk):
    answer = served.ask("/api/v1/imports", Cookie=clerk)
    assert (answer.status, answer.headers["content-type"]) == (500, "application/problem+json")
    assert json.loads(answer.body)["type"] == "urn:sibao:problem:fault"


def lines(site):
    return [json.loads(line) for line in site.log().splitlines() if line.startswith("{")]


def test_every_connection_of_the_pool_is_fit_again_after_the_database_was_gone(served, place):
    clerk = served.cookie(account_of(place, "clerk_industry"))
    throw_out(served.environment["DATABASE_OWNER_URL"])
    assert {served.ask("/imports/", Cookie=clerk).status for _ in range(12)} == {200}


def test_a_process_whose_tables_are_missing_is_not_ready(site, tmp_path):
    with template.database(f"{Path(urlsplit(site.environment['DATABASE_URL']).path).name}_bare") as addresses:
        bare = Site({**site.environment, **addresses}, tmp_path)
        with bare.serving():
            answer = bare.ask("/readyz")
            assert answer.status == 503
            assert "个迁移未执行" in json.loads(answer.body)["problems"][0]


def test_when_the_process_is_killed_its_child_does_not_stay_behind(site):
    with site.elsewhere().serving() as server:
        left = descendants(server.pid)
        assert left
        os.kill(server.pid, signal.SIGKILL)
        server.wait()
        eventually(lambda: not any(map(alive, left)), "the child ends with its parent")


def test_when_the_demo_is_killed_neither_web_process_nor_worker_stays_behind(site, place):
    world.unit(place)
    other = site.elsewhere()
    demo = site.spawn("demo-run", "--port", str(other.port), log="demo.log")
    try:
        eventually(lambda: answers(other), "the demo answers")
        left = descendants(demo.pid)
        assert len(left) >= 3
        os.kill(demo.pid, signal.SIGKILL)
        demo.wait()
        eventually(lambda: not any(map(alive, left)), "nothing stays behind")
    finally:
        end(demo)


def answers(site):
    with contextlib.suppress(OSError):
        return site.ask("/healthz").status == 200
    return False


def descendants(pid):
    return [one for child in children(pid) for one in (child, *descendants(child))]


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
