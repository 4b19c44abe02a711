"""States made anew: what is held is what follows from the last snapshot and the log since."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from sibao.config.cli import main
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.prevention import queries, sql
from sibao.prevention.models import SnapshotSeal, SubjectSnapshot, SubjectState
from sibao.prevention.services.rebuilding import examine, take_snapshot
from tests.prevention.signals import Workplace, deliver, hours
from tests.prevention.test_signals import SAID, hand_over, lines_of

SLOTS = [f"p{slot}" for slot in range(1, 13)]


@pytest.fixture
def work(zone):
    return Workplace(zone)


def states(table):
    names = ", ".join(["subject", "subject_id", "unit_id", "level", "firing", *SLOTS])
    with connection.cursor() as cursor:
        cursor.execute(f"select {names} from {table} order by subject, subject_id")
        return cursor.fetchall()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@drawn(said=SAID, order=st.randoms(use_true_random=False), cuts=st.integers(1, 4), snapped=st.integers(0, 5))
def test_states_made_anew_are_what_is_held_whatever_came_late_twice_or_in_disorder(zone, said, order, cuts, snapped):
    now = clock.now()
    work = Workplace(zone, people=3)
    lines = lines_of(work, said, now) * 2
    order.shuffle(lines)
    with acting(work.sender):
        for start in range(cuts):
            hand_over(work, lines[start::cuts])
            if start == snapped:
                take_snapshot(zone.pk, clock.now())
        with transaction.atomic():
            sql.rebuild(queries.monitoring(zone.pk).program, zone.pk, clock.now())
            assert states("rebuilt") == states("prevention_subjectstate")
        assert examine(zone.pk, clock.now()).findings == ()


def test_states_of_a_past_moment_are_those_of_what_had_been_received_by_then(work, zone):
    now = clock.now()
    deliver(work, work.says("result", "negative", at=now - hours(30)), now=now - hours(29))
    deliver(work, work.says("result", "positive", at=now - hours(28)), now=now - hours(2))
    program = queries.monitoring(zone.pk).program
    with acting(work.sender):
        held = work.state()
        found = []
        for at in (now - hours(40), now - hours(3), now):
            with transaction.atomic():
                sql.rebuild(program, zone.pk, at)
                with connection.cursor() as cursor:
                    cursor.execute("select p2 from rebuilt where subject = 1")
                    (packed,) = cursor.fetchone()
                    found.append(None if packed is None else packed & 1)
        assert found == [None, 0, 1]
        assert held == work.state()


def test_a_state_that_was_changed_by_another_hand_is_named_and_so_is_a_changed_snapshot(work, zone, capsys):
    deliver(work, work.says("result", "positive"))
    with acting(work.sender):
        take_snapshot(zone.pk, clock.now())
    assert main(["prevention", "verify"]) == 0
    assert "相符" in capsys.readouterr().out
    with acting(work.sender):
        SubjectState.objects.filter(subject=1).update(p2=1)
    assert main(["prevention", "verify"]) == 2
    assert f"person {work.people[0].person_id} 核酸阳性：存 held 1" in capsys.readouterr().out
    with acting(work.sender):
        seal = SnapshotSeal.objects.get(zone=zone)
        SubjectSnapshot.objects.create(zone_id=zone.pk, taken_on=seal.taken_on, subject=1, subject_id=7)
        assert not examine(zone.pk, clock.now()).as_sealed


def test_the_last_two_snapshots_are_kept_one_a_day_and_nobody_rewrites_them(work, zone):
    with acting(work.sender):
        now = clock.now()
        seals = [take_snapshot(zone.pk, now + timedelta(days=day)) for day in range(3)]
        assert take_snapshot(zone.pk, now + timedelta(days=2)) is None
        kept = SubjectSnapshot.objects.order_by("taken_on").values_list("taken_on", flat=True).distinct()
        assert list(kept) == [seal.taken_on for seal in seals[1:]]
        assert SnapshotSeal.objects.count() == 3
        for table in ("prevention_subjectsnapshot", "prevention_snapshotseal"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"delete from {table}")
        assert SubjectSnapshot.objects.count() == 2 * seals[0].rows


def test_of_somebody_who_comes_back_is_known_what_the_log_holds(work, zone):
    deliver(work, work.says("result", "positive"))
    with acting(work.sender):
        work.people[0].delete()
    work.follow()
    assert work.open("positive") == 0
    work.people[0] = work.hired(work.numbers[0])
    work.follow()
    assert work.open("positive") == 1
    with acting(work.sender):
        assert examine(zone.pk, clock.now()).findings == ()
