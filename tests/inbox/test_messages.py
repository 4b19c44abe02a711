"""Messages: written with what happened, once for each whom it concerns, and nobody else's to see."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import translation

from sibao.accounts.models import Account, Appointment
from sibao.audit.models import AuditLine
from sibao.inbox import inputs, queries, services
from sibao.inbox.models import Message
from sibao.inbox.services import telling
from sibao.inbox.web import message_shown
from sibao.kernel import clock, live, message_kinds
from sibao.kernel.live_hub import Told
from sibao.kernel.message_kinds import MessageKind
from sibao.kernel.models import LiveEvent
from sibao.kernel.refusals import Denied, Invalid, NotFound
from tests import world
from tests.accounts.people import signed_in
from tests.inbox.steps import answer, assign, at, by_clock, complete, reasoned, transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def freight(zone):
    return world.person(zone, "clerk_transport")


def kinds(actor):
    """What somebody was told, oldest first, without the context's name."""
    rows = queries.messages(actor).order_by("id").values_list("kind", flat=True)
    return [kind.removeprefix("inbox:task-") for kind in rows]


def said(actor):
    return message_shown.said(queries.messages(actor).first())


def browser_of(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


def test_whom_a_step_concerns_is_told_and_who_took_it_is_not(office, clerk, freight):
    task = assign(office, "clerk_industry")
    assert (kinds(clerk), kinds(office), kinds(freight)) == (["assigned"], [], [])
    assert "交办 JY-RW-2022-0001：核实用电缺口，06-16 18:00 到期" in said(clerk)
    answer("accept", clerk, task)
    assert kinds(office) == ["accepted"]
    transfer(clerk, task, "clerk_transport")
    assert kinds(freight) == ["handed-over"]
    assert kinds(office) == ["accepted", "moved-on"]
    assert said(office).endswith("已转到 交通局 · 交通运输名单经办")
    reasoned("decline", freight, task)
    assert kinds(clerk) == ["assigned", "declined"]
    complete(clerk, task)
    assert kinds(office) == ["accepted", "moved-on", "completed"]
    reasoned("reopen", office, task, now="2022-06-10 09:00")
    assert kinds(clerk) == ["assigned", "declined", "reopened"]
    reasoned("cancel", office, task, now="2022-06-10 09:00")
    assert kinds(clerk)[-1] == "cancelled"
    assert set(Message.objects.values_list("guarantee", flat=True)) == {"production"}


def test_the_clock_reminds_the_holder_and_tells_the_seat_that_silence_goes_up_to(zone, office, clerk):
    colleague, head = world.person(zone, "clerk_industry"), world.person(zone, "head_industry")
    task = assign(office, "clerk_industry")
    assert by_clock("escalate", task, now="2022-06-10 18:00")
    assert (kinds(head), queries.messages(head).get().urgent) == (["escalated"], True)
    answer("accept", clerk, task, now="2022-06-13 09:00")
    assert by_clock("remind", task, now="2022-06-16 15:00")
    assert by_clock("remind", task, now="2022-06-16 18:00")
    assert kinds(clerk) == ["assigned", "reminder", "overdue"]
    assert kinds(colleague) == ["assigned"]
    assert kinds(office)[-1] == "accepted"


def test_who_stands_in_for_the_holder_is_reminded_too(zone, office, clerk):
    deputy = world.person(zone, "head_commerce")
    giver = Appointment.objects.get(pk=clerk.appointment_id)
    Appointment.objects.create(
        zone=zone,
        account_id=deputy.account_id,
        position=giver.position,
        started_at=at("2022-06-01 00:00"),
        ended_at=at("2022-07-01 00:00"),
        kind="delegated",
        on_behalf_of=giver,
        reason="出差",
    )
    task = assign(office, "clerk_industry")
    answer("accept", clerk, task)
    by_clock("remind", task, now="2022-06-16 15:00")
    assert (kinds(clerk)[-1], kinds(deputy)[-1]) == ("reminder", "reminder")


def test_a_seat_that_was_left_hears_that_its_task_came_back(zone, office, clerk):
    task = assign(office, "clerk_industry")
    answer("accept", clerk, task)
    successor = world.person(zone, "clerk_industry")
    Appointment.objects.filter(pk=clerk.appointment_id).update(ended_at=at("2022-06-09 12:00"))
    by_clock("release", task, now="2022-06-09 13:00")
    assert (kinds(successor), kinds(clerk)) == (["released"], ["assigned"])


def test_a_step_told_again_tells_nobody_twice(office, clerk):
    task = assign(office, "clerk_industry")
    telling.tell_of_step(task.steps.get().pk)
    assert Message.objects.count() == 1
    with pytest.raises(Exception, match="message_once"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            'insert into inbox_message (zone_id, account_id, kind, words, "values", subject_kind, guarantee, urgent,'
            " key, told_at) select zone_id, account_id, kind, words, '{}', '', '', false, key, told_at from inbox_message"
        )


def test_what_is_undone_was_never_told(office, clerk):
    with transaction.atomic():
        assign(office, "clerk_industry")
        transaction.set_rollback(True)
    assert (Message.objects.count(), LiveEvent.objects.filter(topic="messages").count()) == (0, 0)


def test_only_the_pages_of_whom_it_concerns_are_told(office, clerk, freight):
    assign(office, "clerk_industry")
    (told,) = live.since(LiveEvent.objects.filter(topic="messages").get().pk - 1)[-1:]
    assert (told.topic, told.account_ids) == ("messages", {clerk.account_id})
    assert [live.reaches(one, told, clock.now()) for one in (clerk, office, freight)] == [True, False, False]
    to_all = Told(1, "tasks", clerk.zone_id, "", None, None, "", [])
    assert all(live.reaches(one, to_all, clock.now()) for one in (clerk, office, freight))


def test_of_very_many_accounts_one_announcement_names_some_and_all_of_them_are_told(office):
    last, many = live.last_id(), range(1, 2 * live.MOST_NAMED + 2)
    live.announce("messages", zone_id=office.zone_id, account_ids=many)
    told = live.since(last)
    assert [len(one.account_ids) for one in told] == [live.MOST_NAMED, live.MOST_NAMED, 1]
    assert frozenset().union(*(one.account_ids for one in told)) == frozenset(many)


def test_reading_is_remembered_once_and_the_bell_counts_what_is_left(office, clerk):
    first, second = assign(office, "clerk_industry"), assign(office, "clerk_industry", kind="freight")
    browser = browser_of(clerk)
    assert queries.in_head(clerk) == (2, 2)
    page = browser.get("/").content.decode()
    assert "待办 2" in page
    assert "消息 2" in page
    newest = queries.messages(clerk).get(subject_id=second.pk)
    shown = browser.get(f"/messages/{newest.pk}/").content.decode()
    assert f'href="/tasks/{second.pk}/"' in shown
    assert Message.objects.filter(read_at=None).count() == 2  # looking changes nothing, the page's own request does
    assert browser.post(f"/messages/{newest.pk}/read/", HTTP_HX_REQUEST="true").status_code == 200
    newest.refresh_from_db()
    read_at = newest.read_at
    assert read_at is not None
    assert browser.post(f"/messages/{newest.pk}/read/").status_code == 302
    newest.refresh_from_db()
    assert newest.read_at == read_at
    assert "消息 1" in browser.get("/messages/bell/").content.decode()
    assert [row.subject_id for row in queries.unread(clerk)] == [first.pk]


def test_nobody_sees_or_marks_anothers_message(office, clerk, freight):
    assign(office, "clerk_industry")
    hers = Message.objects.get()
    browser = browser_of(freight)
    assert browser.get(f"/messages/{hers.pk}/").status_code == 404
    assert browser.post(f"/messages/{hers.pk}/read/").status_code == 404
    with pytest.raises(NotFound):
        services.read_message(actor=freight, given=inputs.OneMessage(message_id=hers.pk))
    hers.refresh_from_db()
    assert hers.read_at is None
    assert list(queries.messages(freight)) == []


def test_a_message_leads_to_its_subject_only_as_long_as_that_is_within_reach(zone, office):
    unit = world.unit(zone)
    officer = world.person(zone, "liaison_unit", unit=unit)
    task = assign(office, "liaison_unit", kind="unit_matter", unit_id=unit.pk)
    told = queries.messages(officer).get()
    assert message_shown.subject_url(officer, told) == f"/tasks/{task.pk}/"
    elsewhere = world.unit(zone)
    Appointment.objects.filter(pk=officer.appointment_id).update(unit=elsewhere)
    moved = world.actor_in(Appointment.objects.get(pk=officer.appointment_id))
    assert message_shown.subject_url(moved, told) == ""
    assert "已不在您的范围内" in browser_of(officer).get(f"/messages/{told.pk}/").content.decode()


def test_each_reads_a_message_in_her_own_language(office, clerk):
    assign(office, "clerk_industry")
    with translation.override("en"):
        assert "assigned JY-RW-2022-0001" in said(clerk)


KIND = MessageKind("inbox:for-tests", "试", "%(what)s 好了")


@pytest.fixture
def kind(monkeypatch):
    monkeypatch.setitem(message_kinds.KINDS, KIND.code, KIND)


def notify(actor, account_ids, **given):
    wanted = {"kind": KIND.code, "account_ids": account_ids, "key": "x:1", "values": {"what": "通行证"}, **given}
    return services.notify(actor=actor, given=inputs.Notify.model_validate(wanted))


def test_other_contexts_tell_people_by_one_command_and_each_once(zone, kind, office, clerk):
    system, both = world.cli(zone), (office.account_id, clerk.account_id)
    assert notify(system, both[:1]) == 1
    assert notify(system, both) == 1
    assert [said(one) for one in (office, clerk)] == ["通行证 好了"] * 2
    assert AuditLine.objects.filter(command="inbox:message:send", outcome="done").count() == 2


def test_a_call_that_cannot_be_carried_out_tells_nobody(zone, kind, office, clerk):
    for given, field in (({"kind": "inbox:none"}, "kind"), ({"values": {}}, "values")):
        with pytest.raises(Invalid) as refused:
            notify(world.cli(zone), (clerk.account_id,), **given)
        assert list(refused.value.fields) == [field]
    with pytest.raises(Denied):
        notify(office, (clerk.account_id,))
    assert Message.objects.count() == 0


def test_a_kind_is_declared_once():
    with pytest.raises(RuntimeError, match="inbox:task-assigned"):
        message_kinds.declare(telling.ASSIGNED)
