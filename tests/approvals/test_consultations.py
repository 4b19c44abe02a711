"""A consultation from the refusal that begins it to the command that it lets pass."""

from datetime import timedelta

import pytest
from django.db import connection
from pydantic import ValidationError

from sibao.accounts.inputs import Appoint, EndAppointment
from sibao.accounts.models import Account, Position
from sibao.accounts.services import appoint, end_appointment
from sibao.approvals import queries, services, tasks
from sibao.approvals.inputs import GiveOpinion, OneConsultation
from sibao.approvals.models import Consultation, Opinion
from sibao.audit.models import AuditLine
from sibao.inbox import queries as inbox
from sibao.inbox import tasks as inbox_tasks
from sibao.inbox.models import Message, Task, TaskStep
from sibao.inbox.states import OPEN
from sibao.kernel.access import acting, system
from sibao.kernel.commands import COMMANDS
from sibao.kernel.documents.issuing import verify
from sibao.kernel.jobs import AWAITED
from sibao.kernel.refusals import BadRequest, Denied, Invalid, NeedsConsultation, NotFound, WrongMove
from sibao.whitelist.inputs import DropUnit
from sibao.whitelist.models import Batch
from sibao.whitelist.services import drop_unit, publish_batch
from tests import consulted, world
from tests.approvals.steps import asked, everything, over, ready, rule, say, stands_in, withdraw
from tests.listing import PUBLISH, publication

