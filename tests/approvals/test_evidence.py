"""Evidence hangs on a question while opinions are asked; what was decided on stays."""

import pytest
from django.urls import reverse

from sibao.kernel.access import acting
from sibao.kernel.attaching import services
from sibao.kernel.attaching.inputs import AddAttachment, RemoveAttachment
from sibao.kernel.files import Upload
from sibao.kernel.models import Attachment
from sibao.kernel.refusals import NotFound, WrongMove
from tests import world
from tests.approvals.steps import asked, ready, rule, withdraw
from tests.seen import shown

pytestmark = pytest.mark.django_db


def evidence(actor, found, name="情况说明.pdf"):
    upload = Upload(name, "", f"%PDF-1.7 {name}".encode())
    given = AddAttachment(subject_kind="consultation", subject_id=found.pk, upload=upload)
    with acting(actor):
        return services.add_attachment(actor=actor, given=given)


def test_those_who_see_a_question_add_evidence_until_it_ends(zone):
    rule(zone, {"role": "hq_office"})
    office, second = world.person(zone, "hq_office_clerk"), world.person(zone, "hq_office_clerk")
    found = asked(office, ready(zone))
    mine = evidence(office, found)
    evidence(second, found, "批注.pdf")
    page = shown(second, reverse("approvals:consultation", args=[found.pk]))
    assert "情况说明.pdf" in page
    assert "批注.pdf" in page

    stranger = world.person(zone, "clerk_commerce")
    with pytest.raises(NotFound):
        evidence(stranger, found)
    withdraw(office, found)
    with pytest.raises(WrongMove):
        evidence(office, found, "补充.pdf")
    with acting(office), pytest.raises(WrongMove):
        services.remove_attachment(actor=office, given=RemoveAttachment(attachment_id=mine.pk, reason="不要了"))
    assert Attachment.objects.filter(removed_at=None).count() == 2
