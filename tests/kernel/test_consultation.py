"""The gate before what nobody does alone: shut without a gate, tried before it is asked about, open once."""

import pytest
from pydantic import BaseModel

from sibao.audit.models import AuditLine
from sibao.directory.models import Zone
from sibao.kernel import clock, consultation
from sibao.kernel.commands import COMMANDS, Done, Subject, command, input_of, rehearse
from sibao.kernel.permissions import ALL, Permission, declare
from sibao.kernel.refusals import Denied, Invalid, NeedsConsultation
from tests import world

pytestmark = pytest.mark.django_db
NAME = "directory:zone:rename"


class Rename(BaseModel):
    """A new name for the zone; `loud` is what needs a second person when only that does."""

    name: str
    loud: bool = False


@pytest.fixture(params=[True])
def rename(request, zone):
    """A command that needs a consultation."""
    declare(Permission(NAME, "改名", "Rename", consultation=request.param))

    @command(NAME)
    def rename_zone(*, actor, now, given: Rename):
        if not given.name:
            raise Invalid(fields={"name": "请填写"})
        Zone.objects.filter(pk=actor.zone_id).update(name=given.name)
        return Done(given.name, Subject("zone", actor.zone_id, "示范区"))

    yield rename_zone
    COMMANDS.pop(NAME), ALL.pop(NAME)


class Opens:
    """A gate that knows one completed consultation."""

    ask_at = "/ask/"

    def __init__(self, asked):
        self.left = [asked]

    def use_up(self, name, actor, given, now):
        return {"consultation": 7} if self.left and self.left.pop() == given else None


@pytest.fixture
def gate():
    """Stand at the gate for the length of a test; whoever stood there returns."""
    before = list(consultation._gates)
    yield consultation.set_gate
    consultation._gates[:] = before


def name_of(zone):
    return Zone.objects.get(pk=zone.pk).name


def test_without_a_gate_it_is_refused_and_nothing_is_done(zone, rename, gate):
    gate(None)
    with pytest.raises(NeedsConsultation) as refused:
        rename(actor=world.cli(zone), given=Rename(name="新名"))
    assert (refused.value.permission, refused.value.label, refused.value.ask_at) == (NAME, "示范区", "")
    assert Rename.model_validate_json(refused.value.given) == Rename(name="新名")
    assert name_of(zone) == zone.name
    line = AuditLine.objects.order_by("-id").first()
    assert (line.command, line.outcome, line.details) == (NAME, "refused", {"code": "needs-consultation"})


def test_a_completed_consultation_lets_exactly_this_pass_once_and_stands_in_the_record(zone, rename, gate):
    gate(Opens(Rename(name="新名")))
    assert rename(actor=world.cli(zone), given=Rename(name="新名")) == "新名"
    assert name_of(zone) == "新名"
    assert AuditLine.objects.order_by("-id").first().details == {"consultation": 7}
    with pytest.raises(NeedsConsultation):
        rename(actor=world.cli(zone), given=Rename(name="新名"))


def test_what_is_wrong_in_itself_is_said_before_anybody_is_asked(zone, rename, gate):
    gate(Opens(Rename(name="")))
    with pytest.raises(Invalid):
        rename(actor=world.cli(zone), given=Rename(name=""))
    assert name_of(zone) == zone.name


@pytest.mark.parametrize("rename", ["loud"], indirect=True)
def test_a_permission_may_need_it_for_some_input_only(zone, rename, gate):
    gate(None)
    assert rename(actor=world.cli(zone), given=Rename(name="悄悄")) == "悄悄"
    with pytest.raises(NeedsConsultation):
        rename(actor=world.cli(zone), given=Rename(name="张扬", loud=True))
    assert name_of(zone) == "悄悄"


def test_a_rehearsal_says_what_it_would_be_about_and_leaves_nothing(zone, rename):
    lines = AuditLine.objects.count()
    actor = world.cli(zone)
    subject = rehearse(NAME, actor=actor, given=Rename(name="新名"), now=clock.now())
    assert (subject.kind, subject.id) == ("zone", zone.pk)
    assert name_of(zone) == zone.name
    with pytest.raises(Denied):
        rehearse(NAME, actor=world.person(zone, "hq_office_clerk"), given=Rename(name="新名"), now=clock.now())
    assert AuditLine.objects.count() == lines
    assert input_of(NAME) is Rename


def test_a_fingerprint_tells_every_value_the_command_and_the_zone_apart():
    one = consultation.fingerprint(NAME, 1, Rename(name="甲"))
    assert one == consultation.fingerprint(NAME, 1, Rename(name="甲", loud=False))
    others = [(NAME, 2, Rename(name="甲")), ("a:b:c", 1, Rename(name="甲")), (NAME, 1, Rename(name="甲", loud=True))]
    assert len({one, *(consultation.fingerprint(*other) for other in others)}) == 4
