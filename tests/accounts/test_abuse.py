"""What someone with bad intentions tries. Other attempts stand beside what they attack: planted sessions in test_sessions,
replayed codes in test_factors, stolen keys in test_keys, chains in test_deputies, foreign ids over every route in
test_matrix."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client, override_settings

from sibao.accounts import queries, services
from sibao.accounts.inputs import AskForAccess, EndAppointment
from sibao.accounts.models import AccessRequest, Account, Appointment
from sibao.kernel import clock, files, jobs, live, ways
from sibao.kernel.access import acting
from sibao.kernel.doors import PUBLIC
from sibao.kernel.lists.inputs import StartExport
from sibao.kernel.lists.registry import lists
from sibao.kernel.lists.working import run_export
from sibao.kernel.live_hub import Told
from sibao.kernel.refusals import NotSignedIn
from tests import world
from tests.accounts import small_world
from tests.accounts.people import PASSWORD, account_of, sign_in, signed_in
from tests.accounts.poison import MARK, Page, furnish, poison, text
from tests.accounts.small_world import ARGUMENTS, reaches
from tests.accounts.test_matrix import allowed, ask, path_of, undone, values

pytestmark = pytest.mark.django_db
ELSEWHERE = ("https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", " //evil.example/")
LONG = {"events"}
"""What does not end by itself."""


# A stale appointment gives nothing, through whatever door.


def test_a_term_that_has_passed_gives_nothing_to_pages_streams_jobs_and_the_api(client, clerk):
    sign_in(client, clerk)
    held = Appointment.objects.get(account=clerk)
    Appointment.objects.filter(pk=held.pk).update(ended_at=clock.now())
    assert client.get("/accounts/rights/").status_code == 403
    assert client.get("/api/v1/units").status_code in {401, 403}
    assert queries.actor_of_session(client.session) is None
    with pytest.raises(NotSignedIn):
        jobs.as_actor(held.pk)


def test_an_open_stream_tells_nothing_from_the_moment_the_term_ends(zone, clerk):
    [held] = queries.running_appointments(clerk.pk, clock.now())
    told = Told(1, "units", zone.pk, "", None, None, "", [])
    for passed, reached in ((timedelta(seconds=-1), False), (timedelta(hours=1), True)):
        held.ended_at = clock.now() + passed
        assert live.reaches(queries.actor_of(held), told, clock.now()) is reached


def test_an_appointment_that_was_switched_to_and_then_ended_is_left_at_once(client, clerk, zone):
    other = world.person(zone, "head_industry").appointment_id
    Appointment.objects.filter(pk=other).update(account=clerk)
    sign_in(client, clerk)
    client.post("/accounts/acting/", {"appointment": other})
    Appointment.objects.filter(pk=other).update(ended_at=clock.now())
    assert (
        queries.actor_of_session(client.session).appointment_id
        == Appointment.objects.get(account=clerk, ended_at=None).pk
    )


def test_what_was_asked_for_in_an_appointment_is_not_done_after_its_end(zone):
    clerk, keeper = world.person(zone, "clerk_industry"), world.person(zone, "system_administrator")
    services.end_appointment(actor=keeper, given=EndAppointment(appointment_id=clerk.appointment_id, reason="调离"))
    with pytest.raises(NotSignedIn):
        jobs.as_actor(clerk.appointment_id)


# Nobody learns whether a name, an address or a unit is known.


def body(answer, *names):
    said = answer.content.decode()
    for name in names:
        said = said.replace(name, "…")
    return said.partition("<main")[2].partition("csrfmiddlewaretoken")[0]


def test_a_wrong_password_and_an_unknown_name_look_alike(clerk):
    known = Client().post("/accounts/login/", {"login": clerk.username, "password": "wrong-horse-42"})
    unknown = Client().post("/accounts/login/", {"login": "nobody-here", "password": "wrong-horse-42"})
    assert (known.status_code, body(known, clerk.username)) == (unknown.status_code, body(unknown, "nobody-here"))


def test_an_unknown_name_is_locked_out_like_a_known_one(clerk):
    for name in (clerk.username, "nobody-here"):
        browser = Client()
        answers = [browser.post("/accounts/login/", {"login": name, "password": "wrong"}).status_code for _ in range(6)]
        assert answers[-1] == 429


def test_a_known_and_an_unknown_address_get_the_same_answer(clerk):
    Account.objects.filter(pk=clerk.pk).update(email="clerk@example.org")
    answers = [
        Client().post("/accounts/password/reset/", {"email": f"{who}@example.org"}) for who in ("clerk", "nobody")
    ]
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1


def test_public_pages_know_no_unit_by_number(zone):
    public = [way for way in ways.routes() if way.may == PUBLIC and "<int:" in way.path]
    assert [way.name for way in public if "unit" in way.path] == []


# Addresses to go on to, headers, cells, bodies.


@pytest.mark.parametrize("there", ELSEWHERE)
def test_no_door_leads_to_a_foreign_address(client, clerk, there):
    answers = [
        Client().post("/accounts/login/", {"login": clerk.username, "password": PASSWORD, "next": there}),
        Client().post(f"/accounts/login/?next={quote(there)}", {"login": clerk.username, "password": PASSWORD}),
        Client().post("/language/", {"language": "en", "next": there}),
    ]
    browser = signed_in(client, clerk)
    answers += [
        browser.get(f"/accounts/login/?next={quote(there)}"),
        browser.post("/filters/", {"action": "save", "list": "directory:units", "name": "常用", "next": there}),
        browser.post("/demo/clock/", {"days": "5", "next": there}),
        browser.post("/accounts/logout/", {"next": there}),
    ]
    assert [answer.get("Location", "") for answer in answers if "evil" in answer.get("Location", "")] == []
    assert [answer.get("Location", "") for answer in answers if answer.get("Location", "").startswith("java")] == []


@pytest.mark.parametrize(
    "name", ['x\r\nSet-Cookie: a="1".pdf', '"; filename="evil.exe', "../../etc/passwd", "名\x00.pdf"]
)
def test_a_files_name_writes_no_header(zone, name):
    unit = world.unit(zone, town="419001102")
    upload = files.Upload(name.replace("\x00", ""), "application/pdf", b"%PDF-1.7")
    asker = queries.asker(zone.pk)
    given = {"kind": "unit", "code": unit.code, "name": "某人", "phone": "13800000011", "proof": upload}
    services.ask_for_access(actor=asker, given=AskForAccess.model_validate(given))
    clerk = signed_in(Client(), account_of(zone, "clerk_zhicheng"))
    with acting(world.cli(zone)):
        row = AccessRequest.objects.get()
    answer = clerk.post(f"/accounts/access/{row.pk}/reveal/", {"purpose": "核对", "what": "proof"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert answer["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert not set('"\r\n/') & set(answer["Content-Disposition"].partition("''")[2])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_a_cell_of_an_export_is_no_formula(zone, start):
    actor = world.person(zone, "clerk_industry")
    world.unit(zone, name=f"{start}HYPERLINK(1)公司", sector="industry")
    definition = lists.get("directory:units")
    with acting(actor):
        run = definition.export(actor=actor, given=StartExport(list_key=definition.key, format="csv"))
        run_export(run.pk)
        run.refresh_from_db()
        exported = files.content_of(actor, run.file_id).decode("utf-8-sig")
    cells = [cell.strip('"') for line in exported.splitlines() for cell in line.split(",") if "HYPERLINK" in cell]
    assert cells
    assert [cell for cell in cells if cell[0] in "=+-@\t"] == []


@pytest.mark.parametrize(
    "given", [{"login": "x" * 2_000_001, "password": "y"}, {f"field{number}": "" for number in range(5_001)}]
)
def test_a_body_beyond_its_bound_is_refused_in_words(zone, given):
    answer = Client().post("/accounts/login/", given)
    assert answer.status_code == 413
    assert "内容过大" in answer.content.decode()


# Text of strangers stays text, wherever it is shown.

REACHED = {
    "directory.Unit.name", "accounts.Account.name", "accounts.Position.title", "directory.UnitFieldValue.value",
    "kernel.ImportRun.columns", "kernel.ImportRow.values", "kernel.ImportRow.problems", "audit.AuditLine.details",
    "facts.FactValue.note", "facts.FactDefinition.labels", "facts.CriterionVersion.title",
    "facts.CriterionVersion.examples", "guidance.GuideDocument.title", "guidance.GuideItem.text",
    "directory.Contact.name_sealed", "directory.Person.name_sealed", "duty.Responsible.name_sealed",
    "accounts.AccessRequest.sealed_name", "inbox.Reception.sealed_phone", "inbox.Message.values",
    "approvals.Consultation.words", "audit.Processing.fields",
}  # fmt: skip
"""Columns of every kind that must have taken it, so that nothing is found clean because nothing was dirty."""

MASKED = {
    "inbox.Reception.sealed_phone", "kernel.ImportRow.values", "inbox.Message.values", "audit.AuditLine.details"
}  # fmt: skip
"""Of these the pages show a piece, or what is made of them, or nothing."""


@pytest.fixture(scope="module")
def poisoned(django_db_setup, django_db_blocker, tmp_path_factory):
    with django_db_blocker.unblock(), undone():
        small = small_world.build()
        furnish(small, tmp_path_factory.mktemp("poison"))
        with acting(world.cli(small.zone)):
            done = poison()
        yield small, done


def opened(actor, browser):
    """Every page and every answer of the API that an actor gets, what she reveals, and what anybody gets."""
    for way in ways.routes():
        public = way.may == PUBLIC
        given = None if public and "<" in way.path else values(actor, way, inside=True)
        if given is None or way.name in LONG or not (public or allowed(actor, way)):
            continue
        given |= {name: hostile(actor, way, name) for name in NEWER.keys() & given.keys()}
        for method in ("get", "post") if way.may in REVEALING else ("get",):
            with undone():
                answer = getattr(browser, method)(path_of(way, given), {"purpose": "核对", "what": "name"})
            if answer.status_code == 200 and not answer.streaming:
                yield way, answer


def hostile(actor, way, name):
    table = ARGUMENTS.get(f"{way.name}:{name}") or ARGUMENTS[name]
    rows = [row for row in table.objects.order_by("pk") if reaches(actor, row)]
    return max(rows, key=lambda row: "onmouseover" in str(getattr(row, NEWER[name]))).pk


NEWER = {"consultation_id": "words", "criterion_id": "examples", "line_id": "details"}
"""Rows whose elder ones nobody may rewrite, and the column that a younger one has it in."""
REVEALING = {
    "accounts:access:reveal", "directory:contact:reveal", "directory:person:reveal", "duty:responsible:reveal"
}  # fmt: skip


def test_no_page_and_no_answer_runs_a_strangers_text(poisoned):
    small, done = poisoned
    assert set(done) >= REACHED
    wrong, seen = [], set()
    for position in (
        "hq_office_clerk", "clerk_industry", "epidemic_hq_duty", "system_administrator", "audit_administrator", "unit_user"
    ):  # fmt: skip
        actor = small.actors[position]
        browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
        for way, answer in opened(actor, browser):
            assert answer["X-Content-Type-Options"] == "nosniff", way.name
            if answer["Content-Type"].startswith("text/html") and MARK.search(html := answer.content.decode()):
                page = Page(html)
                wrong += [(position, way.name, one) for one in page.wrong]
                seen |= page.marks
    assert wrong == []
    assert {name for name in REACHED - MASKED if done[name] not in seen} == set()


@pytest.mark.parametrize("position", ["hq_office_clerk", "unit_user"])
def test_no_page_runs_what_stands_in_its_own_address(poisoned, position):
    small, _done = poisoned
    browser = signed_in(Client(), Account.objects.get(pk=small.actors[position].account_id))
    given = dict.fromkeys(("q", "sort", "next", "page", "as_of", "columns", "purpose", "lang"), text(1))
    wrong, seen = [], 0
    for way in ways.routes():
        if "<" in way.path or way.name in LONG or not (way.may == PUBLIC or allowed(small.actors[position], way)):
            continue
        with undone():
            answer = browser.get(way.path, given)
        if not answer.streaming and answer["Content-Type"].startswith("text/html"):
            seen += 1
            wrong += [(way.name, one) for one in Page(answer.content.decode()).wrong]
            assert answer.status_code < 500, way.name
    assert wrong == []
    assert seen > 10


# What fails under a page is said on it.


@pytest.mark.parametrize("position", ["hq_office_clerk", "clerk_industry", "unit_user"])
def test_without_any_key_no_page_is_a_fault(poisoned, position, tmp_path):
    small, _done = poisoned
    actor = small.actors[position]
    browser = signed_in(Client(), Account.objects.get(pk=actor.account_id))
    faults = {}
    with override_settings(SIBAO_HOME=tmp_path):
        for way in ways.routes():
            given = values(actor, way, inside=True) if way.may != PUBLIC else None
            if given is None or way.name in LONG or not allowed(actor, way):
                continue
            answer = ask(browser, way, given, "get")
            if answer.status_code >= 500:
                faults[way.name] = answer.status_code
        assert not list(tmp_path.glob("keys/*.key")), "none was made in place of those that are lost"
    assert faults == {}
