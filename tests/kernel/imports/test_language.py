"""Who works in English is told in English what became of her workbook, by the page and by the queue."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from sibao.kernel.imports import returning, working
from sibao.kernel.models import ImportRun
from tests.kernel.imports.steps import apply, listed, upload
from tests.seen import browser

pytestmark = pytest.mark.django_db
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def english():
    with translation.override("en"):
        yield


def shown(actor, run):
    client = browser(actor)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client.get(reverse("kernel:import", args=[run.pk])).content.decode()


@pytest.mark.parametrize(("content", "words"), [(b"", "The file is empty"), (b"\x89PNG\r\n", "not a spreadsheet")])
def test_a_file_that_is_not_read_is_refused_in_english(clerk, english, content, words):
    run = upload(clerk, content)
    assert run.state == "refused"
    assert words in run.message
    assert not CHINESE.search(run.message)
    assert words in shown(clerk, run)


def test_the_queue_speaks_the_language_of_the_page_not_its_own(clerk):
    with translation.override("en"):
        run = upload(clerk, b"")
    ImportRun.objects.filter(pk=run.pk).update(state="queued")
    with translation.override("zh-hans"):
        working.read_run(run.pk)
    run.refresh_from_db()
    assert "The file is empty" in run.message


def test_a_defect_of_the_program_is_told_in_english(clerk, workbook, english, monkeypatch):
    def broken(*_given):
        raise ZeroDivisionError

    monkeypatch.setattr(working, "_read", broken)
    with pytest.raises(ZeroDivisionError):
        upload(clerk, workbook(listed(2)))
    run = ImportRun.objects.get()
    assert run.state == "failed"
    assert run.message
    assert not CHINESE.search(run.message)


def test_what_is_wrong_with_cells_is_told_in_the_language_of_whoever_looks(clerk, workbook):
    run = apply(clerk, upload(clerk, workbook(listed(8, bad=3))))
    page = shown(clerk, run)
    bad = re.search(r'<table[^>]*id="bad-rows".*?</table>', page, re.DOTALL)[0]
    told = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<td>(?!<span|—)(.*?)</td><td class=\"is-wide\">", bad)]
    assert len(told) == 3
    assert not [words for words in told if CHINESE.search(words)]
    assert "Applied" in page


def test_the_workbook_that_comes_back_speaks_english_too(clerk, workbook, english, tmp_path):
    run = upload(clerk, workbook(listed(8, bad=3)))
    path = tmp_path / "returned.xlsx"
    path.write_bytes(returning.with_problems(clerk, run))
    said = [str(cell.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any("the last digits are lost" in words for words in said)
