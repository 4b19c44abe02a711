"""A unit says that a department is wrong about it; the department answers, and only its yes changes anything."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client

from sibao.accounts.models import Account
from sibao.facts import queries, services
from sibao.facts.inputs import AcceptCorrection, AskCorrection, DeclineCorrection, OneCorrection, RecordFacts
from sibao.facts.models import FactCorrection, FactValue
from sibao.inbox.models import Message, Task
from sibao.kernel import clock
from sibao.kernel.files import Upload
from sibao.kernel.models import Attachment
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound, WrongMove
from tests import world
from tests.accounts.people import signed_in

DAY = timedelta(days=1)
FACT = "chain_critical"


@pytest.fixture
def unit(zone):
    return world.unit(zone)


@pytest.fixture
def owner(zone, unit):
    return world.person(zone, "unit_user", unit=unit)


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def say(actor, unit, **values):
    given = {"unit_id": unit.pk, "observed_on": clock.today(), "values": values}
    services.record_facts(actor=actor, given=RecordFacts.model_validate(given))


def proof(content=b"%PDF-1.7 proof"):
    return Upload("证明.pdf", "", content)


def asked(actor, unit, key=FACT, *, value=True, **given):
    said = {"observed_on": clock.today(), "reason": "省级链主名单有我们", "proof": proof(), **given}
    return services.ask_correction(actor=actor, given=AskCorrection(unit_id=unit.pk, key=key, value=value, **said))


def accept(actor, row):
    seen = queries.current_value(row.unit_id, row.definition_id).value_id
    given = AcceptCorrection(correction_id=row.pk, version=row.version, current_id=seen, answer="核对无误")
    return services.accept_correction(actor=actor, given=given)


def decline(actor, row):
    given = DeclineCorrection(correction_id=row.pk, version=row.version, answer="名单里没有")
    return services.decline_correction(actor=actor, given=given)


def counts(unit):
    """What counts of the fact, who said so, and how often anything was said."""
    value = queries.current_value(unit.pk, FactValue.objects.first().definition_id).value
    return value.raw, value.source.code, FactValue.objects.count()


def task():
    return Task.objects.get(subject_kind="fact_correction")


def test_what_a_department_had_wrong_changes_when_it_says_so_and_not_before(zone, unit, owner, clerk):
    say(clerk, unit, chain_critical=False)
    row = asked(owner, unit)
    assert (row.state, counts(unit)) == ("asked", (0, "industry_science", 1))
    assert Attachment.objects.get(subject_kind="fact_correction", subject_id=row.pk).name == "证明.pdf"
    assert (task().position.code, task().unit, task().due_at > clock.now()) == ("clerk_industry", unit, True)
    with pytest.raises(Conflict):
        asked(owner, unit)
    for somebody in (owner, world.person(zone, "clerk_zhicheng"), replace(clerk, organisation_id=0)):
        with pytest.raises(Denied):
            accept(somebody, row)
    with pytest.raises(NotFound):
        accept(world.person(zone, "clerk_commerce"), row)
    old = AcceptCorrection(correction_id=row.pk, version=row.version, current_id=row.disputed_id + 1)
    with pytest.raises(Conflict):
        services.accept_correction(actor=clerk, given=old)
    row.refresh_from_db()
    assert (row.state, counts(unit), FactCorrection.objects.count()) == ("asked", (0, "industry_science", 1), 1)
    row = accept(clerk, row)
    assert (row.state, counts(unit)) == ("accepted", (1, "industry_science", 2))
    assert (row.value.note, row.value.recorded_by) == ("依单位申请更正：省级链主名单有我们", clerk.account_id)
    assert (task().state, task().result) == ("done", "已更正：核对无误")
    told = Message.objects.get(kind="facts:correction-answered")
    assert (told.account_id, told.values["state"], told.values["state_en"]) == (owner.account_id, "已更正", "Corrected")
    with pytest.raises(WrongMove):
        decline(clerk, row)


def test_a_refusal_says_why_and_a_unit_takes_back_what_it_asked(unit, owner, clerk):
    say(clerk, unit, chain_critical=False)
    row = decline(clerk, asked(owner, unit))
    assert (row.state, row.answer, task().result, counts(unit)[2]) == (
        "declined",
        "名单里没有",
        "不予更正：名单里没有",
        1,
    )
    assert Message.objects.get(kind="facts:correction-answered").values["answer"] == "名单里没有"
    again = asked(owner, unit, proof=proof(b"%PDF-1.7 better"))
    with pytest.raises(Denied):
        services.withdraw_correction(
            actor=replace(owner, scope=clerk.scope), given=OneCorrection(correction_id=again.pk, version=again.version)
        )
    given = OneCorrection(correction_id=again.pk, version=again.version)
    assert services.withdraw_correction(actor=owner, given=given).state == "withdrawn"
    assert not Task.objects.filter(subject_kind="fact_correction", ended_at=None).exists()
    assert (Message.objects.filter(kind="facts:correction-answered").count(), counts(unit)[2]) == (1, 1)


def test_only_what_can_be_wrong_is_disputed_and_only_by_the_unit_itself(zone, unit, owner, clerk):
    with pytest.raises(WrongMove):  # nobody has said anything yet
        asked(owner, unit)
    say(clerk, unit, chain_critical=False)
    say(owner, unit, sampling_point=True)
    with pytest.raises(WrongMove):  # hers to say
        asked(owner, unit, "sampling_point", value=False)
    with pytest.raises(NotFound):  # asked of other sectors
        asked(owner, unit, "supply_guarantee")
    with pytest.raises(NotFound):
        asked(owner, world.unit(zone))
    with pytest.raises(Denied):
        asked(replace(owner, scope=clerk.scope), unit)
    for field, given in {
        "value": {"value": False},
        "observed_on": {"observed_on": clock.today() - DAY},
        "proof": {"proof": Upload("证明.pdf", "", b"<html>")},
    }.items():
        with pytest.raises(Invalid) as refusal:
            asked(owner, unit, **given)
        assert list(refusal.value.fields or {}) == [field]
    for given in ({"value": "对"}, {"value": None}, {"observed_on": clock.today() + DAY}):
        with pytest.raises(Invalid):
            asked(owner, unit, **given)
    assert not FactCorrection.objects.exists()
    assert not Attachment.objects.exists()
    assert not Task.objects.exists()


def test_the_database_keeps_what_was_asked_and_lets_only_that_be_said(unit, owner, clerk):
    say(clerk, unit, chain_critical=False)
    row = asked(owner, unit)
    rows = FactCorrection.objects.filter(pk=row.pk)
    ended = {"answered_at": clock.now(), "answered_by": clerk.account_id}
    for change in (
        {"raw": 0},
        {"reason": "改"},
        {"state": "accepted", **ended},
        {"state": "accepted", "value": row.disputed, **ended},
        {"state": "declined", **ended},
        {"state": "declined", "answer": "改", **ended, "answered_by": owner.account_id},
        {"state": "withdrawn"},
    ):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.delete()
    row.refresh_from_db()
    assert (row.state, row.raw, row.value) == ("asked", 1, None)


def test_a_newer_value_is_looked_at_before_the_answer_and_the_pages_lead_there(unit, owner, clerk):
    say(clerk, unit, chain_critical=False)
    hers, his = (signed_in(Client(), Account.objects.get(pk=one.account_id)) for one in (owner, clerk))
    form = f"/facts/corrections/ask/{unit.pk}/{FACT}/"
    assert form in hers.get(f"/facts/units/{unit.pk}/").content.decode()
    assert form not in his.get(f"/facts/units/{unit.pk}/").content.decode()
    given = {"value": "yes", "observed_on": clock.today().isoformat(), "reason": "名单有我们"}
    bare = hers.post(form, given)
    assert (bare.status_code, FactCorrection.objects.count()) == (422, 0)
    file = hers.post(form, {**given, "proof": SimpleUploadedFile("证明.pdf", proof().content)})
    row = FactCorrection.objects.get()
    page = f"/facts/corrections/{row.pk}/"
    assert file["Location"] == page
    assert "待答复" in hers.get(f"/facts/units/{unit.pk}/").content.decode()
    seen = his.get(f"{page}accept/").context["hidden"]
    say(clerk, unit, chain_critical=False)
    assert (his.post(f"{page}accept/", seen).status_code, FactValue.objects.count()) == (409, 2)
    newer = his.get(f"{page}accept/").context["hidden"]
    assert his.post(f"{page}accept/", newer).status_code == 302
    assert counts(unit)[0] == 1
    assert "已更正" in hers.get(page).content.decode()
