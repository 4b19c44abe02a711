"""Attachments: looked at by what they hold, kept once, seen by who reaches the thing, and never run as a page of ours."""

import io
import sys
import zipfile
from datetime import timedelta
from shlex import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from sibao.kernel import clock, files
from sibao.kernel.access import acting
from sibao.kernel.attaching import kinds, queries, services
from sibao.kernel.attaching.inputs import AddAttachment, OneAttachment, RemoveAttachment
from sibao.kernel.files import Upload
from sibao.kernel.models import Attachment, StoredFile
from sibao.kernel.refusals import Denied, Invalid, NotFound, TooLarge, Unavailable
from tests import world
from tests.seen import browser, shown

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n%%EOF"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!doctype html><script>alert(1)</script>"
db = pytest.mark.django_db


def zipped(*names):
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return kept.getvalue()


@pytest.fixture
def unit(zone):
    return world.unit(zone)


@pytest.fixture
def user(zone, unit):
    """The unit's own user, who is the one asking."""
    actor = world.person(zone, "unit_user", unit=unit)
    with acting(actor):
        yield actor


def hung(actor, unit, name="营业执照.pdf", content=PDF):
    given = AddAttachment(subject_kind="unit", subject_id=unit.pk, upload=Upload(name, "text/html", content))
    return services.add_attachment(actor=actor, given=given)


def nothing_kept():
    return not Attachment.objects.exists() and not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"), (PNG, "png"), (b"\xff\xd8\xff\xe0", "jpg"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
        (zipped("[Content_Types].xml", "word/document.xml"), "docx"), (zipped("xl/workbook.xml"), "xlsx"),
        (zipped("ppt/presentation.xml"), "pptx"), (zipped("OFD.xml"), "ofd"),
    ],
)  # fmt: skip
def test_a_file_is_of_the_kind_that_it_holds(content, ending):
    assert ending in kinds.kind_of(content).endings


