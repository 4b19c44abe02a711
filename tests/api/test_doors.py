"""The API as a program meets it: scope, refusals in its own form, versions, tokens, pages."""

import json
import re

import pytest
from django.test import Client

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory.models import Unit
from sibao.kernel.access import Actor
from sibao.whitelist.models import Listing
from tests import world
from tests.accounts.people import signed_in
from tests.kernel.lists.steps import bare_units
from tests.listing import listed

pytestmark = pytest.mark.django_db
V1 = "/api/v1"
PROBLEM = {"type", "title", "status", "instance"}
INSIDE = re.compile(r"Traceback|psycopg|django|pydantic|\.py\b|SELECT |sibao_app|line \d+", re.IGNORECASE)


class Program:
    """A program that talks to the API for somebody."""

    def __init__(self, actor: Actor | None, *, token: bool = True) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        if actor:
            account = Account.objects.get(pk=actor.account_id)
            signed_in(self.client, account)
        self.headers = {}
        if token:
            self.client.cookies["csrftoken"] = "a" * 32
            self.headers = {"X-CSRFToken": "a" * 32}

    def get(self, path, **query):
        return self.client.get(V1 + path, query)

    def send(self, method, path, body):
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(method, V1 + path, text, "application/json", headers=self.headers)

    def post(self, path, body):
        return self.send("POST", path, body)

    def put(self, path, body):
        return self.send("PUT", path, body)


