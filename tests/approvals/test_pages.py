"""Consultations as people and programs meet them."""

from datetime import timedelta

import pytest

from sibao.approvals import services
from sibao.approvals.inputs import OneConsultation
from sibao.approvals.models import Consultation
from sibao.inbox.models import Task
from sibao.kernel import clock, consultation
from sibao.kernel.commands import COMMANDS, input_of
from sibao.kernel.permissions import ALL
from sibao.whitelist.models import Batch
from tests import consulted, world
from tests.api.test_doors import Program, problem
from tests.approvals.steps import ready
from tests.seen import browser, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def second(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def batch(zone):
    """A batch whose objection period is over."""
    made = ready(zone)
    Batch.objects.filter(pk=made.pk).update(objection_until=clock.now() - timedelta(hours=1))
    return made


def form(batch, **more):
    return {"number": "济四保办〔2022〕77号", "dated": "2022-06-08", "version": batch.version, **more}


def test_a_page_that_is_refused_offers_to_ask_and_the_second_person_answers_by_page(office, second, batch):
    desk, hers = browser(office), browser(second)
    url = f"/whitelist/batches/{batch.pk}/"
    refused = desk.post(f"{url}publish/", form(batch))
    assert "还须别人同意" in refused.content.decode()
    found = consulted.asked_by_page(desk, refused)
    page = shown(office, f"/consultations/{found.pk}/")
    for words in ("济四保办〔2022〕77号", "按程序办理", "提请人不能签署自己的会签", "撤回"):
        assert words in page
    assert found.title in shown(second, "/")
    task = Task.objects.get(subject_kind="consulted_body")
    assert hers.get(f"/consultations/asked/{task.subject_id}/")["Location"] == f"/consultations/{found.pk}/"
    opinion = f"/consultations/{found.pk}/opinion/"
    assert hers.post(opinion, {"stance": "disagree", "reason": ""}).status_code == 422
    assert hers.post(opinion, {"stance": "agree", "reason": ""}).status_code == 302
    assert desk.post(opinion, {"stance": "agree"}).status_code == 409
    consulted.carry_out(found)
    assert "已同意并办理" in shown(office, f"/consultations/{found.pk}/")
    assert Batch.objects.get(pk=batch.pk).state == "published"
    assert hers.get(f"/consultations/{found.pk}/decision/").status_code == 404
    actor = world.cli(batch.zone)
    services.issue_decision(actor=actor, given=OneConsultation(consultation_id=found.pk))
    assert hers.get(f"/consultations/{found.pk}/decision/").content.startswith(b"%PDF")


def test_what_is_wrong_in_the_form_is_said_before_anybody_is_asked(office, batch):
    answer = browser(office).post(f"/whitelist/batches/{batch.pk}/publish/", form(batch, number="短"))
    assert answer.status_code == 422
    assert Consultation.objects.count() == 0


@pytest.mark.parametrize(
    "given",
    [
        {"permission": "whitelist:batch:publish", "given": "{", "question": "按程序办理"},
        {"permission": "whitelist:batch:publish", "given": "[]", "question": "按程序办理"},
        {"permission": "no:such:thing", "given": "{}", "question": "按程序办理"},
        {"permission": "whitelist:batch:publish", "given": "{}", "question": ""},
    ],
)
def test_a_question_that_nobody_offered_is_refused_and_leaves_nothing(office, given):
    assert browser(office).post("/consultations/ask/", given).status_code == 422
    assert Consultation.objects.count() == 0


def test_who_asked_takes_it_back_by_page(office, batch):
    desk = browser(office)
    found = consulted.asked_by_page(desk, desk.post(f"/whitelist/batches/{batch.pk}/publish/", form(batch)))
    assert desk.post(f"/consultations/{found.pk}/withdraw/", {"reason": "另行研究"}).status_code == 302
    page = shown(office, f"/consultations/{found.pk}/")
    assert "已撤回" in page
    assert "另行研究" in page


def test_a_program_is_told_what_to_ask_and_asks_it(office, second, batch):
    program = Program(office)
    body = {"version": batch.version, "number": "济四保办〔2022〕77号", "dated": "2022-06-08"}
    said = problem(program.post(f"/batches/{batch.pk}/publish", body), 409, "needs-consultation")
    wanted = {"permission": said["permission"], "given": said["given"], "question": "按程序办理"}
    made = program.post("/consultations", wanted)
    assert (made.status_code, made.json()["state"]) == (201, "open")
    path = f"/consultations/{made.json()['id']}"
    problem(program.post(f"{path}/opinion", {"stance": "agree"}), 403, "denied")
    answer = Program(second).post(f"{path}/opinion", {"stance": "agree"}).json()
    assert (answer["state"], [one["stance"] for one in answer["opinions"]]) == ("agreed", ["agree"])
    assert Program(second).get("/consultations", state="agreed").json()["count"] == 1
    problem(Program(world.person(batch.zone, "clerk_industry")).get(path), 404, "not-found")


CONSULTED = sorted(name for name, permission in ALL.items() if permission.consultation)


@pytest.mark.parametrize("name", CONSULTED)
def test_whatever_is_consulted_about_is_put_into_words_and_its_input_survives_being_kept(name):
    assert name in COMMANDS
    assert name in consultation.EXPLAINED
    schema = str(input_of(name).model_json_schema())
    assert "'binary'" not in schema
    assert "password" not in schema
