"""What the database itself refuses, whoever tries and however."""

import pytest
from django.db import DatabaseError, IntegrityError, InternalError, ProgrammingError, transaction

from sibao.accounts.models import Account
from sibao.approvals.models import Consultation, ConsultationUse, ConsultedBody, Opinion
from sibao.kernel import clock
from tests import world
from tests.approvals.steps import asked, everything, ready, say, stands_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def found(zone, office):
    return asked(office, ready(zone))


def refused(attempt, kinds=(IntegrityError, InternalError, ProgrammingError)):
    before = everything()
    with pytest.raises(kinds) as error, transaction.atomic():
        attempt()
    assert everything() == before
    return str(error.value)


def opinion(found, actor, **more):
    held = {"appointment_id": actor.appointment_id, "account_id": actor.account_id, "holder_id": actor.account_id}
    given = {"zone_id": found.zone_id, "consultation": found, "body": found.bodies.get(), "recorded_at": clock.now()}
    return Opinion.objects.create(**{**given, **held, "stance": "agree", **more})


def test_nobody_is_her_own_second_person(zone, office, found):
    second = world.person(zone, "hq_office_clerk")
    assert "second person" in refused(lambda: opinion(found, office))
    deputy = stands_in(office, second)
    assert "second person" in refused(lambda: opinion(found, deputy, holder_id=office.account_id))
    assert "seat that one holds" in refused(lambda: opinion(found, deputy))
    assert "seat that one holds" in refused(lambda: opinion(found, office, account_id=second.account_id))


def test_a_machine_and_whose_seat_was_not_asked_have_no_opinion(zone, found):
    robot = world.person(zone, "hq_office_clerk")
    Account.objects.filter(pk=robot.account_id).update(is_machine=True)
    assert "machine" in refused(lambda: opinion(found, robot))
    assert "not asked" in refused(lambda: opinion(found, world.person(zone, "clerk_industry")))


def test_a_person_and_a_seat_have_one_opinion_which_stays_as_it_is(zone, found):
    Consultation.objects.filter(pk=found.pk).update(lapses_at=clock.now())
    second = world.person(zone, "hq_office_clerk")
    made = opinion(found, second)
    assert "one_opinion" in refused(lambda: opinion(found, second))
    refused(lambda: Opinion.objects.filter(pk=made.pk).update(stance="disagree", reason="改口"))
    refused(made.delete)
    refused(lambda: ConsultedBody.objects.update(least=0))


def test_nothing_is_agreed_without_its_quorum_nor_begins_agreed(zone, found):
    rows = Consultation.objects.filter(pk=found.pk)
    assert "quorum" in refused(lambda: rows.update(state="agreed"))
    refused(lambda: rows.update(state="carried_out", ended_at=clock.now()))
    refused(lambda: rows.update(quorum=0))
    refused(lambda: rows.update(sealed_given=b"other"))
    refused(lambda: rows.update(fingerprint=b"other"))
    refused(found.delete)
    row = Consultation.objects.get(pk=found.pk)
    row.pk, row.serial, row.state, row.fingerprint = None, row.serial + 1, "agreed", b"other"
    refused(lambda: row.save(force_insert=True))


def test_only_what_is_agreed_is_used_and_once(zone, found):
    def use():
        ConsultationUse.objects.create(zone=zone, consultation=found, recorded_at=clock.now())

    assert "agreed" in refused(use)
    say(world.person(zone, "hq_office_clerk"), found)
    rows = Consultation.objects.filter(pk=found.pk)
    assert "by being used" in refused(lambda: rows.update(state="carried_out", ended_at=clock.now()))
    use()
    refused(use, DatabaseError)
    refused(lambda: ConsultationUse.objects.all().delete())