pytestmark = pytest.mark.django_db
APPOINT = "accounts:appointment:create"


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def second(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def batch(zone):
    return ready(zone)


def state(batch):
    return Batch.objects.get(pk=batch.pk).state


def carried(found):
    return consulted.carry_out(found, now=over())


def test_nobody_publishes_alone_and_the_refusal_says_what_could_be_asked(zone, office, batch):
    before = everything()
    with pytest.raises(NeedsConsultation) as refused:
        publish_batch(actor=office, given=publication(batch), now=over())
    assert refused.value.permission == PUBLISH
    assert refused.value.ask_at == "/consultations/ask/"
    with pytest.raises(NeedsConsultation):
        publish_batch(actor=world.cli(zone), given=publication(batch), now=over())
    assert everything() == before


def test_a_second_person_agrees_and_exactly_what_was_asked_is_done_for_who_asked(zone, office, second, batch):
    found = asked(office, batch, "济四保办〔2022〕77号")
    assert (found.state, state(batch)) == ("open", "publicised")
    assert ["公告文号", "", "济四保办〔2022〕77号"] in found.words
    assert list(queries.waiting_for(second)) == [found]
    assert list(queries.waiting_for(office)) == []
    task = inbox.my_open(second).get(subject_kind="consulted_body")
    assert timedelta() <= task.due_at - found.answer_due_at < timedelta(minutes=1)
    say(second, found)
    assert state(batch) == "publicised"
    assert carried(found).state == "carried_out"
    published = Batch.objects.get(pk=batch.pk)
    assert (published.state, published.notice_number) == ("published", "济四保办〔2022〕77号")
    line = AuditLine.objects.filter(command=PUBLISH, outcome="done").latest("pk")
    assert (line.account_id, line.appointment_id) == (office.account_id, office.appointment_id)
    assert line.details["consultation"] == found.pk
    task.refresh_from_db()
    assert task.state == "done"
    after = everything()
    carried(found)
    assert everything() == after


def test_the_decision_goes_out_once_with_number_and_check_code(zone, client, office, second, batch):
    found = asked(office, batch)
    system, given = world.cli(zone), OneConsultation(consultation_id=found.pk)
    assert services.issue_decision(actor=system, given=given) is None
    say(second, found)
    issued = services.issue_decision(actor=system, given=given)
    assert issued.number == f"JY-HQ-{found.year}-{found.serial:04d}"
    assert verify(issued.check_code).state == "valid"
    assert issued.number in client.get(f"/zh/verify/{issued.check_code}/").content.decode()
    assert services.issue_decision(actor=system, given=given) is None


def test_what_would_be_refused_is_refused_before_anybody_is_asked(zone, office, batch):
    before = everything()
    with pytest.raises(WrongMove, match="公示期未满"):
        consulted.ask(office, PUBLISH, publication(batch))
    with pytest.raises(Denied):
        asked(world.person(zone, "clerk_industry"), batch)
    with pytest.raises(BadRequest):
        asked(world.cli(zone), batch)
    with pytest.raises(Invalid):
        consulted.ask(office, "whitelist:batch:fill", publication(batch))
    with pytest.raises(Invalid):
        consulted.ask(office, PUBLISH, GiveOpinion(consultation_id=1, stance="agree"))
    assert everything() == before


def test_without_a_rule_nothing_that_needs_one_can_be_asked_or_done(zone, office, batch):
    rule(zone, {"role": "security_administrator"}, permission=APPOINT)
    before = everything()
    with pytest.raises(Invalid, match="会签规定"):
        asked(office, batch)
    with pytest.raises(NeedsConsultation):
        publish_batch(actor=office, given=publication(batch), now=over())
    assert everything() == before


def test_the_same_is_asked_once_at_a_time(zone, office, second, batch):
    found = asked(office, batch)
    with pytest.raises(Invalid, match="会签中"):
        asked(office, batch)
    withdraw(office, found)
    assert asked(office, batch).serial == found.serial + 1


def test_agreement_to_one_number_is_no_agreement_to_another(zone, office, second, batch):
    say(second, asked(office, batch, "济四保办〔2022〕77号"))
    for actor, number in ((office, "济四保办〔2022〕78号"), (second, "济四保办〔2022〕77号")):
        with pytest.raises(NeedsConsultation):
            publish_batch(actor=actor, given=publication(batch, number), now=over())
    assert state(batch) == "publicised"
    publish_batch(actor=office, given=publication(batch, "济四保办〔2022〕77号"), now=over())
    assert Consultation.objects.get().state == "carried_out"


def test_who_asks_her_deputy_and_whose_deputy_she_is_are_no_second_person(zone, office, second, batch):
    third = world.person(zone, "hq_office_clerk")
    hers, for_third = stands_in(office, second), stands_in(third, office)
    found = asked(office, batch)
    before = everything()
    for actor in (office, hers, for_third, world.person(zone, "hq_commander")):
        with pytest.raises((Denied, NotFound)):
            say(actor, found)
    assert everything() == before
    withdraw(office, found)
    asked_for_third = asked(for_third, batch)
    with pytest.raises(Denied):
        say(third, asked_for_third)
    say(second, asked_for_third)
    assert carried(asked_for_third).state == "carried_out"


def test_a_deputy_signs_as_a_deputy_and_her_seat_counts_once(zone, office, second, batch):
    rule(zone, {"role": "hq_office", "least": 2}, quorum=2)
    third = world.person(zone, "hq_office_clerk")
    deputy = stands_in(second, third)
    found = asked(office, batch)
    say(deputy, found)
    assert f"（代 {second.name}）" in Opinion.objects.get().by
    for same in (second, third):
        with pytest.raises(Denied):
            say(same, found)
    assert Consultation.objects.get(pk=found.pk).state == "open"
    say(world.person(zone, "hq_office_clerk"), found)
    assert Consultation.objects.get(pk=found.pk).state == "agreed"


def test_each_body_needs_its_own_and_a_person_in_two_of_them_counts_once(zone, office, second, batch):
    rule(zone, {"role": "hq_office"}, {"organisation": "economic_hq"}, quorum=2)
    commander = world.person(zone, "hq_commander")
    both = Account.objects.get(pk=second.account_id)
    seat = both.appointments.create(
        zone=zone, position=Position.objects.get(zone=zone, code="hq_commander"), started_at=world.START
    )
    found = asked(office, batch)
    say(second, found)
    with pytest.raises(Denied):
        say(world.actor_in(seat), found)
    say(world.person(zone, "hq_office_clerk"), found)
    assert Consultation.objects.get(pk=found.pk).state == "open"
    say(commander, found)
    assert carried(found).state == "carried_out"


def test_the_asker_counts_only_where_the_pack_says_so(zone, office, second, batch):
    rule(zone, {"role": "hq_office"}, quorum=2, asker_counts=True)
    found = asked(office, batch)
    say(office, found)
    assert Consultation.objects.get(pk=found.pk).state == "open"
    say(second, found)
    assert Consultation.objects.get(pk=found.pk).state == "agreed"


def test_one_who_disagrees_says_why_and_ends_it(zone, office, second, batch):
    found = asked(office, batch)
    for stance in ("disagree", "abstain"):
        with pytest.raises(ValidationError):
            GiveOpinion(consultation_id=found.pk, stance=stance)
    say(second, found, "disagree", "名单有误")
    found.refresh_from_db()
    assert (found.state, found.opinions.get().reason) == ("disagreed", "名单有误")
    assert carried(found).state == "disagreed"
    with pytest.raises(WrongMove):
        say(world.person(zone, "hq_office_clerk"), found)
    assert state(batch) == "publicised"


def test_without_a_veto_the_others_still_decide_and_abstaining_is_no_agreement(zone, office, second, batch):
    rule(zone, {"role": "hq_office"}, veto=False)
    found = asked(office, batch)
    say(second, found, "disagree", "名单有误")
    say(world.person(zone, "hq_office_clerk"), found, "abstain", "不了解")
    assert Task.objects.filter(subject_kind="consulted_body", state__in=OPEN).count() == 1, (
        "its agreement is still owed"
    )
    assert Consultation.objects.get(pk=found.pk).state == "open"
    say(world.person(zone, "hq_office_clerk"), found)
    assert Consultation.objects.get(pk=found.pk).state == "agreed"


def test_only_who_asked_takes_it_back_and_only_before_it_is_decided(zone, office, second, batch):
    found = asked(office, batch)
    with pytest.raises(Denied):
        withdraw(second, found)
    say(second, found)
    with pytest.raises(WrongMove):
        withdraw(office, found)
    assert Consultation.objects.get(pk=found.pk).state == "agreed"


def test_what_nobody_answers_in_time_expires_and_a_late_opinion_is_refused(zone, office, second, batch):
    found = asked(office, batch)
    late = found.lapses_at + timedelta(seconds=1)
    with pytest.raises(WrongMove):
        say(second, found, now=late)
    with acting(world.cli(zone)):
        tasks.look(world.cli(zone), found.lapses_at - timedelta(seconds=1))
        assert Consultation.objects.get(pk=found.pk).state == "open"
        tasks.look(world.cli(zone), late)
    assert Consultation.objects.get(pk=found.pk).state == "expired"
    assert inbox.my_open(second).filter(subject_kind="consulted_body").count() == 0
    assert state(batch) == "publicised"


def test_silence_goes_up_to_the_commander_and_the_one_who_was_asked_still_counts(zone, office, second, batch):
    commander = world.person(zone, "hq_commander")
    found = asked(office, batch)
    task = inbox.my_open(second).get(subject_kind="consulted_body")
    clockwork = system(zone.pk, door="schedule")
    with acting(clockwork):
        while inbox_tasks.look(clockwork, found.answer_due_at - timedelta(minutes=1)):
            pass
        assert not TaskStep.objects.filter(task=task, action="escalate").exists()
        while inbox_tasks.look(clockwork, task.due_at + timedelta(minutes=1)):
            pass
    went_up = TaskStep.objects.get(task=task, action="escalate")
    assert went_up.to_position.code == "hq_commander"
    assert task in inbox.tasks(commander).filter(inbox.gone_up_to(commander))
    assert inbox.governs(commander, task), "she may hand it on"
    assert Message.objects.filter(account_id=commander.account_id, kind="inbox:task-escalated").exists()
    assert found.answer_due_at < task.due_at + timedelta(minutes=1) < found.lapses_at
    say(second, found, now=task.due_at + timedelta(minutes=2))
    assert Consultation.objects.get(pk=found.pk).state == "agreed"
    assert carried(found).state == "carried_out"
    assert state(batch) == "published"
    task.refresh_from_db()
    assert task.state == "done"


def test_when_the_world_has_changed_nothing_is_done_and_who_asked_reads_why(zone, office, second):
    batch = ready(zone)
    found = asked(office, batch)
    unit = batch.members.first().unit_id
    drop_unit(actor=office, given=DropUnit(batch_id=batch.pk, unit_id=unit, reason="异议成立"))
    say(second, found)
    assert carried(found).state == "not_carried_out"
    assert "刚被别人改过" in found.reason
    assert [row.reason for row in queries.asked_lately(office, over())] == [found.reason]
    told = Message.objects.get(kind="approvals:consultation-ended", account_id=office.account_id)
    assert told.values["state"] == "已同意，未能办理"
    assert state(batch) == "publicised"


def test_what_was_agreed_to_does_not_wait_for_what_the_clock_does_by_itself(office, second, batch):
    say(second, asked(office, batch))
    with connection.cursor() as cursor:
        cursor.execute("select queue_name from procrastinate_jobs where task_name = 'sibao.approvals.close'")
        assert cursor.fetchall() == [(AWAITED,)]


def test_what_was_agreed_to_is_not_done_for_somebody_who_has_left(zone, office, second, batch):
    found = asked(office, batch)
    say(second, found)
    given = EndAppointment(appointment_id=office.appointment_id, reason="轮岗")
    end_appointment(actor=world.cli(zone), given=given)
    assert carried(found).state == "not_carried_out"
    assert "任职已结束" in found.reason
    assert state(batch) == "publicised"


def test_a_minute_later_the_clock_carries_out_what_a_killed_worker_left(zone, office, second, batch):
    found = asked(office, batch)
    say(second, found)
    with acting(world.cli(zone)):
        tasks.look(world.cli(zone), over())
        assert state(batch) == "publicised"
        tasks.look(world.cli(zone), over() + timedelta(minutes=6))
    assert state(batch) == "published"


def test_a_command_that_is_no_more_keeps_no_other_consultation_waiting(
    zone, office, second, batch, monkeypatch, caplog
):
    keeper, security = world.person(zone, "system_administrator"), world.person(zone, "security_administrator")
    account = Account.objects.create(zone=zone, username="new", name="新人", created_at=world.START)
    seat = Position.objects.get(zone=zone, code="clerk_industry")
    broken = consulted.ask(keeper, APPOINT, Appoint(account_id=account.pk, position_id=seat.pk))
    consulted.agree(security, broken)
    found = asked(office, batch)
    say(second, found)
    monkeypatch.delitem(COMMANDS, APPOINT)
    with acting(world.cli(zone)):
        tasks.look(world.cli(zone), over() + timedelta(minutes=6))
    assert state(batch) == "published"
    assert queries.document(found) is not None
    assert f"consultation {broken.pk} " in caplog.text
    assert Consultation.objects.get(pk=broken.pk).state == "agreed"


def test_two_administrators_appoint_and_the_operator_of_the_installation_may_alone(zone):
    keeper, security = world.person(zone, "system_administrator"), world.person(zone, "security_administrator")
    account = Account.objects.create(zone=zone, username="new", name="新人", created_at=world.START)
    seat = Position.objects.get(zone=zone, code="clerk_industry")
    given = Appoint(account_id=account.pk, position_id=seat.pk)
    with pytest.raises(NeedsConsultation):
        appoint(actor=keeper, given=given)
    found = consulted.ask(keeper, APPOINT, given)
    assert ["岗位", "", seat.title] in found.words
    consulted.agree(security, found)
    assert consulted.carry_out(found).state == "carried_out"
    assert account.appointments.get().position == seat
    other = Account.objects.create(zone=zone, username="first", name="首任", created_at=world.START)
    appoint(actor=world.cli(zone), given=Appoint(account_id=other.pk, position_id=seat.pk))
    assert AuditLine.objects.latest("pk").details["consultation"] == "command line"


def test_who_was_not_asked_sees_nothing_of_it(zone, office, batch):
    found = asked(office, batch)
    for stranger in ("clerk_industry", "head_industry", "system_administrator"):
        with pytest.raises(NotFound):
            queries.consultation(world.person(zone, stranger), found.pk)
    assert queries.consultation(world.person(zone, "hq_commander"), found.pk) == found
