"""Deliveries: every channel by a real server, each attempt once, what is down is caught up, what is unknown is asked."""

import smtplib
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db import connection, transaction

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.config.mail import mail_settings
from sibao.inbox import inputs, services
from sibao.inbox.models import Delivery, DeliveryStep, Message
from sibao.inbox.services import digests, dispatch
from sibao.inbox.services.channels import sms
from sibao.kernel import clock
from sibao.kernel.database.as_of import known_at
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.browser.site import free_port
from tests.inbox.steps import assign, at, by_clock
from tests.inbox.test_messages import browser_of

pytestmark = pytest.mark.django_db
NOON = at("2022-06-09 12:00")


class Box:
    """A mail server's box; `answer` is what it says to the next mail."""

    def __init__(self):
        self.kept, self.answer = [], "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server calls it so
        if self.answer is None:
            server.transport.abort()
        if self.answer is None or self.answer.startswith("250"):
            self.kept.append(envelope)
        return self.answer or "250 OK"

    def texts(self):
        return [envelope.content.decode() for envelope in self.kept]


@pytest.fixture
def box(settings, tmp_path):
    box, port = Box(), free_port()
    for name, value in mail_settings(f"smtp://127.0.0.1:{port}", tmp_path, "https://sibao.example").items():
        setattr(settings, name, value)
    box.controller = Controller(box, hostname="127.0.0.1", port=port)
    yield box
    if box.controller.loop.is_running():
        box.controller.stop()


@pytest.fixture
def office(zone):
    return world.person(zone, "hq_office_clerk")


@pytest.fixture
def clerk(zone):
    found = world.person(zone, "clerk_industry")
    Account.objects.filter(pk=found.account_id).update(email="clerk@jiyuan.example")
    return found


@pytest.fixture(autouse=True)
def told_by_its_steps(zone):
    """Whatever a test has done, the steps tell every delivery as it stands."""
    yield
    told = ("pk", "state", "attempt", "next_at", "note", "sent_at", "tried_since")
    stands = list(Delivery.objects.order_by("pk").values(*told))
    with known_at(at("2100-01-01 00:00")):
        assert list(Delivery.objects.order_by("pk").values(*told)) == stands


def states():
    return list(Delivery.objects.order_by("id").values_list("channel", "state", "attempt"))


def send(zone, now=NOON):
    return dispatch.send_due(zone.pk, now)


def told(delivery):
    return list(delivery.steps.order_by("id").values_list("attempt", "action"))


def prefer(actor, **given):
    return services.set_preferences(actor=actor, given=inputs.SetPreferences.model_validate(given))


def test_a_mail_says_the_kind_and_the_way_and_nothing_of_the_message(zone, box, office, clerk):
    box.controller.start()
    assign(office, "clerk_industry", title="核实王某某家庭情况")
    assert send(zone) == 1
    (mail_,) = box.texts()
    delivery = Delivery.objects.get()
    assert f"Message-ID: <{delivery.reference}@localhost>" in mail_
    assert box.kept[0].rcpt_tos == ["clerk@jiyuan.example"]
    message = dispatch._letter(delivery)
    assert (
        message.text == f"您有一条新消息：任务交办。请登录查看：http://localhost:8000/messages/{delivery.message_id}/"
    )
    assert states() == [("mail", "sent", 1)]
    assert told(delivery) == [(1, "claim"), (1, "begin"), (1, "sent")]
    assert send(zone) == 0


def test_who_has_no_address_is_told_by_the_page_alone(zone, office):
    world.person(zone, "clerk_industry")
    assign(office, "clerk_industry")
    assert (Message.objects.count(), Delivery.objects.count()) == (1, 0)


def test_a_mail_server_that_is_down_for_a_day_is_caught_up_and_asked_once_a_time(zone, box, office, clerk):
    for _number in range(3):
        assign(office, "clerk_industry")
    now = NOON
    while now < NOON + timedelta(days=1):
        assert send(zone, now) <= 1  # the first that finds it down leaves the others alone
        now += timedelta(minutes=30)
    assert {state for _channel, state, _attempt in states()} == {"waiting"}
    assert "连接不上" in Delivery.objects.order_by("-attempt")[0].note
    box.controller.start()
    send(zone, now + timedelta(hours=1))
    assert {state for _channel, state, _attempt in states()} == {"sent"}
    assert len(box.kept) == 3
    assert DeliveryStep.objects.filter(action="begin").count() == 3