@pytest.mark.parametrize(
    "content",
    [b"", PAGE, SVG, b"GIF89a", b"MZ\x90", b"#!/bin/sh", b"PK\x03\x04cut off", zipped("a.txt"),
     zipped("word/document.xml", "word/vbaProject.bin"), b"name,number"],
)  # fmt: skip
def test_what_is_none_of_them_is_not_taken(content):
    assert kinds.kind_of(content) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\me\\照片.png", "照片.png"),
        ('a"; filename="evil.html\r\nX-Bad: 1.pdf', "a_ filename=_evil.html X-Bad_ 1.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "_img src=x onerror=alert(1)_.pdf"),
        ("发票\u202efdp.exe.pdf", "发票fdp.exe.pdf"),
        ("..", ""),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_made_harmless(given, kept):
    assert kinds.harmless_name(given) == kept


@db
def test_the_journey_of_an_attachment(zone, unit, user):
    page = browser(user)
    url = reverse("kernel:attachment-add", args=["unit", unit.pk])
    answer = page.post(url, {"file": SimpleUploadedFile("营业执照.pdf", PDF, "text/html")})
    assert answer.url == reverse("directory:unit", args=[unit.pk]) + "#attachments"
    found = Attachment.objects.get()
    assert (found.content_type, found.added_by, found.unit_id) == ("application/pdf", user.account_id, unit.pk)
    assert PDF not in bytes(found.file.sealed)
    assert "营业执照.pdf" in shown(user, reverse("directory:unit", args=[unit.pk]))

    taken = page.get(reverse("kernel:attachment", args=[found.pk]))
    assert (taken.content, taken.headers["Content-Type"]) == (PDF, "application/pdf")
    assert taken.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%90%A5")
    assert taken.headers["X-Content-Type-Options"] == "nosniff"
    assert taken.headers["Content-Security-Policy"].startswith("sandbox;")
    looked = page.get(reverse("kernel:attachment-look", args=[found.pk]))
    assert looked.headers["Content-Disposition"].startswith("inline")
    assert "default-src 'none'" in looked.headers["Content-Security-Policy"]

    remove = reverse("kernel:attachment-remove", args=[found.pk])
    assert page.post(remove, {"reason": ""}).status_code == 422
    found.refresh_from_db()
    assert found.removed_at is None
    assert page.post(remove, {"reason": "已换发新照"}).status_code == 302
    assert page.get(reverse("kernel:attachment", args=[found.pk])).status_code == 404
    assert "已换发新照" in shown(user, reverse("directory:unit", args=[unit.pk]))
    assert services.purge_attachments(clock.now() + timedelta(days=29)) == 0
    assert services.purge_attachments(clock.now() + timedelta(days=31)) == 1
    found.refresh_from_db()
    assert (found.file, found.name, StoredFile.objects.count()) == (None, "营业执照.pdf", 0)


@db
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("照片.png", PAGE, "只收"), ("照片.png", SVG, "只收"), ("照片.svg", SVG, "只收"),
        ("照片.png", PDF, "名称不符"), ("网页.html", PDF, "名称不符"), ("空.pdf", b"", "空的"), ("没有结尾", PDF, "名称不符"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_in_words_and_nothing_is_kept(unit, user, name, content, words):
    with pytest.raises(Invalid) as caught:
        hung(user, unit, name, content)
    assert words in str(caught.value.fields["file"])
    assert nothing_kept()


@db
def test_a_file_too_large_is_refused_by_the_setting(unit, user, settings):
    settings.ATTACHMENT_BYTES = 1_000_000
    with pytest.raises(TooLarge, match="1 MB"):
        hung(user, unit, content=PDF + b" " * 1_000_000)
    assert nothing_kept()


@db
def test_names_neither_become_headers_nor_markup(unit, user):
    found = hung(user, unit, '"><script>alert(1)</script>\r\nSet-Cookie: a=b.pdf')
    Attachment.objects.filter(pk=found.pk).update(name='"><script>alert(1)</script>\r\nSet-Cookie: a=b.pdf')
    taken = browser(user).get(reverse("kernel:attachment", args=[found.pk]))
    assert "\r" not in taken.headers["Content-Disposition"]
    assert "Set-Cookie: a" not in str(taken.headers)
    page = shown(user, reverse("directory:unit", args=[unit.pk]))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@db
def test_only_pictures_and_pdf_open_in_the_browser(unit, user):
    word = hung(user, unit, "说明.docx", zipped("word/document.xml"))
    picture = hung(user, unit, "大门.png", PNG)
    page = browser(user)
    assert page.get(reverse("kernel:attachment-look", args=[word.pk])).status_code == 404
    looked = page.get(reverse("kernel:attachment-look", args=[picture.pk]))
    assert looked.headers["Content-Security-Policy"].startswith("sandbox;")
    assert looked.headers["Content-Type"] == "image/png"


@db
def test_who_does_not_reach_the_thing_finds_no_attachment_of_it(zone, unit, user):
    found = hung(user, unit)
    stranger = world.person(zone, "unit_user", unit=world.unit(zone))
    with acting(stranger):
        for call in (queries.attachment, queries.access_attachment):
            with pytest.raises(NotFound):
                call(stranger, found.pk)
        with pytest.raises(NotFound):
            queries.attachments(stranger, "unit", unit.pk)
        with pytest.raises(NotFound):
            hung(stranger, unit)
    page = browser(stranger)
    for route in ("attachment", "attachment-look", "attachment-remove"):
        assert page.get(reverse(f"kernel:{route}", args=[found.pk])).status_code == 404
    with pytest.raises(NotFound):
        services.add_attachment(
            actor=user, given=AddAttachment(subject_kind="task", subject_id=1, upload=Upload("a.pdf", "", PDF))
        )
    nobody = world.person(zone, "system_administrator")
    with acting(nobody), pytest.raises(Denied):
        services.read_attachment(actor=nobody, given=OneAttachment(attachment_id=found.pk))
    assert Attachment.objects.count() == 1


@db
def test_another_house_does_not_take_it_off(zone, unit, user):
    clerk = world.person(zone, "clerk_industry")
    with acting(clerk):
        theirs = hung(clerk, unit)
    with pytest.raises(Denied, match="上传的一方"):
        services.remove_attachment(actor=user, given=RemoveAttachment(attachment_id=theirs.pk, reason="不要了"))
    colleague = world.person(zone, "clerk_industry")
    theirs.refresh_from_db()
    assert theirs.removed_at is None
    with acting(colleague):
        services.remove_attachment(actor=colleague, given=RemoveAttachment(attachment_id=theirs.pk, reason="传错了"))
    theirs.refresh_from_db()
    assert (theirs.removed_by, theirs.reason) == (colleague.account_id, "传错了")


@db
def test_the_same_bytes_are_kept_once_for_a_zone_and_as_long_as_one_needs_them(zone, unit, user):
    clerk, other = world.person(zone, "clerk_industry"), world.unit(zone)
    first = hung(user, unit)
    with pytest.raises(Invalid) as caught:
        hung(user, unit, "又一份.pdf")
    assert "已经在这里" in str(caught.value.fields["file"])
    with acting(clerk):
        second = hung(clerk, other)
    assert StoredFile.objects.count() == 1
    services.remove_attachment(actor=user, given=RemoveAttachment(attachment_id=first.pk, reason="不要了"))
    assert services.purge_attachments(clock.now() + timedelta(days=31)) == 0
    second.refresh_from_db()
    with acting(clerk):
        assert files.content_of(clerk, second.file_id) == PDF
    assert hung(user, unit).file_id == second.file_id


@db
def test_a_crash_between_bytes_and_row_leaves_neither(unit, user, monkeypatch):
    def cut(*_given, **_named):
        raise PowerCutError

    monkeypatch.setattr(Attachment, "save", cut)
    with pytest.raises(PowerCutError):
        hung(user, unit)
    assert nothing_kept()


class PowerCutError(Exception):
    pass


@db
@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        ("import sys; sys.exit(b'EICAR' in sys.stdin.buffer.read())", None),
        ("import sys; sys.exit(1)", Invalid),
        ("import sys; sys.exit(2)", Unavailable),
    ],
)
def test_a_scan_decides_before_anything_is_kept(unit, user, settings, command, refusal):
    settings.SCAN_COMMAND = f'{quote(sys.executable)} -c "{command}"'
    if refusal is None:
        hung(user, unit)
        with pytest.raises(Invalid):
            hung(user, unit, content=PDF + b"EICAR")
        assert Attachment.objects.count() == 1
        return
    with pytest.raises(refusal):
        hung(user, unit)
    assert nothing_kept()


@db
def test_a_scan_that_is_not_there_keeps_nothing(unit, user, settings):
    settings.SCAN_COMMAND = "/nowhere/scan"
    with pytest.raises(Unavailable):
        hung(user, unit)
    assert nothing_kept()


@db
def test_the_database_keeps_its_rules(unit, user):
    found = hung(user, unit)
    for wrong in ({"removed_at": clock.now()}, {"file": None}, {"reason": "没有时间的理由"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Attachment.objects.filter(pk=found.pk).update(**wrong)
