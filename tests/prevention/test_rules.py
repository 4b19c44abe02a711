"""Rules that change, and rules that are no more: everybody is judged by what holds now."""

import tomllib

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.prevention import services
from sibao.prevention.inputs import PreventionPack
from sibao.prevention.models import AlertGroup
from sibao.prevention.services.sweeping import judge_all, sweep
from sibao.prevention.tasks import JUDGE_ALL
from tests import world
from tests.prevention.signals import Workplace, deliver, hours

FOLDER = settings.PACKS / "epidemic-2022-06"


@pytest.fixture
def work(zone):
    return Workplace(zone)


def rules_of(**changed):
    """The rules as the pack has them, some of them otherwise; None = gone."""
    hazard = tomllib.loads((FOLDER / "pack.toml").read_text(encoding="utf-8"))["key"]
    pack = tomllib.loads((FOLDER / "signals.toml").read_text(encoding="utf-8"))
    rows = [
        {**row, **(changed.get(row["key"], {}) or {})}
        for row in pack["rules"]
        if changed.get(row["key"], 1) is not None
    ]
    return PreventionPack.model_validate({"hazard": hazard, **pack, "rules": rows})


def test_after_a_rule_changed_everybody_is_judged_by_it_at_once(work, zone):
    now = clock.now()
    deliver(work, work.says("sample", at=now - hours(30)))
    assert work.open("untested") == 0
    stricter = {"normal": {"f": "tested", "op": "older_h", "v": 24}}
    services.load_pack(actor=work.sender, given=rules_of(untested={"trees": stricter}))
    judge_everybody(zone)
    assert work.open("untested") == 1
    services.load_pack(actor=work.sender, given=rules_of())
    judge_everybody(zone)
    (alert,) = work.alerts("untested", opened_at__gte=now)
    assert (alert.closed_at is not None, alert.closed_by_facts, work.open("untested")) == (True, True, 0)


def test_alerts_of_a_rule_that_is_no_more_end_and_say_that_it_was_the_rule(work, zone):
    deliver(work, work.says("result", "positive"))
    assert work.open("positive") == 1
    services.load_pack(actor=work.sender, given=rules_of(positive=None))
    judge_everybody(zone)
    (alert,) = work.alerts("positive")
    assert (alert.closed_at is None, alert.closed_by_facts) == (False, False)
    with acting(work.sender):
        group = AlertGroup.objects.get(pk=alert.group_id)
        assert (group.state, group.standing, group.closed_by_facts) == ("closed", 0, False)
        assert [(one.action, one.by) for one in group.steps.all()] == [("withdraw", 0)]
    assert work.state().firing & 1 == 0
    assert {bit: work.counts().get(bit) for bit in (-1, 0)} == {-1: 1, 0: None}


def test_a_pack_that_says_the_same_again_has_nobody_judged_anew(work, django_capture_on_commit_callbacks):
    services.load_pack(actor=work.sender, given=rules_of())
    asked = ProcrastinateJob.objects.filter(task_name=JUDGE_ALL)
    asked.delete()
    with django_capture_on_commit_callbacks(execute=True):
        services.load_pack(actor=work.sender, given=rules_of())
    assert not asked.exists()
    with django_capture_on_commit_callbacks(execute=True):
        services.load_pack(actor=work.sender, given=rules_of(positive=None))
    assert asked.count() == 1


def test_of_several_layers_of_rules_the_strictest_applies_and_is_named(work):
    now = clock.now()
    untested = next(row for row in rules_of().rules if row.key == "untested").model_dump(mode="json", exclude={"cite"})
    nation = untested | {
        "key": "untested_nation",
        "bit": 40,
        "layer": "nation",
        "trees": {"normal": {"f": "tested", "op": "older_h", "v": 72}},
    }
    given = rules_of(untested={"matter": "testing"}).model_dump(mode="json")
    layered = PreventionPack.model_validate({**given, "rules": [*given["rules"], nation | {"matter": "testing"}]})
    services.load_pack(actor=work.sender, given=layered)
    deliver(work, work.says("sample", at=now - hours(71)))
    assert (work.open("untested"), work.open("untested_nation")) == (1, 0)
    with acting(work.sender):
        sweep(work.zone.pk, now + hours(2))
    assert (work.open("untested"), work.open("untested_nation")) == (1, 0)
    looser = rules_of(untested=None).model_dump(mode="json")
    services.load_pack(
        actor=work.sender,
        given=PreventionPack.model_validate({**looser, "rules": [*looser["rules"], nation | {"matter": "testing"}]}),
    )
    with acting(work.sender):
        judge_all(work.zone.pk, now + hours(2))
        (alert,) = work.alerts("untested_nation", closed_at=None)
        assert (work.open("untested"), alert.rule.layer) == (0, "nation")


def judge_everybody(zone):
    with acting(world.cli(zone)):
        judge_all(zone.pk, clock.now())