def test_what_never_goes_out_is_given_up_after_three_days_and_can_be_sent_again(zone, box, office, clerk):
    assign(office, "clerk_industry")
    send(zone, NOON + timedelta(days=3))
    delivery = Delivery.objects.get()
    assert delivery.state == "given_up"
    box.controller.start()
    services.resend_delivery(actor=world.cli(zone), given=reasoned(delivery), now=NOON)
    send(zone)
    assert states() == [("mail", "sent", 2)]


def reasoned(delivery, **more):
    return inputs.ReasonedDelivery(
        **{"delivery_id": delivery.pk, "attempt": delivery.attempt, "reason": "已排除故障", **more}
    )


@pytest.mark.parametrize(
    ("answer", "state", "count"), [("550 no such box", "given_up", 0), ("451 try later", "waiting", 0)]
)
def test_what_the_server_answers_is_an_answer(zone, box, office, clerk, answer, state, count):
    box.controller.start()
    box.answer = answer
    assign(office, "clerk_industry")
    send(zone)
    assert states() == [("mail", state, 1)]
    assert answer[:3] in Delivery.objects.get().note
    assert len(box.kept) == count


def test_a_mail_that_left_and_was_not_answered_is_asked_of_a_person_and_not_sent_again(zone, box, office, clerk):
    box.controller.start()
    box.answer = None
    assign(office, "clerk_industry")
    send(zone)
    delivery = Delivery.objects.get()
    assert (states(), told(delivery)) == ([("mail", "unknown", 1)], [(1, "claim"), (1, "begin"), (1, "lose")])
    assert send(zone, NOON + timedelta(days=2)) == 0
    assert len(box.kept) == 1
    browser = browser_of(world.person(zone, "system_administrator"))
    assert "不知道对方收到没有" in browser.get(f"/messages/deliveries/{delivery.pk}/").content.decode()
    given = {"reason": "收件人称未收到", "version": "1"}
    assert browser.post(f"/messages/deliveries/{delivery.pk}/resend/", given).status_code == 302
    box.answer = "250 OK"
    send(zone, clock.now())
    references = {text.split("Message-ID: ")[1].split("\n")[0] for text in box.texts()}
    assert (len(box.kept), len(references)) == (2, 1)
    assert AuditLine.objects.get(command="inbox:delivery:resend").outcome == "done"


def unknown(zone, office):
    assign(office, "clerk_industry")
    held = dispatch.claim(zone.pk, NOON, set())
    assert dispatch.begin(held, NOON)
    dispatch.settle(held, "lose", NOON)
    return Delivery.objects.get()


def test_a_decision_needs_the_right_the_state_and_the_attempt_that_was_seen(zone, office, clerk):
    delivery = unknown(zone, office)
    former = Delivery.objects.values().get()
    for actor, given, refusal in (
        (clerk, reasoned(delivery), Denied),
        (world.cli(zone), reasoned(delivery, attempt=0), Conflict),
        (world.cli(zone), reasoned(delivery, delivery_id=2**40), NotFound),
    ):
        with pytest.raises(refusal):
            services.confirm_delivery(actor=actor, given=given)
    assert Delivery.objects.values().get() == former
    services.confirm_delivery(actor=world.cli(zone), given=reasoned(delivery))
    with pytest.raises(WrongMove):
        services.confirm_delivery(actor=world.cli(zone), given=reasoned(delivery))
    assert states() == [("mail", "sent", 1)]


def died(real):
    Delivery.objects.update(leased_until=real - timedelta(seconds=1))


def test_a_worker_that_died_before_anything_left_is_followed_by_another(zone, box, office, clerk):
    box.controller.start()
    assign(office, "clerk_industry")
    dead = dispatch.claim(zone.pk, NOON, set())
    assert send(zone) == 0  # held by the lease
    died(clock.real())
    assert send(zone) == 1
    assert (states(), len(box.kept)) == ([("mail", "sent", 2)], 1)
    assert not dispatch.begin(dead, NOON)  # who comes back from the dead sends nothing
    assert not dispatch.settle(dead, "sent", NOON)
    assert states() == [("mail", "sent", 2)]


def test_the_database_lets_no_attempt_leave_twice(zone, office, clerk):
    delivery = unknown(zone, office)
    again = {"zone_id": zone.pk, "delivery": delivery, "attempt": 1, "action": "begin", "recorded_at": NOON}
    again["next_at"] = NOON
    with pytest.raises(Exception, match="attempt_handed_over_once"), transaction.atomic():
        DeliveryStep.objects.create(**again)
    with pytest.raises(Exception, match="transition"), transaction.atomic():
        Delivery.objects.update(state="claimed", leased_until=NOON)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("delete from inbox_deliverystep")


