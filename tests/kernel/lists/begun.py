"""What stands in some lists before a moment, and how it changes after."""

from datetime import date, timedelta
from itertools import count, pairwise
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat

from sibao.accounts import services
from sibao.accounts.inputs import CreateMachine, DeclineAccess, Invite, IssueKey, OneInvitation, RevokeKey
from sibao.accounts.models import AccessRequest, Account, Invitation, MachineKey
from sibao.directory.models import SupplyLink, Unit, Zone
from sibao.facts.models import FactCorrection, FactDefinition
from sibao.guidance.models import GuideCheck, Rectification
from sibao.guidance.services.reckoning import reckon as readiness
from sibao.inbox import services as inbox
from sibao.inbox.inputs import Notify, OneMessage, ReasonedDelivery
from sibao.inbox.models import Delivery, Message
from sibao.inbox.services import dispatch
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting
from sibao.whitelist import services as whitelist
from sibao.whitelist.inputs import DeclineProposal, ReasonedApplication
from sibao.whitelist.models import Application, ListProposal
from sibao.whitelist.services.chain import reckon
from tests import consulted, world
from tests.accounts import small_facts, small_guides, small_living
from tests.accounts.test_access import asked
from tests.directory.merging import MERGE, carried
from tests.directory.merging import given as merging
from tests.entry import changes as changes_of_entry
from tests.guidance.steps import checked
from tests.listing import drafted, listed, publicised
from tests.whitelist.applying import applied
from tests.whitelist.test_chain import link

_serial = count(1)
DAY = timedelta(days=1)


def keys(zone: Zone, reader: Actor) -> None:
    """Three keys, two of them used on former days."""
    keeper = world.person(zone, "system_administrator")
    given = CreateMachine(username=f"machine{next(_serial)}", name="公路卡口系统")
    machine = services.create_machine(actor=keeper, given=given)
    for name in ("甲", "乙", "丙"):
        services.issue_key(actor=keeper, given=IssueKey(account_id=machine.pk, name=name, days=30))
    for key in MachineKey.objects.order_by("-id")[:2]:
        for ago in (2, 1, 1):
            use(key, ago)


def use(key: MachineKey, ago: int, *, refused: bool = False) -> None:
    """One use of a key some days ago."""
    services.count_use(key.pk, clock.now() - ago * DAY, clock.today() - ago * DAY, address="", refused=refused)


def use_and_revoke_keys(zone: Zone, reader: Actor) -> None:
    """One key is void, all are used again, one more is there."""
    for key in MachineKey.objects.order_by("id"):
        use(key, 0, refused=True)
    services.revoke_key(actor=world.cli(zone), given=RevokeKey(key_id=key.pk, reason="停用"))
    keys(zone, reader)
    Account.objects.filter(is_machine=True).update(name="改名")


def applications(zone: Zone, reader: Actor) -> None:
    """Three units have applied; of each it is unknown whether it meets the standard."""
    for _ in range(3):
        _applied(zone)


def return_applications(zone: Zone, reader: Actor) -> None:
    """All that are under review are returned, and one more unit applies."""
    for found in Application.objects.filter(state="reviewing"):
        given = ReasonedApplication(application_id=found.pk, version=found.version, reason="请补齐材料")
        whitelist.return_application(actor=world.cli(zone), given=given)
    _applied(zone)


def _applied(zone: Zone) -> None:
    unit = world.unit(zone)
    checked(world.cli(zone), unit)
    applied(world.cli(zone), unit)


def requests(zone: Zone, reader: Actor) -> None:
    """Two requests of officials and two of units."""
    for _ in range(2):
        asked(zone, kind="official", phone=f"1380000{next(_serial):04}")
        asked(zone, world.unit(zone))


def decline_requests(zone: Zone, reader: Actor) -> None:
    """One of each kind is turned down, the unit of another becomes part of another, and more ask."""
    with acting(world.cli(zone)):
        found = list(AccessRequest.objects.filter(state="waiting").order_by("-id"))
        given = [DeclineAccess(request_id=one.pk, reason="材料不全") for one in found[:2]]
    for one in given:
        services.decline_access(actor=world.cli(zone), given=one)
    join(zone, found[2].unit or found[3].unit)
    requests(zone, reader)


