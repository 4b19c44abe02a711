"""Forms and small words of the kit, without a browser."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import RequestFactory

from sibao.kernel.templatetags.faces import figure, plain, span
from sibao.kernel.web import gallery
from sibao.kernel.web.error_words import WORDS, words_of


def refused():
    return gallery.Sample({"name": "", "kind": "z"}).render()


def test_every_described_field_points_at_text_that_is_there():
    drawn = refused()
    named = {name for found in re.findall(r'aria-describedby="([^"]+)"', drawn) for name in found.split()}
    assert "id_name_error" in named
    assert "id_name_helptext" in named
    assert {name for name in named if f'id="{name}"' not in drawn} == set()


def test_a_refused_form_lists_its_errors_on_top_and_leads_to_the_fields():
    drawn = refused()
    linked = re.findall(r'<a href="#([^"]+)">', drawn)
    assert linked
    assert [name for name in linked if f'id="{name}"' not in drawn] == []
    assert drawn.index("sb-summary") < drawn.index("sb-field")
    assert 'aria-invalid="true"' in drawn


def test_optional_fields_say_so_and_a_fresh_form_has_no_errors():
    drawn = gallery.Sample().render()
    assert drawn.count("sb-optional") == 3
    assert "sb-summary" not in drawn
    assert "sb-error" not in drawn


def test_a_title_with_markup_is_shown_as_text():
    sample = gallery.Sample({"name": "<script>alert(1)</script>"})
    assert "<script>" not in sample.render()


@pytest.mark.parametrize(
    ("status", "title"), [(404, WORDS[404].title), (418, WORDS[400].title), (502, WORDS[500].title)]
)
def test_every_error_status_has_words(status, title):
    assert words_of(status).title == title


@pytest.mark.django_db
@pytest.mark.parametrize("status", sorted(WORDS))
def test_an_error_page_names_the_request(status):
    page = gallery.error_sample(RequestFactory().get("/"), status).content.decode()
    assert "5f3a9c01d2e4b677" in page
    assert str(WORDS[status].todo) in page


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (timedelta(hours=2, minutes=32), "2 小时 32 分"),
        (timedelta(minutes=18, seconds=59), "18 分"),
        (timedelta(hours=-3), "3 小时"),
        (timedelta(days=12, hours=3, minutes=5), "12 天 3 小时"),
        (timedelta(days=2), "2 天"),
    ],
)
def test_a_span_of_time_reads_in_its_two_largest_units(value, words):
    assert span(value) == words


def test_figures_are_grouped_for_reading_and_plain_for_drawing():
    assert figure(128600) == "128,600"
    assert figure(Decimal("72.66"), 1) == "72.7"
    assert figure(None) == "未知"
    assert plain(Decimal("1234.50")) == "1234.5"
    assert plain(None) == "0"
