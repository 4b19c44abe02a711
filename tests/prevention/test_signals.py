"""From a signal to an alert: taken once, in whatever order, warned of once, ended by the facts themselves."""

import json
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from sibao.kernel import clock, levels
from sibao.kernel.access import acting
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from sibao.kernel.secrets import open_bytes
from sibao.prevention import queries, services, sql
from sibao.prevention.inputs import PlaceInLoop, PreventionPack
from sibao.prevention.models import Alert, AlertRule, RejectedSignal, Signal, SignalDelivery, SignalSource
from sibao.prevention.services.following import follow_levels
from sibao.prevention.services.sweeping import sweep
from tests import grounds, world
from tests.prevention.signals import Workplace, deliver, hours


@pytest.fixture
def work(zone):
    return Workplace(zone)


def swept(work, at):
    with acting(work.sender):
        return sweep(work.zone.pk, at)


def test_a_positive_warns_once_however_often_it_is_said_and_ends_with_a_later_negative(work):
    now = clock.now()
    positive = work.says("result", "positive", at=now - hours(3))
    assert deliver(work, positive, positive).taken == 1
    assert deliver(work, positive).repeated == 1
    assert work.open("positive") == 1
    deliver(work, work.says("result", "negative", at=now - hours(5)))
    assert work.open("positive") == 1
    deliver(work, work.says("result", "negative", at=now - hours(1)))
    (ended,) = work.alerts("positive")
    assert (ended.closed_at is not None, ended.closed_by_facts) == (True, True)
    assert deliver(work, positive).repeated == 1
    assert len(work.alerts("positive")) == 1
    deliver(work, work.says("result", "positive", at=now))
    assert [one.closed_at is None for one in work.alerts("positive")] == [False, True]


def test_what_a_person_ended_is_not_warned_of_again_until_it_was_over(work):
    now = clock.now()
    deliver(work, work.says("result", "positive", at=now - hours(3)))
    with acting(work.sender):
        Alert.objects.filter(pk=work.alerts("positive")[0].pk).update(closed_at=now)
    deliver(work, work.says("result", "positive", at=now - hours(1)))
    assert work.open("positive") == 0
    deliver(work, work.says("result", "negative", at=now - hours(0.5)), work.says("sample", at=now - hours(0.4)))
    deliver(work, work.says("result", "positive", at=now))
    assert work.open("positive") == 1


def test_the_passing_of_time_alone_warns_to_the_minute(work):
    sampled = clock.now()
    deliver(work, work.says("sample", at=sampled))
    assert swept(work, sampled + hours(24) + timedelta(minutes=1)) == 1
    assert swept(work, sampled + hours(48)) == 0
    assert work.open("untested") == 0
    late = sampled + hours(48) + timedelta(minutes=1)
    assert swept(work, late) == 1
    assert swept(work, late) == 0
    assert work.open("untested") == 1
    deliver(work, work.says("sample", at=late), now=late)
    assert work.open("untested") == 0


@pytest.mark.parametrize("why", ["contact post", "closed loop", "emergency"])
def test_contact_posts_closed_loops_and_an_emergency_ask_for_a_test_within_24_hours(zone, why):
    work = Workplace(zone, **({"exposure": "contact"} if why == "contact post" else {}))
    sampled = clock.now() - hours(30)
    deliver(work, work.says("sample", at=sampled))
    assert work.open("untested") == (1 if why == "contact post" else 0)
    if why == "closed loop":
        inside = PlaceInLoop(person_ids=(work.people[0].person_id,), inside=True)
        assert services.place_in_loop(actor=work.sender, given=inside) == 1
        assert work.open("untested") == 1
        services.place_in_loop(actor=work.sender, given=inside.model_copy(update={"inside": False}))
        assert work.open("untested") == 0
    if why == "emergency":
        try:
            levels.set_resolver(lambda scope, at: "emergency" if scope.unit_id == work.unit.pk else "normal")
            with acting(work.sender), transaction.atomic():
                assert follow_levels(zone.pk, clock.now()) == 3
            assert work.open("untested") == 1
        finally:
            levels.set_resolver(None)


def test_a_gate_an_unregistered_arrival_and_symptoms_warn_at_once_until_they_are_over(work):
    said = {
        "gate_warning": ("sentinels", "gate_pass", ["yellow", "red", "expired"], "green"),
        "unregistered_arrival": ("arrivals", "arrival", ["unregistered"], "registered"),
        "symptoms": ("unit_reports", "health_report", ["symptoms"], "well"),
    }
    now = clock.now()
    for rule, (source, kind, warns, ends) in said.items():
        for place, value in enumerate(warns):
            deliver(work, work.says(kind, value, at=now - hours(9 - 2 * place)), source=source)
            assert work.open(rule) == 1, value
            deliver(work, work.says(kind, ends, at=now - hours(8 - 2 * place)), source=source)
            assert work.open(rule) == 0, value
        assert len(work.alerts(rule)) == len(warns)


def test_coverage_below_95_per_cent_warns_for_the_site_and_equals_the_recount(zone):
    work = Workplace(zone, people=20)
    now = clock.now()
    deliver(work, *(work.says("sample", who=who, at=now - hours(50 if who < 2 else 1)) for who in range(20)))
    assert (work.open("untested"), work.open("low_coverage")) == (2, 1)
    assert work.counts() == {-1: 20, 2: 2}
    deliver(work, work.says("sample", who=0))
    assert (work.open("untested"), work.open("low_coverage")) == (1, 0)
    with acting(work.sender):
        work.people[1].delete()
    work.follow()
    assert work.counts() == {-1: 19}
    assert work.open("untested") == 0