def join(zone: Zone, double: Unit) -> None:
    """A unit becomes part of another; whoever agrees holds her seat today."""
    asked = consulted.ask(world.person(zone, "hq_office_clerk"), MERGE, merging(world.unit(zone), double))
    carried(consulted.agree(world.person(zone, "head_industry"), asked))


def invitations(zone: Zone, reader: Actor) -> None:
    """Four units are invited."""
    office = world.person(zone, "hq_office_clerk")
    for _ in range(4):
        services.invite(actor=office, given=Invite(code=world.unit(zone).code))


def withdraw_invitations(zone: Zone, reader: Actor) -> None:
    """One is withdrawn, one unit is invited anew, another becomes part of another, and more are invited."""
    office = world.person(zone, "hq_office_clerk")
    first, second, third = Invitation.objects.filter(withdrawn_at=None).order_by("-id")[:3]
    services.withdraw_invitation(actor=office, given=OneInvitation(invitation_id=first.pk))
    services.invite(actor=office, given=Invite(code=second.unit.code))
    join(zone, third.unit)
    invitations(zone, reader)


def tell(zone: Zone, account_id: int, **more: Any) -> None:
    """Three messages to an account."""
    said = {"by": "示例", "number": "1", "title": "核实用电缺口", "due": "明天"}
    for _ in range(3):
        given = Notify(
            kind="inbox:task-assigned", account_ids=(account_id,), key=f"t{next(_serial)}", values=said, **more
        )
        inbox.notify(actor=world.cli(zone), given=given)


def messages(zone: Zone, reader: Actor) -> None:
    """Three messages to the reader, one of them read."""
    tell(zone, reader.account_id)
    read_some(reader, 1)


def read_some(reader: Actor, number: int) -> None:
    """The reader reads some that she has not read."""
    for message in Message.objects.filter(account=reader.account_id, read_at=None)[:number]:
        inbox.read_message(actor=reader, given=OneMessage(message_id=message.pk))


def read_messages(zone: Zone, reader: Actor) -> None:
    """All are read, and more come."""
    read_some(reader, 9)
    tell(zone, reader.account_id, urgent=True)


def deliveries(zone: Zone, reader: Actor) -> None:
    """One delivery in every state."""
    clerk = world.person(zone, "clerk_industry")
    Account.objects.filter(pk=clerk.account_id).update(email="clerk@jiyuan.example")
    tell(zone, clerk.account_id, urgent=True)
    tell(zone, clerk.account_id)
    now = clock.now()
    for action, later in (("sent", None), ("lose", None), ("give-up", None), ("retry", now + DAY)):
        held = dispatch.claim(zone.pk, now, set())
        assert held
        assert dispatch.begin(held, now)
        assert dispatch.settle(held, action, now, "说明", next_at=later)
    assert dispatch.claim(zone.pk, now, set())


def send_deliveries(zone: Zone, reader: Actor) -> None:
    """The worker of one has died, another is sent, people decide about two; and there are more."""
    Delivery.objects.filter(state="claimed").update(leased_until=clock.real() - DAY)
    dispatch.send_due(zone.pk, clock.now())
    for delivery in Delivery.objects.filter(state__in=["unknown", "given_up"]):
        command = inbox.confirm_delivery if delivery.state == "unknown" else inbox.resend_delivery
        given = ReasonedDelivery(delivery_id=delivery.pk, attempt=delivery.attempt, reason="问过本人")
        command(actor=world.cli(zone), given=given)
    tell(zone, Delivery.objects.latest("id").message.account_id)


def points(zone: Zone, reader: Actor) -> None:
    """A chain of four units."""
    line = [world.unit(zone, staff_count=10) for _ in range(4)]
    for supplier, customer in pairwise(line):
        link(supplier, customer)
    reckon(zone.pk, clock.now())


