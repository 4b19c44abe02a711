"""Without signing in nobody learns whether a unit is known that was not published: pages answer alike, at the same cost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sibao.accounts import services
from sibao.accounts.inputs import Invite, OneInvitation
from sibao.accounts.models import AccessRequest
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.web.limits import BUCKETS
from tests import world

pytestmark = pytest.mark.django_db
NAME, CODE = "无人知晓单位（演示）", world.uscc(7_123_456)


def seen(way, *said):
    """What somebody gets who is nobody: the answer without what she said herself, and how many questions it cost."""
    BUCKETS.clear()
    clock.forget()
    with CaptureQueriesContext(connection) as asked:
        answer = way(Client())
    text = answer.content.decode()
    for word in said:
        text = text.replace(word, "…")
    text = text.partition("<main")[2].partition("csrfmiddlewaretoken")[0] or text
    text = re.sub(r"<dl class=\"sb-dl\">.*?</dl>", "the number of this request", text, flags=re.DOTALL)
    return answer.status_code, answer.get("Location"), text, [query["sql"].split(" ")[0] for query in asked]


SEARCHES = ("/zh/list/?q={}", "/en/list/?q={}", "/zh/notices/{}/", "/zh/notices/{}/document.pdf")
CHECKS = ("/zh/verify/{}/", "/zh/verify/?code={}")


def test_lists_searches_notices_and_check_codes_do_not_tell_a_hidden_unit_from_none(stage):
    def asked(address, word):
        return seen(lambda anyone: anyone.get(address.format(word)), word)

    for hidden in (stage.alone, stage.drafted):
        for known, unknown in ((hidden.name, NAME), (hidden.name[:3], NAME[:3]), (hidden.code, CODE)):
            for address in SEARCHES + (CHECKS if unknown == CODE else ()):
                assert asked(address, known) == asked(address, unknown), (address, known)
    assert stage.listed[0].name in Client().get(f"/zh/list/?q={stage.listed[0].name}").content.decode()


def test_asking_for_access_and_a_link_that_is_void_do_not_tell_a_known_unit_from_none(stage):
    person = {"name": "某人", "email": "a@example.org", "note": ""}

    def ask(code, phone):
        proof = SimpleUploadedFile("授权书.pdf", b"%PDF-1.7 proof", "application/pdf")
        given = {**person, "code": code, "phone": phone, "proof": proof}
        return seen(lambda anyone: anyone.post("/accounts/ask/unit/", given), code, phone)

    asked = [ask(code, f"1380000001{n}") for n, code in enumerate((stage.alone.code, CODE, stage.listed[0].code))]
    assert asked[0][0] == 302
    assert asked[0] == asked[1] == asked[2]
    with acting(world.cli(stage.zone)):
        assert AccessRequest.objects.count() == 3
    invited = services.invite(actor=stage.office, given=Invite(code=stage.alone.code))
    services.withdraw_invitation(actor=stage.office, given=OneInvitation(invitation_id=invited.invitation.pk))
    links = [f"/accounts/invited/{secret}/" for secret in (invited.secret, "x" * len(invited.secret))]
    for way in ("get", "post"):
        answers = [seen(lambda anyone, at=at, way=way: getattr(anyone, way)(at), at) for at in links]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