def test_each_line_gets_its_receipt_and_what_is_not_taken_is_kept_sealed(work):
    now = clock.now()
    good = json.loads(work.says("result", "negative", at=now))
    wrong = [
        b"{not json",
        b'["a list"]',
        work.says("weather", at=now),
        work.says("code_status", "red", at=now),
        json.dumps({**good, "id": ""}).encode(),
        json.dumps({**good, "value": "maybe"}).encode(),
        json.dumps({**good, "at": "2022-06-03T08:00:00"}).encode(),
        work.says("result", "negative", at=now + timedelta(minutes=6)),
        work.says("result", "negative", at=now - timedelta(days=31)),
        json.dumps({**good, "person": grounds.citizen_number(1)}).encode(),
        json.dumps({**good, "at": 7}).encode(),
    ]
    receipt = deliver(work, *wrong, json.dumps(good).encode())
    assert (receipt.taken, receipt.rejected) == (1, len(wrong))
    assert [(line.result, line.field) for line in receipt.lines] == [
        ("unreadable", ""),
        ("unreadable", ""),
        ("unknown_kind", "kind"),
        ("not_its_kind", "kind"),
        ("missing", "id"),
        ("impossible", "value"),
        ("impossible", "at"),
        ("ahead", "at"),
        ("too_old", "at"),
        ("nobody", "person"),
        ("impossible", "at"),
        ("taken", ""),
    ]
    kept = RejectedSignal.objects.get(delivery_id=receipt.delivery_id, line=10)
    assert grounds.citizen_number(1).encode() not in bytes(kept.sealed)
    assert open_bytes(kept.sealed) == wrong[9]


def test_a_delivery_under_a_used_key_is_the_same_delivery_or_refused(work):
    line = work.says("sample")
    first = deliver(work, line, key="batch-7")
    again = deliver(work, line, key="batch-7")
    assert (again.again, again.delivery_id, again.taken) == (True, first.delivery_id, 1)
    with pytest.raises(Conflict):
        deliver(work, work.says("sample"), key="batch-7")
    assert SignalDelivery.objects.filter(key="batch-7").count() == 1


def test_a_revoked_source_a_stranger_and_an_unknown_source_are_refused_and_nothing_is_written(work, zone):
    before = Signal.objects.count()
    SignalSource.objects.filter(key="laboratory").update(revoked_at=clock.now())
    with pytest.raises(Invalid) as refusal:
        deliver(work, work.says("sample"))
    assert "停用" in str(refusal.value.fields["source"])
    with pytest.raises(NotFound):
        deliver(work, work.says("sample"), source="nobody")
    work.sender = world.person(zone, "clerk_industry")
    with pytest.raises(Denied):
        deliver(work, work.says("sample"))
    assert Signal.objects.count() == before


def test_the_log_is_only_ever_added_to_and_lies_in_partitions_of_days(work):
    with acting(work.sender):
        sql.open_days(clock.today())
        deliver(work, work.says("sample"))
        for change in ("update prevention_signal set value = 0", "delete from prevention_signal"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change)
        with connection.cursor() as cursor:
            cursor.execute("select distinct tableoid::regclass::text from prevention_signal")
            assert cursor.fetchall() == [(f"prevention_signal_{clock.today():%Y%m%d}",)]


SAID = st.lists(
    st.tuples(
        st.sampled_from(["positive", "negative", "sample", "red", "green"]),
        st.integers(0, 2),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=14,
)


def lines_of(work, said, now):
    made = []
    for what, who, ago in said:
        at = now - hours(ago)
        kind, value = {"sample": ("sample", "")}.get(what) or (
            ("code_status", what) if what in {"red", "green"} else ("result", what)
        )
        made.append(work.says(kind, value, who=who, at=at))
    return made


def hand_over(work, several):
    for source, own in (("code_platform", True), ("laboratory", False)):
        mine = [line for line in several if (b'"code_status"' in line) == own]
        if mine:
            deliver(work, *mine, source=source)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(said=SAID, order=st.randoms(use_true_random=False), cuts=st.integers(1, 4))
def test_order_cuts_and_repetition_never_change_state_alerts_or_counts(zone, said, order, cuts):
    now = clock.now()
    one, other = Workplace(zone, people=3), Workplace(zone, people=3)

    hand_over(one, lines_of(one, said, now))
    shuffled = lines_of(other, said, now) * 2
    order.shuffle(shuffled)
    for start in range(cuts):
        hand_over(other, shuffled[start::cuts])
    with acting(one.sender):
        for who in range(3):
            left, right = one.state(who), other.state(who)
            assert (left.p1, left.p2, left.p3, left.firing) == (right.p1, right.p2, right.p3, right.firing)
    assert one.counts() == other.counts()
    for rule in ("positive", "red_code", "untested", "low_coverage"):
        assert one.open(rule) == other.open(rule)
        assert one.open(rule) in (0, 1, 2, 3)
    assert other.counts() == recount(other)


def recount(work):
    with acting(work.sender):
        states = [work.state(who) for who in range(len(work.people))]
    found = {bit: sum(state.firing >> bit & 1 for state in states) for bit in range(62)}
    return {-1: len(states)} | {bit: number for bit, number in found.items() if number}


def test_the_statements_are_written_anew_when_the_catalogue_changes(work):
    before = queries.monitoring(work.zone.pk)
    assert queries.monitoring(work.zone.pk) is before
    rule = before.program.subjects[1].rules[0]
    AlertRule.objects.filter(pk=rule.id).update(severity=2)
    assert queries.monitoring(work.zone.pk) is not before


def test_the_pack_of_another_hazard_retires_nothing_of_this_one(work):
    services.load_pack(actor=work.sender, given=PreventionPack(hazard="another"))
    assert set(queries.monitoring(work.zone.pk).kinds) >= {"sample", "result"}
    deliver(work, work.says("result", "positive"))
    assert work.open("positive") == 1