def loosen_points(zone: Zone, reader: Actor) -> None:
    """One link has ended, another bears longer, and a further chain is there."""
    ended, longer = SupplyLink.objects.filter(material="蒸汽").order_by("-id")[:2]
    SupplyLink.objects.filter(pk=ended.pk).update(ended_on=date(2021, 12, 31))
    SupplyLink.objects.filter(pk=longer.pk).update(stock_days=9)
    points(zone, reader)


def check_units(zone: Zone, reader: Actor) -> None:
    """Three more units check themselves, and all that is to be put right was sent back once more."""
    unchecked = Unit.objects.filter(merged_into=None).exclude(pk__in=GuideCheck.objects.values("unit"))
    for unit in list(unchecked.order_by("id")[:3]):
        small_guides.check(unit)
    Rectification.objects.update(due_at=clock.now(), times_returned=F("times_returned") + 1)
    Unit.objects.update(name=Concat("name", Value("查")))


def reckoned(zone: Zone, reader: Actor) -> None:
    """How ready every unit is."""
    with acting(world.cli(zone)):
        readiness(zone.pk, None, clock.now())


def grade_anew(zone: Zone, reader: Actor) -> None:
    """Some check themselves, and a new one comes."""
    check_units(zone, reader)
    world.unit(zone)
    reckoned(zone, reader)


def proposals(zone: Zone, reader: Actor) -> None:
    """Something is proposed of three units that are on the list."""
    units = [world.unit(zone) for _ in range(3)]
    listed(world.cli(zone), *units)
    small_living.propose(units)


def decide_proposals(zone: Zone, reader: Actor) -> None:
    """One is declined, another has lapsed, and there are more."""
    declined, lapsed = ListProposal.objects.filter(state="open").order_by("id")[:2]
    given = DeclineProposal(proposal_id=declined.pk, version=declined.version, reason="再看一个月")
    whitelist.decline_proposal(actor=world.cli(zone), given=given)
    ListProposal.objects.filter(pk=lapsed.pk).update(state="lapsed", ended_at=clock.now())
    Unit.objects.update(name=Concat("name", Value("议")))
    proposals(zone, reader)


def objections(zone: Zone, reader: Actor) -> None:
    """Somebody objected to each of three units of a publicised batch, and was answered."""
    units = [world.unit(zone) for _ in range(3)]
    batch = publicised(world.cli(zone), drafted(world.cli(zone), *units))
    for unit in units:
        small_living.object_to(batch, unit)


def object_and_rename(zone: Zone, reader: Actor) -> None:
    """Units have other names, and there are more objections."""
    Unit.objects.update(name=Concat("name", Value("异")))
    objections(zone, reader)


def dispute(zone: Zone, reader: Actor) -> None:
    """A unit says that a department is wrong about it."""
    small_facts.dispute(world.unit(zone))


def dispute_and_rename(zone: Zone, reader: Actor) -> None:
    """What was asked is taken back, facts and units have other names, and one more unit asks."""
    FactCorrection.objects.update(state="withdrawn", answered_at=clock.now())
    for rows in (FactDefinition.objects, Unit.objects):
        rows.update(name=Concat("name", Value("又改")))
    dispute(zone, reader)


BEFORE = {
    "whitelist:proposals": proposals,
    "whitelist:objections": objections,
    "facts:corrections": dispute,
    "whitelist:applications": applications,
    "guidance:readiness": reckoned,
    "whitelist:points": points,
    "accounts:keys": keys,
    "accounts:access": requests,
    "accounts:invitations": invitations,
    "inbox:messages": messages,
    "inbox:deliveries": deliveries,
}
AFTER = {
    **changes_of_entry.CHANGES,
    "whitelist:proposals": decide_proposals,
    "whitelist:objections": object_and_rename,
    "facts:corrections": dispute_and_rename,
    "whitelist:applications": return_applications,
    "whitelist:points": loosen_points,
    "accounts:keys": use_and_revoke_keys,
    "accounts:access": decline_requests,
    "accounts:invitations": withdraw_invitations,
    "inbox:messages": read_messages,
    "inbox:deliveries": send_deliveries,
    "guidance:checks": check_units,
    "guidance:rectifications": check_units,
    "guidance:readiness": grade_anew,
}
