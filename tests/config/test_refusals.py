"""Every refusal has its page for people and its problem for programs; each says what to do and which request it was."""

import json

import pytest
from django.test import Client

from sibao.kernel import clock
from sibao.kernel.models import ImportRun, StoredFile
from sibao.kernel.web.limits import BUCKETS
from tests import world
from tests.accounts.people import account_of, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return account_of(zone, "clerk_industry")


@pytest.fixture
def browser(client, clerk):
    return signed_in(client, clerk)


@pytest.fixture
def run(zone, clerk):
    """An import of hers that has ended."""
    seat = clerk.appointments.get()
    with world.acting(world.cli(zone)):
        file = StoredFile.objects.create(
            zone_id=zone.id,
            name="x.csv",
            content_type="",
            size=0,
            sha256="",
            sealed=b"",
            created_at=clock.now(),
            created_by=0,
        )
    given = {"zone_id": zone.id, "account_id": clerk.pk, "appointment_id": seat.pk, "file": file}
    return ImportRun.objects.create(importer="directory:units", state="cancelled", created_at=clock.now(), **given)


def shows(answer, status, title):
    text = answer.content.decode()
    assert answer.status_code == status
    assert f"<h1>{title}</h1>" in text
    assert "留住了什么" in text
    assert "现在怎么办" in text
    assert answer.headers["X-Request-ID"] in text


def test_400_a_request_that_cannot_be_read(browser):
    shows(browser.get("/imports/", headers={"Host": "elsewhere.example"}), 400, "请求看不懂")


def test_403_what_the_position_does_not_allow(browser):
    shows(browser.get("/accounts/"), 403, "您的岗位不能这样做")


def test_403_a_form_without_its_token(clerk):
    strict = signed_in(Client(enforce_csrf_checks=True), clerk)
    answer = strict.post("/imports/start/")
    shows(answer, 403, "您的岗位不能这样做")
    assert "安全令牌已失效" in answer.content.decode()


def test_404_what_does_not_exist(browser):
    shows(browser.get("/imports/999999/"), 404, "没有找到")
    shows(browser.get("/nowhere/"), 404, "没有找到")


def test_409_what_has_changed_meanwhile(browser, run):
    answer = browser.post(f"/imports/{run.pk}/apply/", {"version": run.version + 1})
    shows(answer, 409, "与最新情况冲突")
    assert f"您打开的是第 {run.version + 1} 版，现在是第 {run.version} 版" in answer.content.decode()


def test_413_more_fields_than_any_form_has(browser):
    shows(browser.post("/filters/", {f"field{number}": "x" for number in range(5_001)}), 413, "内容太大")


def test_422_what_has_to_be_corrected(browser):
    answer = browser.post("/imports/start/", {"importer": "directory:units"})
    shows(answer, 422, "有几处需要改")
    assert "请选择文件" in answer.content.decode()


def test_429_too_much(browser, settings):
    settings.LIMITS_TIMES, settings.LIMITS = 1, dict.fromkeys(settings.LIMITS, (1, 60))
    BUCKETS.clear()
    browser.get("/zh/")
    shows(browser.get("/zh/"), 429, "操作太频繁")
    BUCKETS.clear()


def test_pages_of_refusals_speak_the_language_of_the_reader(browser):
    browser.cookies["language"] = "en"
    assert 'lang="en"' in browser.get("/nowhere/").content.decode()


def ask(browser, method, path, body=None):
    return getattr(browser, method)(path, *([body, "application/json"] if body is not None else []))


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("post", "/api/v1/imports/{run}/apply", "{", 400, "bad-request"),
        ("get", "/api/v1/imports/999999", None, 404, "not-found"),
        ("post", "/api/v1/imports/{run}/apply", '{"version": 99}', 409, "conflict"),
        ("post", "/api/v1/imports/{run}/apply", '{"version": "x"}', 422, "invalid"),
    ],
)
def test_the_api_answers_problems(browser, run, method, path, body, status, code):
    is_problem(ask(browser, method, path.format(run=run.pk), body), status, code)


def test_the_api_says_who_must_sign_in_first(client, zone):
    is_problem(client.get("/api/v1/imports"), 401, "not-signed-in")


def test_the_api_says_which_right_is_missing(zone, client):
    signed_in(client, account_of(zone, "clerk_zhicheng"))
    is_problem(client.post("/api/v1/batches", "{}", "application/json"), 403, "denied")


def is_problem(answer, status, code):
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    body = json.loads(answer.content)
    assert (body["type"], body["status"]) == (f"urn:sibao:problem:{code}", status)
    assert body["instance"] == f"urn:sibao:request:{answer.headers['X-Request-ID']}"
    assert body["title"]