def problem(answer, status, code):
    """The problem that an answer is, after what every problem must be."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json")
    said = answer.json()
    assert set(said) >= PROBLEM
    assert (said["status"], said["type"]) == (status, f"urn:sibao:problem:{code}")
    assert said["instance"].startswith("urn:sibao:request:")
    assert not INSIDE.search(answer.content.decode())
    return said


def pointers(answer, status=422, code="invalid"):
    return {error["pointer"]: error["detail"] for error in problem(answer, status, code)["errors"]}


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def town_clerk(zone):
    return world.person(zone, "clerk_zhicheng")


def details(unit, **changed):
    names = ("kind", "code", "name", "area_id", "sector_id", "address", "version")
    return {name: getattr(unit, name) for name in names} | changed


def test_a_town_clerk_reads_her_town_and_nothing_else_exists(zone, town_clerk):
    here, there = world.unit(zone, town="419001102"), world.unit(zone, town="419001100")
    listed(world.cli(zone), here, there)
    program = Program(town_clerk)
    units, listings = program.get("/units").json(), program.get("/listings").json()
    assert ([row["id"] for row in units["items"]], units["count"]) == ([here.pk], 1)
    assert ([row["unit_id"] for row in listings["items"]], listings["count"]) == ([here.pk], 1)
    assert program.get(f"/units/{here.pk}").json()["code"] == here.code
    elsewhere = Listing.objects.get(unit=there)
    for path in (f"/units/{there.pk}", f"/listings/{elsewhere.pk}"):
        assert there.name not in json.dumps(problem(program.get(path), 404, "not-found"), ensure_ascii=False)
    assert program.get("/units", q=there.code).json()["count"] == 0
    assert program.get("/units", town="419001100").json()["count"] == 0


def test_out_of_scope_and_not_there_are_never_told_apart(zone, town_clerk):
    there = world.unit(zone, town="419001100")
    hidden = problem(Program(town_clerk).get(f"/units/{there.pk}"), 404, "not-found")
    nothing = problem(Program(town_clerk).get(f"/units/{2**40}"), 404, "not-found")
    hidden.pop("instance"), nothing.pop("instance")
    assert hidden == nothing


def test_a_unit_user_reaches_her_own_unit_only(zone):
    ours, other = world.unit(zone, value=5), world.unit(zone, value=7)
    listed(world.cli(zone), ours, other)
    user = world.person(zone, "unit_user", unit=ours)
    program = Program(user)
    assert program.get("/me").json()["permissions"] == sorted(user.permissions)
    for path in ("/units", "/listings"):
        answer = program.get(path)
        if answer.status_code == 403:
            problem(answer, 403, "denied")
            continue
        assert [row.get("unit_id", row["id"]) for row in answer.json()["items"]] == [ours.pk]
    assert program.get(f"/units/{other.pk}").status_code in (403, 404)


def test_nobody_is_let_in_without_signing_in(zone):
    for path in ("/me", "/units", "/listings", "/coverage", "/batches"):
        problem(Program(None).get(path), 401, "not-signed-in")


def test_who_may_not_is_told_so_and_nothing_changes(zone, town_clerk):
    answer = Program(town_clerk).post("/batches", {"note": "不该有"})
    assert "权限" in problem(answer, 403, "denied")["title"]


def test_a_stale_version_is_answered_with_both_versions(zone, clerk):
    unit = world.unit(zone)
    program = Program(clerk)
    assert program.put(f"/units/{unit.pk}", details(unit, address="先来的人的地址")).status_code == 200
    said = problem(program.put(f"/units/{unit.pk}", details(unit, address="后来的人的地址")), 409, "conflict")
    assert (said["yours"], said["current"]) == (1, 2)
    assert Unit.objects.get(pk=unit.pk).address == "先来的人的地址"
    assert AuditLine.objects.filter(command="directory:unit:edit", outcome="refused").count() == 1


def test_what_is_wrong_is_pointed_at_and_said_in_words(zone, clerk):
    unit = world.unit(zone)
    program = Program(clerk)
    wrong = details(unit, name="短", staff_count=-1, founded_on="2023-02-29", version="x", invented=1)
    assert pointers(program.put(f"/units/{unit.pk}", wrong)) == {
        "#/name": "至少 2 个字",
        "#/staff_count": "不能小于 0",
        "#/founded_on": "请写成 2022-06-03 或 2022-06-03T08:00:00+08:00 这样",
        "#/version": "请填整数",
        "#/invented": "没有这一项",
    }
    assert pointers(program.put(f"/units/{unit.pk}", {"version": 1})).keys() >= {"#/name", "#/code", "#/area_id"}
    assert "校验位" in pointers(program.put(f"/units/{unit.pk}", details(unit, code=unit.code[:-1] + "0")))["#"]
    assert pointers(program.put(f"/units/{unit.pk}", details(unit, area_id=2**40))) == {"#/area_id": "请从列表中选择"}
    assert Unit.objects.get(pk=unit.pk).version == 1


def test_a_command_s_own_check_is_pointed_at_too(zone, clerk):
    unit = world.unit(zone)
    body = {"measure_id": unit.sector.measure_id, "year": 1999, "value": -1, "source": ""}
    assert set(pointers(Program(clerk).post(f"/units/{unit.pk}/measures", body))) == {"#/year", "#/value", "#/source"}


@pytest.mark.parametrize(
    ("query", "pointer"),
    [({"limit": 0}, "#/limit"), ({"limit": 201}, "#/limit"), ({"after": -1}, "#/after"), ({"q": "长" * 121}, "#/q")],
)
def test_a_wrong_parameter_is_named(zone, clerk, query, pointer):
    assert set(pointers(Program(clerk).get("/units", **query))) == {pointer}


@pytest.mark.parametrize("body", ["{", "[1", b"\xff\xfe", "nan"])
def test_a_body_that_cannot_be_read_is_refused(zone, clerk, body):
    problem(Program(clerk).post("/batches", body), 400, "bad-request")


@pytest.mark.parametrize("body", ["", "null", "1", '"text"', "[]"])
def test_a_body_of_another_shape_is_refused(zone, clerk, body):
    answer = Program(clerk).post("/batches", body)
    assert answer.status_code in (400, 422)
    problem(answer, answer.status_code, {400: "bad-request", 422: "invalid"}[answer.status_code])


def test_a_session_s_write_needs_its_token(zone, clerk):
    problem(Program(clerk, token=False).post("/batches", {}), 403, "denied")
    wrong = Program(clerk)
    wrong.headers = {"X-CSRFToken": "b" * 32}
    problem(wrong.post("/batches", {}), 403, "denied")
    assert not AuditLine.objects.filter(command="whitelist:batch:create").exists()
    assert Program(clerk).post("/batches", {}).status_code == 201
    assert Program(clerk, token=False).get("/batches").status_code == 200


@pytest.mark.parametrize("limit", [1, 7, 10, 200])
def test_pages_follow_one_another_until_every_row_was_given_once(zone, clerk, limit):
    units = bare_units(zone, [1] * 30)
    world.unit(zone, sector="commerce")
    program, seen, after = Program(clerk), [], 0
    while True:
        page = program.get("/units", after=after, limit=limit).json()
        assert page["count"] == len(units)
        seen += [row["id"] for row in page["items"]]
        after = page["next_after"]
        if not after:
            break
    assert seen == [unit.pk for unit in units]


def test_a_filter_narrows_and_never_widens(zone, clerk):
    ours = world.unit(zone, name="济源砚泽铅材有限公司（演示）")
    world.unit(zone, sector="commerce", name="王屋砚泽商贸有限公司（演示）")
    program = Program(clerk)
    assert [row["id"] for row in program.get("/units", q="砚泽").json()["items"]] == [ours.pk]
    assert program.get("/units", sector="commerce").json()["count"] == 0
    assert program.get("/units", q="%").json()["count"] == 0


@pytest.mark.parametrize("path", ["/nothing", "/units/0", "/units/x", f"/units/{2**70}", "/units/1/2"])
def test_a_path_that_leads_nowhere_says_so_as_a_problem(zone, clerk, path):
    answer = Program(clerk).get(path)
    assert answer.status_code in (404, 422)
    problem(answer, answer.status_code, {404: "not-found", 422: "invalid"}[answer.status_code])


def test_a_move_that_the_state_does_not_allow_is_a_conflict(zone):
    unit = world.unit(zone)
    listed(world.cli(zone), unit)
    listing = Listing.objects.get(unit=unit)
    office = Program(world.person(zone, "hq_office_clerk"))
    given = {"version": listing.version, "reason": "核查后决定"}
    problem(office.post(f"/listings/{listing.pk}/resume", given), 409, "wrong-move")
    assert office.post(f"/listings/{listing.pk}/suspend", given).json()["state"] == "suspended"
    said = problem(office.post(f"/listings/{listing.pk}/suspend", given), 409, "conflict")
    assert (said["yours"], said["current"]) == (listing.version, listing.version + 1)
