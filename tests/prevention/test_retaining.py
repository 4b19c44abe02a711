"""Signals go when their days are over, with a certificate; what became known by them stays."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.documents.issuing import verify
from sibao.prevention import queries, services, sql
from sibao.prevention.inputs import OneDeletion
from sibao.prevention.models import Deletion, RejectedSignal, Signal, SignalDeletion, SignalKind
from sibao.prevention.services.rebuilding import examine, take_snapshot
from sibao.prevention.services.retaining import close_days, forget
from tests.prevention.signals import Workplace, deliver, hours

DAY = timedelta(days=1)
PLACES = {"gate", "origin"}
"""Fields by which it could be told where somebody was."""


@pytest.fixture
def work(zone):
    return Workplace(zone)


def said_of(kind):
    return Signal.objects.filter(kind=SignalKind.objects.get(key=kind).number).count()


def test_each_kind_of_signal_goes_when_its_own_days_are_over_and_a_certificate_stays(work, zone):
    now = clock.now() - 40 * DAY
    said = work.says("result", "positive", at=now - hours(1)), work.says("sample", at=now - hours(1)), b"{no"
    deliver(work, *said, now=now)
    deliver(work, work.says("gate_pass", "green", at=now - hours(1)), source="sentinels", now=now)
    with acting(work.sender):
        assert forget(work.sender, now + 13 * DAY) is None
        forget(work.sender, now + 14 * DAY)
        assert (said_of("gate_pass"), said_of("result"), RejectedSignal.objects.count()) == (0, 1, 1)
        forget(work.sender, now + 31 * DAY)
        assert (Signal.objects.count(), RejectedSignal.objects.count()) == (0, 0)
        assert [(one.serial, one.rows, one.by_as) for one in Deletion.objects.order_by("pk")] == [
            (1, 1, work.sender.name),
            (2, 3, work.sender.name),
        ]
        kept = SignalDeletion.objects.order_by("deletion", "what", "kind")
        assert list(kept.values_list("what", "kind", "keep_days", "rows")) == [
            ("signals", "gate_pass", 14, 1),
            ("rejects", "", 30, 1),
            ("signals", "result", 30, 1),
            ("signals", "sample", 30, 1),
        ]
        assert kept[0].since == now - hours(1)
        assert kept[0].basis.startswith("《个人信息保护法》第十九条")
        assert forget(work.sender, now + 31 * DAY) is None
        for table in ("prevention_signaldeletion", "prevention_deletion"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"delete from {table}")
        assert SignalDeletion.objects.count() == 4


def test_a_clock_that_has_jumped_ahead_deletes_nothing(work, zone):
    now = clock.now()
    deliver(work, work.says("result", "positive", at=now), b"{no")
    with acting(work.sender):
        for ahead in (timedelta(minutes=6), 60 * DAY, 4000 * DAY):
            with pytest.raises(DatabaseError, match="nothing is deleted"):
                forget(work.sender, now + ahead)
            with pytest.raises(DatabaseError, match="nothing is deleted"), transaction.atomic():
                close_days(now + ahead)
        assert (said_of("result"), RejectedSignal.objects.count(), Deletion.objects.count()) == (1, 1, 0)


def test_a_certificate_is_issued_once_and_its_digest_tells_when_a_line_is_another(work, zone):
    now = clock.now() - 40 * DAY
    deliver(work, work.says("sample", at=now), now=now)
    with acting(work.sender):
        made = forget(work.sender, now + 31 * DAY)
        given = OneDeletion(deletion_id=made.pk)
        document = services.issue_certificate(actor=work.sender, given=given)
        assert services.issue_certificate(actor=work.sender, given=given) is None
        assert document.number == queries.number_of(made)
        assert verify(document.check_code).state == "valid"
        assert queries.undocumented_deletions(zone.pk, 9) == []
        lines = queries.lines_of(Deletion.objects.get())
        assert queries.digest_of(made, lines) == bytes(made.digest)
        lines[0].rows += 1
        assert queries.digest_of(made, lines) != bytes(made.digest)


def test_what_a_snapshot_holds_is_still_known_after_its_signals_are_gone_from_the_log(work, zone):
    now = clock.now() - 40 * DAY
    deliver(work, work.says("result", "positive", at=now), now=now)
    with acting(work.sender):
        take_snapshot(zone.pk, now)
        later = now + 31 * DAY
        forget(work.sender, later)
        assert Signal.objects.count() == 0
        assert work.state().p2 & 1 == 1
        assert examine(zone.pk, later).findings == ()


def test_partitions_that_nobody_keeps_anything_of_are_dropped_and_younger_ones_stay(work):
    now = clock.now()
    old = now - 33 * DAY
    with acting(work.sender), transaction.atomic():
        for day in (now, old):
            sql.open_days(day.astimezone(clock.SHANGHAI).date(), before=1)
        deliver(work, work.says("sample", at=old), now=old)
        deliver(work, work.says("sample", at=now))
        forget(work.sender, now)
        assert close_days(now) >= 2
        assert said_of("sample") == 1


def test_no_kind_of_the_epidemic_pack_keeps_where_somebody_was_for_longer_than_14_days(work):
    kinds = SignalKind.objects.filter(zone=work.zone, subject="person")
    longer = [one.key for one in kinds if one.keep_days > 14 and PLACES & {field["key"] for field in one.fields}]
    assert longer == []
