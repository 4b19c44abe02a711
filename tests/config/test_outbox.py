"""The real worker and a real mail server: killed in the midst of sending, nothing is sent twice and nothing is lost."""

import asyncio
import signal
import socket
from contextlib import contextmanager
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from sibao.accounts.models import Account
from sibao.inbox import inputs, services
from sibao.inbox.models import Delivery
from sibao.kernel import clock
from tests import world
from tests.browser.site import free_port
from tests.config.site import eventually
from tests.inbox.steps import seat


class Box:
    """A mail server's box; while `held`, a mail that has wholly arrived is not answered."""

    def __init__(self):
        self.kept, self.held = [], True

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the server calls it so
        self.kept.append(envelope.content.decode().split("Message-ID: ")[1].split("\n")[0].strip())
        while self.held:
            await asyncio.sleep(0.05)
        return "250 OK"


@pytest.fixture
def box():
    box, port = Box(), free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    box.url = f"smtp://127.0.0.1:{port}"
    yield box
    box.held = False
    controller.stop()


@contextmanager
def silent():
    """A mail server that takes the call and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"


def state():
    return Delivery.objects.order_by("id").values_list("state", "attempt").first()


def killed(site, mail, when):
    """Let a worker begin, kill it there, and let its lease run out."""
    with site.working(SIBAO_EMAIL_URL=mail) as worker:
        eventually(when, "the worker is in the midst of it", patience=120)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    Delivery.objects.filter(leased_until__isnull=False).update(leased_until=clock.real() - timedelta(seconds=1))


@pytest.mark.slow
def test_a_worker_killed_in_the_midst_of_sending_sends_nothing_twice_and_loses_nothing(site, place, box):
    office, clerk = world.person(place, "hq_office_clerk"), world.person(place, "clerk_industry")
    Account.objects.filter(pk=clerk.account_id).update(email="clerk@jiyuan.example")
    assign(office, place)
    with silent() as mail:
        killed(site, mail, lambda: state() == ("claimed", 1))
    killed(site, box.url, lambda: state() == ("sending", 2) and box.kept)
    box.held = False
    assign(office, place)
    with site.working(SIBAO_EMAIL_URL=box.url):
        eventually(lambda: len(box.kept) == 2, "the next mail goes out", patience=120)
        eventually(lambda: Delivery.objects.filter(state="sent").count() == 1, "and is answered")
        assert state() == ("unknown", 2)
        assert len(set(box.kept)) == 2
        services.resend_delivery(actor=world.cli(place), given=decided())
        eventually(lambda: state() == ("sent", 3), "a person has decided")
    assert box.kept[2] == box.kept[0]


def assign(office, place):
    given = {"kind": "general", "title": "核实用电缺口", "position_id": seat(place, "clerk_industry")}
    services.assign_task(actor=office, given=inputs.AssignTask.model_validate(given))


def decided():
    delivery = Delivery.objects.earliest("id")
    return inputs.ReasonedDelivery(delivery_id=delivery.pk, attempt=delivery.attempt, reason="收件人称未收到")
