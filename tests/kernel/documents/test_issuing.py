import hashlib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sibao.kernel.access import Actor, Scope
from sibao.kernel.commands import Subject
from sibao.kernel.documents import issuing
from sibao.kernel.documents.check_codes import new_check_code
from sibao.kernel.documents.notices import NOTICE_TEMPLATE
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import Conflict, Invalid, NotFound, WrongMove
from tests.kernel.documents.notice import NUMBER, notice, text_of

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 6, 3, 1, 30, tzinfo=UTC)
ACTOR = Actor(7, 1, "演示员", "办公室主任", frozenset(), Scope(1))


def issue(**changes: Any) -> IssuedDocument:
    given: dict[str, Any] = {
        "zone_id": 1,
        "kind": "notice",
        "number": NUMBER,
        "title": "关于公布第四批\n白名单的通知",
        "template": NOTICE_TEMPLATE,
        "data": notice().data(),
        "subject": Subject("whitelist.batch", 4),
        "actor": ACTOR,
        "now": NOW,
    }
    return issuing.issue(**(given | changes))


def test_an_issued_document_keeps_its_bytes_their_hash_and_who_issued_it_when_about_what() -> None:
    kept = IssuedDocument.objects.get(pk=issue().pk)
    content = bytes(kept.content)
    assert content.startswith(b"%PDF-1.7")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.issued_at, kept.issued_by, kept.subject_kind, kept.subject_id) == (NOW, 7, "whitelist.batch", 4)
    assert kept.title == "关于公布第四批白名单的通知"


def test_number_check_code_and_public_address_are_printed() -> None:
    document = issue()
    text = text_of(bytes(document.content))
    assert NUMBER in text
    assert document.check_code in text
    assert issuing.verification_url(document.check_code) in text


def test_a_number_stands_once_in_its_zone_and_kind() -> None:
    issue()
    with pytest.raises(Conflict, match="4号 已被使用"):
        issue(number=f" {NUMBER} ")
    assert issue(zone_id=2).number == issue(kind="reply").number == NUMBER


def test_the_database_itself_refuses_a_number_twice() -> None:
    first = issue()
    first.pk, first.check_code = None, new_check_code()
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "号" * 61}, "number"),
        ({"title": "\u200b"}, "title"),
        ({"title": "字" * 201}, "title"),
    ],
)
def test_a_blank_or_overlong_number_or_title_is_refused_beside_its_field(changes: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        issue(**changes)
    assert set(refusal.value.fields) == {field}
    assert not IssuedDocument.objects.exists()


def test_a_check_code_as_a_person_types_it_finds_the_document() -> None:
    document = issue()
    found = issuing.verify(f" {document.check_code.lower().replace('-', '')} ")
    assert (found.state, found.document) == ("valid", document)
    assert found.check_code == document.check_code


def test_a_code_that_was_never_given_out_is_unknown() -> None:
    found = issuing.verify(new_check_code())
    assert (found.state, found.document) == ("unknown", None)


def test_a_mistyped_code_is_said_before_anything_is_looked_up(django_assert_num_queries: Any) -> None:
    code = issue().check_code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "2")
    with django_assert_num_queries(0), pytest.raises(Invalid, match="校验码有误"):
        issuing.verify(wrong)


def test_verifying_does_not_fetch_the_file(django_assert_num_queries: Any) -> None:
    code = issue().check_code
    with django_assert_num_queries(1) as queries:
        issuing.verify(code)
    assert '"content"' not in queries.captured_queries[0]["sql"]


def test_a_voided_document_is_found_as_void_with_its_reason_and_keeps_its_number() -> None:
    document = issue()
    issuing.void(document.pk, zone_id=1, reason=" 名单有误 ", now=NOW)
    found = issuing.verify(document.check_code)
    assert found.state == "void"
    assert found.document is not None
    assert (found.document.void_at, found.document.void_reason) == (NOW, "名单有误")
    with pytest.raises(Conflict):
        issue()


def test_voiding_needs_a_reason_the_right_zone_and_a_document_in_force() -> None:
    document = issue()
    with pytest.raises(Invalid):
        issuing.void(document.pk, zone_id=1, reason="  ", now=NOW)
    with pytest.raises(NotFound):
        issuing.void(document.pk, zone_id=2, reason="名单有误", now=NOW)
    issuing.void(document.pk, zone_id=1, reason="名单有误", now=NOW)
    with pytest.raises(WrongMove, match="已经作废"):
        issuing.void(document.pk, zone_id=1, reason="名单有误", now=NOW)
