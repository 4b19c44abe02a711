"""Rows that come in by COPY: what they need is read before, for the connection cannot answer meanwhile."""

from datetime import UTC, datetime

import pytest
from django.db import transaction

from sibao.config.demo.copying import copy
from sibao.kernel.models import ClockMove

pytestmark = pytest.mark.django_db
AT = datetime(2022, 6, 3, tzinfo=UTC)


def test_rows_that_ask_the_database_are_refused_where_they_would_wait_for_ever():
    before = ClockMove.objects.count()
    rows = ((AT, ClockMove.objects.count()) for _row in range(2))
    with pytest.raises(RuntimeError, match="read what they need before"), transaction.atomic():
        copy(ClockMove, ("at", "seconds"), rows)
    assert ClockMove.objects.count() == before


def test_rows_that_are_ready_come_in():
    before = ClockMove.objects.count()
    assert copy(ClockMove, ("at", "seconds"), [(AT, 0.0), (AT, 60.0)]) == 2
    assert ClockMove.objects.count() == before + 2
