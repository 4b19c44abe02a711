"""Row-level security is the second net under every list."""

import pytest
from django.db import ProgrammingError, connection, transaction

from sibao.kernel.access import acting, system
from sibao.kernel.models import StoredFile

pytestmark = pytest.mark.django_db


def a_file(zone_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_storedfile (zone_id, name, content_type, size, sha256, sealed, created_at, created_by)"
            " values (%s, 'a', 'text/plain', 1, 'x', '\\x00', now(), 0)",
            [zone_id],
        )


def test_without_an_asker_no_row_is_seen():
    with acting(system(7, door="test")):
        a_file(7)
        assert StoredFile.objects.count() == 1
    assert StoredFile.objects.count() == 0


def test_another_zone_sees_nothing_and_cannot_write_here():
    with acting(system(7, door="test")):
        a_file(7)
    with acting(system(8, door="test")):
        assert StoredFile.objects.count() == 0
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            a_file(7)
