"""What hangs on a merged unit follows to the one that goes on, and comes back."""

import pytest

from sibao.kernel import files
from sibao.kernel.attaching import services as attaching
from sibao.kernel.attaching.inputs import AddAttachment
from sibao.kernel.models import Attachment
from tests import world
from tests.directory.merging import merged, undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def hung(unit, text):
    upload = files.Upload("资料.pdf", "", f"%PDF-1.7 {text}".encode())
    given = AddAttachment(subject_kind="unit", subject_id=unit.pk, upload=upload)
    return attaching.add_attachment(actor=world.person(unit.zone, "hq_office_clerk"), given=given)


def test_attachments_follow_but_for_a_file_that_the_survivor_has_and_come_back(zone, clerk):
    kept, double = world.unit(zone), world.unit(zone)
    rows = [hung(kept, "同一份"), hung(double, "同一份"), hung(double, "另一份")]

    def places():
        return list(Attachment.objects.order_by("pk").values_list("pk", "subject_id"))

    before = places()
    merge = merged(clerk, kept, double)
    assert places() == [(rows[0].pk, kept.pk), (rows[1].pk, double.pk), (rows[2].pk, kept.pk)]
    undone(clerk, merge)
    assert places() == before
