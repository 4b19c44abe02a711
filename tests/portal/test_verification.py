"""Is this document genuine? What the verification page answers to every kind of code."""

import hashlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibao.kernel import clock
from sibao.kernel.documents.check_codes import new_check_code, normalise_check_code
from sibao.kernel.documents.issuing import verification_url, void
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import Invalid

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_a_genuine_document_in_force_is_called_so(anyone, notice):
    shown = text(anyone.get(f"/zh/verify/{notice.check_code}/"))
    assert "是真的，现在有效" in shown
    assert notice.number in shown
    assert notice.sha256 in shown
    assert f"/zh/notices/{notice.check_code}/" in shown


def test_a_genuine_document_complains_about_nothing(anyone, notice):
    shown = text(anyone.get(f"/zh/verify/{notice.check_code}/"))
    assert "sb-error" not in shown
    assert "None" not in shown


def test_the_address_in_the_qr_code_opens_the_page(anyone, notice):
    path = "/" + verification_url(notice.check_code).split("/", 3)[3]
    assert "是真的，现在有效" in text(anyone.get(path))


def test_a_void_document_is_genuine_but_no_longer_in_force(anyone, stage, notice):
    void(notice.id, zone_id=stage.zone.id, reason="文号写错，另行发布", now=clock.now())
    shown = text(anyone.get(f"/zh/verify/{notice.check_code}/"))
    assert "是真的，但已经作废" in shown
    assert "文号写错，另行发布" in shown
    assert "现在有效" not in shown


def test_a_well_formed_code_that_nobody_issued_is_unknown_and_taken_for_false(anyone, stage):
    code = new_check_code()
    answer = anyone.get(f"/zh/verify/{code}/")
    assert answer.status_code == 200
    assert "没有发出过这个校验码的文件" in text(answer)
    assert "是真的，" not in text(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("7K2M", "校验码应为 16 个字符，这里有 4 个"),
        ("7K2M-09QX-VB3T-H8ZB", "校验码有误，请对照文件再输入一次"),
        ("7K2M-09QX-VB3T-H8Z!", "校验码里没有这样的字符"),
        ("校验码", "校验码里没有这样的字符"),
    ],
)
def test_a_mistyped_code_is_told_what_is_wrong(anyone, stage, typed, said):
    for answer in (anyone.get("/zh/verify/", {"code": typed}), anyone.get(f"/zh/verify/{typed}/")):
        assert answer.status_code == 422
        assert said in text(answer)
        assert f'value="{typed}"' in text(answer)


def test_case_spaces_and_look_alikes_do_not_matter(anyone, notice):
    typed = f" {notice.check_code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')} "
    answer = anyone.get("/zh/verify/", {"code": typed}, follow=True)
    assert answer.redirect_chain == [(f"/zh/verify/{notice.check_code}/", 302)]
    assert "是真的，现在有效" in text(answer)


def test_an_empty_form_asks_for_a_code(anyone, stage):
    answer = anyone.get("/zh/verify/")
    assert answer.status_code == 200
    assert 'name="code"' in text(answer)
    assert "sb-error" not in text(answer)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(min_size=1, max_size=40))
def test_whatever_is_typed_is_answered_in_words(anyone, stage, typed):
    answer = anyone.get("/zh/verify/", {"code": typed})
    try:
        normalise_check_code(typed.strip())
    except Invalid:
        assert answer.status_code == (422 if typed.strip() else 200)
    else:
        assert answer.status_code == 302


def test_one_wrong_character_never_leads_to_another_document(anyone, notice):
    plain = notice.check_code.replace("-", "")
    for place in range(len(plain)):
        wrong = plain[:place] + ("A" if plain[place] != "A" else "B") + plain[place + 1 :]
        assert anyone.get(f"/zh/verify/{wrong}/").status_code == 422


def test_asking_changes_nothing(anyone, notice):
    before = IssuedDocument.objects.values().get(pk=notice.pk)
    anyone.get(f"/zh/verify/{notice.check_code}/")
    assert IssuedDocument.objects.values().get(pk=notice.pk) == before


def test_an_altered_copy_has_not_the_fingerprint_that_the_page_tells(anyone, notice):
    original = bytes(notice.content)
    altered = original.replace(b"/Type", b"/Typo", 1)
    shown = text(anyone.get(f"/zh/verify/{notice.check_code}/"))
    assert hashlib.sha256(original).hexdigest() in shown
    assert altered != original
    assert hashlib.sha256(altered).hexdigest() not in shown
