"""Whoever would be her own second person after all, answer what is over, or have something else done than was asked."""

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction

from sibao.accounts.models import Appointment
from sibao.approvals.models import Consultation, ConsultationUse, Opinion
from sibao.inbox import queries as inbox
from sibao.inbox.models import Task
from sibao.kernel import clock
from sibao.kernel.refusals import Denied, WrongMove
from sibao.kernel.secrets import month, seal
from sibao.whitelist.models import Batch
from tests import consulted, world
from tests.approvals.steps import asked, everything, over, ready, rule, say, stands_in, withdraw
from tests.directory.merging import MERGE, given
from tests.listing import publication
from tests.seen import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def second(zone):
    return world.person(zone, "hq_office_clerk")


def test_a_delegation_given_after_the_question_makes_no_second_person(zone, office, second):
    found = asked(office, ready(zone))
    hers, for_second = stands_in(office, second), stands_in(second, office)
    before = everything()
    for actor in (hers, for_second, office):
        with pytest.raises(Denied):
            say(actor, found)
    assert everything() == before
    say(second, found)
    assert consulted.carry_out(found, now=over()).state == "carried_out"


def test_what_is_withdrawn_is_answered_by_nobody_and_waits_for_nobody(zone, office, second):
    found = asked(office, ready(zone))
    withdraw(office, found)
    before = everything()
    with pytest.raises(WrongMove):
        say(second, found)
    assert browser(second).post(f"/consultations/{found.pk}/opinion/", {"stance": "agree"}).status_code == 409
    row = {"appointment_id": second.appointment_id, "account_id": second.account_id, "holder_id": second.account_id}
    with pytest.raises((IntegrityError, InternalError), match="closed"), transaction.atomic():
        Opinion.objects.create(
            zone=zone, consultation=found, body=found.bodies.get(), stance="agree", recorded_at=clock.now(), **row
        )
    assert everything() == before
    assert not inbox.my_open(second).filter(subject_kind="consulted_body").exists()
    assert consulted.carry_out(found, now=over()).state == "withdrawn"


def test_an_input_that_was_changed_behind_the_database_is_not_carried_out(zone, office, second):
    batch = ready(zone)
    found = asked(office, batch, "济四保办〔2022〕77号")
    say(second, found)
    other = publication(batch, "济四保办〔2022〕78号")
    rows = Consultation.objects.filter(pk=found.pk)
    with pgtrigger.ignore("approvals.Consultation:stays_as_asked"):
        rows.update(sealed_given=seal(other.model_dump_json(), pack="approvals", period=month()))
    assert consulted.carry_out(found, now=over()).state == "not_carried_out"
    assert "须经会签" in found.reason
    assert Batch.objects.get(pk=batch.pk).state == "publicised"
    assert not ConsultationUse.objects.filter(consultation=found).exists()


def test_a_rule_that_is_loosened_meanwhile_loosens_nothing_that_was_asked(zone, office, second):
    rule(zone, {"role": "hq_office", "least": 2}, quorum=2)
    found = asked(office, ready(zone))
    rule(zone, {"role": "hq_office"}, asker_counts=True)
    with pytest.raises(Denied):
        say(office, found)
    say(second, found)
    assert Consultation.objects.get(pk=found.pk).state == "open"


def test_the_task_goes_to_a_seat_of_ones_own_house_that_somebody_else_holds(zone):
    clerk = world.person(zone, "clerk_commerce")
    pairs = [[world.unit(zone, sector="commerce") for _one in range(2)] for _pair in range(3)]

    def seat(pair):
        found = consulted.ask(clerk, MERGE, given(*pair))
        body = found.bodies.get(role__code="department_head")
        return Task.objects.get(subject_kind="consulted_body", subject_id=body.pk).position.code

    assert seat(pairs[0]) == "head_commerce", "nobody sits anywhere: her own house"
    world.person(zone, "head_industry")
    assert seat(pairs[1]) == "head_industry", "there somebody can answer"
    head = world.person(zone, "head_commerce")
    assert seat(pairs[2]) == "head_commerce"
    Appointment.objects.filter(pk=head.appointment_id).update(account_id=clerk.account_id)
    third = consulted.ask(clerk, MERGE, given(*pairs[2], reason="再核对过，同一家"))
    body = third.bodies.get(role__code="department_head")
    task = Task.objects.get(subject_kind="consulted_body", subject_id=body.pk)
    assert task.position.code == "head_industry", "her own seat is no second person's"
