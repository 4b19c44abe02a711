"""Public notices: the list, one notice, and the PDF as it went out."""

import hashlib
import io
import re

import pytest
from pypdf import PdfReader

from sibao.kernel import clock
from sibao.kernel.documents.check_codes import new_check_code
from sibao.kernel.documents.issuing import void
from sibao.kernel.models import IssuedDocument

pytestmark = pytest.mark.django_db


def text(answer):
    return answer.content.decode()


def test_every_notice_that_went_out_is_listed_newest_first(anyone, stage):
    shown = re.findall(r"济四保[^<]*号", re.sub(r"<title>.*?</title>", "", text(anyone.get("/zh/notices/"))))
    assert set(shown) == {"济四保公示〔2022〕2号", "济四保办〔2022〕1号", "济四保公示〔2022〕1号"}


def test_a_notice_tells_its_number_code_and_fingerprint(anyone, notice):
    shown = text(anyone.get(f"/zh/notices/{notice.check_code}/"))
    assert notice.title in shown
    assert notice.number in shown
    assert notice.check_code in shown
    assert notice.sha256 in shown
    assert 'src="data:image/svg+xml;base64,' in shown
    assert f"/zh/verify/{notice.check_code}/" in shown


def test_the_document_is_what_went_out_byte_for_byte(anyone, notice):
    answer = anyone.get(f"/zh/notices/{notice.check_code}/document.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert hashlib.sha256(answer.content).hexdigest() == notice.sha256
    assert anyone.get(f"/en/notices/{notice.check_code}/document.pdf").content == answer.content


def test_the_document_names_its_units_its_number_and_its_check_code(anyone, stage, notice):
    answer = anyone.get(f"/zh/notices/{notice.check_code}/document.pdf")
    written = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    written = re.sub(r"\s", "", written)
    assert notice.check_code in written
    assert notice.number in written
    assert all(unit.name in written for unit in stage.listed)


def test_a_void_notice_stays_and_says_so(anyone, stage, notice):
    void(notice.id, zone_id=stage.zone.id, reason="文号写错，另行发布", now=clock.now())
    assert "已作废" in text(anyone.get("/zh/notices/"))
    shown = text(anyone.get(f"/zh/notices/{notice.check_code}/"))
    assert "这份公告已作废" in shown
    assert "文号写错，另行发布" in shown
    assert anyone.get(f"/zh/notices/{notice.check_code}/document.pdf").status_code == 200


def test_a_document_that_is_no_public_notice_is_not_found(anyone, stage, notice):
    other = IssuedDocument.objects.create(
        zone_id=stage.zone.id,
        kind="inner-paper",
        number="内〔2022〕1号",
        title="内部文件",
        check_code=new_check_code(),
        content=b"%PDF-",
        sha256="0" * 64,
        issued_at=clock.now(),
        issued_by=1,
        subject_kind="whitelist.batch",
        subject_id=notice.subject_id,
    )
    assert "内部文件" not in text(anyone.get("/zh/notices/"))
    assert anyone.get(f"/zh/notices/{other.check_code}/").status_code == 404
    assert anyone.get(f"/zh/notices/{other.check_code}/document.pdf").status_code == 404


def test_an_unknown_code_is_not_found(anyone, stage):
    for code in ("0000-0000-0000-0000", "x", "1", "%00", "..%2f..", "' or 1=1 --"):
        for path in (f"/zh/notices/{code}/", f"/zh/notices/{code}/document.pdf"):
            assert anyone.get(path).status_code == 404, path


def test_a_draft_has_no_notice(anyone, stage):
    assert IssuedDocument.objects.count() == 3
    assert text(anyone.get("/zh/notices/")).count('lang="zh-Hans">济四保') == 3
