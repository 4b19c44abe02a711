"""Doing what nobody does alone: asked by one, agreed to by those who have a say, carried out as the queue does it."""

from datetime import datetime
from typing import Any

from django.test import Client
from pydantic import BaseModel

from sibao.accounts import queries as accounts
from sibao.accounts.inputs import Appoint
from sibao.accounts.models import Appointment
from sibao.approvals import services, tasks
from sibao.approvals.inputs import AskConsultation, GiveOpinion
from sibao.approvals.models import Consultation
from sibao.directory.models import Zone
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from tests import world

_known: dict[tuple[int, str, str], int] = {}


def ask(actor: Actor, permission: str, given: BaseModel, *, now: datetime | None = None) -> Consultation:
    """The question as who wants to do it puts it."""
    wanted = AskConsultation(permission=permission, given=given.model_dump_json(), question="按程序办理")
    return services.ask_consultation(actor=actor, given=wanted, now=now)


def agree(actor: Actor, found: Consultation, *, now: datetime | None = None) -> Consultation:
    """An opinion that agrees."""
    return services.give_opinion(actor=actor, given=GiveOpinion(consultation_id=found.pk, stance="agree"), now=now)


def carry_out(found: Consultation, *, now: datetime | None = None) -> Consultation:
    """What the queue does once the opinions are there."""
    actor = system(found.zone_id, door="queue")
    with acting(actor):
        tasks.carry_out(actor, found.pk, now or clock.now())
    found.refresh_from_db()
    return found


def colleague(zone: Zone, position: str, task: str = "agrees") -> Actor:
    """Somebody in a position for one task: the same person throughout a test."""
    key = (zone.pk, position, task)
    held = Appointment.objects.filter(accounts.running(clock.real()), position__code=position, zone=zone)
    found = held.filter(pk=_known.get(key, 0)).first()
    actor = world.actor_in(found) if found else world.person(zone, position)
    _known[key] = actor.appointment_id or 0
    return actor


def do(actor: Actor, permission: str, given: BaseModel, by: str, *, now: datetime | None = None) -> Consultation:
    """Ask, let a colleague in the position `by` agree, carry out; refused when what is asked would be refused."""
    zone = Zone.objects.get(pk=actor.zone_id)
    found = carry_out(agree(colleague(zone, by), ask(actor, permission, given, now=now), now=now), now=now)
    assert found.state == "carried_out", found.reason
    return found


def appointed(keeper: Actor, given: Appoint) -> Appointment:
    """An appointment that a security administrator has agreed to."""
    do(keeper, "accounts:appointment:create", given, "security_administrator")
    return Appointment.objects.latest("pk")


def asked_by_page(browser: Client, refused: Any) -> Consultation:
    """The question that a page offers with its refusal, sent as it stands there."""
    assert refused.status_code == 409
    offer = refused.context["refusal"]
    said = {"permission": offer.permission, "given": offer.given, "question": "按程序办理"}
    answer = browser.post(offer.ask_at, said)
    found = Consultation.objects.latest("pk")
    assert (answer.status_code, answer["Location"]) == (302, f"/consultations/{found.pk}/")
    return found
