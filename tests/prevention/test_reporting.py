"""Signals by people: a unit's own people report on whom they reach, all of it or nothing, once a report."""

from datetime import timedelta
from typing import Any

import pytest

from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from sibao.prevention import services
from sibao.prevention.inputs import PreventionPack, ReportSignals
from sibao.prevention.inputs import Said as Entered
from sibao.prevention.models import RejectedSignal, Signal, SignalDelivery, SignalSource
from tests import world
from tests.prevention.signals import Workplace, deliver


@pytest.fixture
def work(zone):
    return Workplace(zone, people=2)


def written(work):
    with acting(work.sender):
        return SignalDelivery.objects.count(), Signal.objects.count()


def of(work, kind="health_report", value="well", who=0, **more: Any):
    about = work.site.pk if kind == "disinfection" else work.people[who].person_id
    return Entered(kind=kind, about=about, value="" if kind == "disinfection" else value, **more)


def report(actor, *said, key="form-1", **more: Any):
    return services.report_signals(actor=actor, given=ReportSignals(key=key, said=said, **more))


def test_a_unit_reports_on_its_own_people_and_site_and_symptoms_warn_at_once(work, zone):
    actor = world.person(zone, "unit_user", unit=work.unit)
    done = report(
        actor, of(work), of(work, value="symptoms", who=1), of(work, "disinfection", more={"section": "一车间"})
    )
    assert (done.taken, done.rejected) == (3, 0)
    (alert,) = work.alerts("symptoms")
    assert alert.subject_id == work.people[1].person_id
    report(actor, of(work, who=1), key="form-2")
    assert work.open("symptoms") == 0


def test_a_liaison_officer_reports_for_a_unit_that_she_reaches(work, zone):
    actor = world.person(zone, "liaison_unit", unit=work.unit)
    assert report(actor, of(work)).taken == 1


def test_a_form_sent_twice_reports_once_and_a_used_key_takes_nothing_else(work, zone):
    actor = world.person(zone, "unit_user", unit=work.unit)
    first = report(actor, of(work))
    again = report(actor, of(work))
    assert (again.again, again.delivery_id) == (True, first.delivery_id)
    with pytest.raises(Conflict):
        report(actor, of(work, value="symptoms"))
    assert written(work) == (1, 1)


def test_what_names_anybody_out_of_reach_is_refused_whole(work, zone):
    other = Workplace(zone)
    actor = world.person(zone, "unit_user", unit=work.unit)
    for several in ((of(work), of(other)), (of(work), of(other, "disinfection"))):
        with pytest.raises(NotFound):
            report(actor, *several)
    with pytest.raises(Denied):
        report(world.person(zone, "clerk_industry"), of(work))
    assert written(work) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "weather"}, "said.2.kind"),
        ({"kind": "code_status", "value": "red"}, "said.2.kind"),
        ({"value": "perhaps"}, "said.2.value"),
        ({"value": ""}, "said.2.value"),
        ({"at": timedelta(hours=1)}, "said.2.at"),
        ({"at": timedelta(days=-60)}, "said.2.at"),
    ],
)
def test_what_cannot_be_said_is_refused_by_its_field_and_nothing_is_written(work, zone, wrong, field):
    actor = world.person(zone, "unit_user", unit=work.unit)
    said = {name: clock.now() + value if name == "at" else value for name, value in wrong.items()}
    with pytest.raises(Invalid) as refusal:
        report(actor, of(work), of(work, **said))
    assert list(refusal.value.fields) == [field]
    assert written(work) == (0, 0)


def test_people_report_under_no_machines_source_and_under_none_that_was_revoked(work, zone):
    actor = world.person(zone, "unit_user", unit=work.unit)
    with pytest.raises(NotFound):
        report(actor, of(work, "sample", ""), source="laboratory")
    SignalSource.objects.filter(zone=zone, key="unit_reports").update(revoked_at=clock.now())
    with pytest.raises(Invalid) as refusal:
        report(actor, of(work))
    assert list(refusal.value.fields) == ["source"]
    assert written(work) == (0, 0)


def test_a_line_that_is_too_long_is_not_taken_and_the_others_of_its_delivery_are(work):
    receipt = deliver(work, work.says("sample"), b'{"id": "' + b"9" * 9_000 + b'"}')
    assert [(line.line, line.result) for line in receipt.lines] == [(1, "taken"), (2, "too_long")]
    assert RejectedSignal.objects.get().why == "too_long"


def test_a_rule_that_asks_a_role_which_is_not_there_is_refused_by_name(work):
    rule = {
        "key": "flooded",
        "subject": "site",
        "bit": 9,
        "zh": "进水",
        "en": "Flooded",
        "trees": {"normal": {"f": "disinfected", "op": "unknown"}},
        "severity": 3,
        "layer": "zone",
        "asks": "harbour_master",
        "limit_minutes": 60,
        "cure_zh": "排水",
        "cure_en": "Drain it",
    }
    with pytest.raises(Invalid) as refusal:
        services.load_pack(actor=work.sender, given=PreventionPack.model_validate({"hazard": "flood", "rules": [rule]}))
    assert "flooded" in str(refusal.value)
    assert "harbour_master" in str(refusal.value)