def test_an_account_that_was_closed_meanwhile_is_written_no_mail(zone, office, clerk):
    assign(office, "clerk_industry")
    Account.objects.filter(pk=clerk.account_id).update(is_active=False)
    send(zone)
    assert (states(), mail.outbox) == ([("mail", "given_up", 1)], [])


def test_quiet_hours_hold_what_is_not_urgent(zone, office, clerk):
    prefer(clerk, quiet_from=22 * 60, quiet_to=7 * 60)
    task = assign(office, "clerk_industry", now="2022-06-09 23:00")
    assert Delivery.objects.get().next_at == at("2022-06-10 07:00")
    by_clock("remind", task, now="2022-06-16 23:30")
    urgent = Delivery.objects.order_by("id").last()
    assert (urgent.urgent, urgent.next_at) == (True, at("2022-06-16 23:30"))
    assert send(zone, at("2022-06-16 23:31")) == 2
    assert Delivery.objects.order_by("sent_at", "id").first().state == "sent"


def test_a_digest_comes_once_on_a_working_morning_and_only_after_something_new(zone, office, clerk):
    prefer(clerk, kinds=[{"kind": "inbox:task-assigned", "channels": ["mail"], "digest": True}])
    for _number in range(2):
        assign(office, "clerk_industry", now="2022-06-10 17:00")  # a Friday
    assert Delivery.objects.count() == 0
    assert [digests.send_digests(zone.pk, at(f"2022-06-{day}")) for day in ("11 09:00", "13 08:00")] == [0, 0]
    assert [digests.send_digests(zone.pk, at(f"2022-06-{day}")) for day in ("13 08:30", "13 09:00")] == [1, 0]
    digest = Message.objects.get(kind="inbox:digest")
    assert (digest.values, digest.read_at) == ({"day": "06-13", "count": 2}, at("2022-06-13 08:30"))
    assert states() == [("mail", "waiting", 0)]
    assert digests.send_digests(zone.pk, at("2022-06-14 09:00")) == 0
    assign(office, "clerk_industry", now="2022-06-14 10:00")
    assert digests.send_digests(zone.pk, at("2022-06-15 09:00")) == 1


def test_preferences_are_kept_by_the_page_and_the_phone_is_sealed_and_masked(zone, settings, tmp_path, office, clerk):
    settings.SIBAO_HOME = tmp_path
    browser = browser_of(clerk)
    given = {"phone": "138 0000 0011", "kind-inbox-task-assigned": ["sms"], "quiet_from": "", "quiet_to": ""}
    assert browser.post("/messages/preferences/", given).status_code == 302
    page = browser.get("/messages/preferences/").content.decode()
    assert "138****0011" in page
    assert "13800000011" not in page
    assign(office, "clerk_industry")
    send(zone)
    assert states() == [("sms", "sent", 1)]
    (file,) = (tmp_path / "sms").iterdir()
    assert '"to": "13800000011"' in file.read_text(encoding="utf-8")
    assert "核实" not in file.read_text(encoding="utf-8")
    assert browser.post("/messages/preferences/", {"remove_phone": "on"}).status_code == 302
    assert "138****0011" not in browser.get("/messages/preferences/").content.decode()


@pytest.mark.parametrize(
    "given",
    [{"phone": "0391-6630000"}, {"quiet_from": "22:00"}, {"quiet_from": "22:00", "quiet_to": "22:00"}],
)
def test_preferences_that_make_no_sense_change_nothing(clerk, given):
    browser = browser_of(clerk)
    assert browser.post("/messages/preferences/", given).status_code == 422
    assert browser.get("/messages/preferences/").status_code == 200
    assert AuditLine.objects.filter(command="inbox:preference:edit", outcome="done").count() == 0


def test_an_unknown_kind_and_a_robot_where_there_is_none_are_refused(clerk):
    for given, field in (({"kinds": [{"kind": "none:none"}]}, "kinds"), ({"robot": "https://r.example/x"}, "robot")):
        with pytest.raises(Invalid) as refused:
            prefer(clerk, **given)
        assert list(refused.value.fields) == [field]


def test_the_adapter_of_sms_is_named_by_the_environment(zone, settings, clerk, office):
    settings.SMS_ADAPTER = f"{__name__}.Broken"
    prefer(clerk, phone="13800000011", kinds=[{"kind": "inbox:task-assigned", "channels": ["sms"]}])
    assign(office, "clerk_industry")
    send(zone)
    assert states() == [("sms", "unknown", 1)]
    assert isinstance(sms.Files(), sms.Files)


class Broken:
    """An adapter whose provider falls silent."""

    def send(self, phone, text, reference):
        raise smtplib.SMTPServerDisconnected
