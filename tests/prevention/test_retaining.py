"""Signals go when their days are over, with a certificate; what became known by them stays."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.prevention import sql
from sibao.prevention.models import RejectedSignal, Signal, SignalDeletion, SignalKind
from sibao.prevention.services.rebuilding import examine, take_snapshot
from sibao.prevention.services.retaining import close_days, forget
from tests.prevention.signals import Workplace, deliver, hours

PLACES = {"gate", "origin"}
"""Fields by which it could be told where somebody was."""


@pytest.fixture
def work(zone):
    return Workplace(zone)


def said_of(kind):
    return Signal.objects.filter(kind=SignalKind.objects.get(key=kind).number).count()


def test_each_kind_of_signal_goes_when_its_own_days_are_over_and_a_certificate_stays(work, zone):
    now = clock.now()
    deliver(work, work.says("result", "positive", at=now - hours(1)), work.says("sample", at=now - hours(1)), b"{no")
    deliver(work, work.says("gate_pass", "green", at=now - hours(1)), source="sentinels")
    with acting(work.sender):
        assert forget(zone.pk, now + timedelta(days=13)) == []
        forget(zone.pk, now + timedelta(days=14))
        assert (said_of("gate_pass"), said_of("result"), RejectedSignal.objects.count()) == (0, 1, 1)
        forget(zone.pk, now + timedelta(days=31))
        assert (Signal.objects.count(), RejectedSignal.objects.count()) == (0, 0)
        kept = SignalDeletion.objects.order_by("at", "what", "kind").values_list("what", "kind", "keep_days", "rows")
        assert list(kept) == [
            ("signals", "gate_pass", 14, 1),
            ("rejects", "", 30, 1),
            ("signals", "result", 30, 1),
            ("signals", "sample", 30, 1),
        ]
        assert forget(zone.pk, now + timedelta(days=31)) == []
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from prevention_signaldeletion")
        assert SignalDeletion.objects.count() == 4


def test_what_a_snapshot_holds_is_still_known_after_its_signals_are_gone_from_the_log(work, zone):
    now = clock.now()
    deliver(work, work.says("result", "positive", at=now))
    with acting(work.sender):
        take_snapshot(zone.pk, now)
        later = now + timedelta(days=31)
        forget(zone.pk, later)
        assert Signal.objects.count() == 0
        assert work.state().p2 & 1 == 1
        assert examine(zone.pk, later).findings == ()


def test_partitions_that_nobody_keeps_anything_of_are_dropped_and_younger_ones_stay(work):
    now = clock.now()
    with acting(work.sender), transaction.atomic():
        sql.open_days(clock.today(), before=1)
        deliver(work, work.says("sample", at=now))
        assert close_days(now) == 0
        assert said_of("sample") == 1
        later = now + timedelta(days=32)
        forget(work.zone.pk, later)
        assert close_days(later) >= 2


def test_no_kind_of_the_epidemic_pack_keeps_where_somebody_was_for_longer_than_14_days(work):
    kinds = SignalKind.objects.filter(zone=work.zone, subject="person")
    longer = [one.key for one in kinds if one.keep_days > 14 and PLACES & {field["key"] for field in one.fields}]
    assert longer == []
