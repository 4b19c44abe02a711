"""The reader of messages finds what people will see."""

import pytest
from babel.messages.catalog import Message

from tools import translations


@pytest.mark.parametrize(
    ("source", "messages"),
    [
        ('_("批次")', {("批次",)}),
        ('label = gettext_lazy("发布" "公告")', {("发布公告",)}),
        ('ngettext("%(n)s 家", "%(n)s 家单位", n)', {("%(n)s 家", "%(n)s 家单位")}),
        ('from django.utils.translation import gettext as _now\n_now("批次")', {("批次",)}),
        ("_(name)", set()),
        ('shown("批次")', set()),
    ],
)
def test_messages_of_python_are_found(source, messages):
    assert translations.in_python(source) == messages


@pytest.mark.parametrize(
    ("source", "messages"),
    [
        ('<p>{% translate "批次" %}</p>', {("批次",)}),
        ("<a title=\"{% translate '导入' %}\">", {("导入",)}),
        ("{% blocktranslate trimmed %}共 {{ n }} 家{% endblocktranslate %}", {("共 %(n)s 家",)}),
        ("{% blocktranslate count n=n %}一家{% plural %}{{ n }} 家{% endblocktranslate %}", {("一家", "%(n)s 家")}),
        ('{{ value|default:_("未知") }}', {("未知",)}),
        ("<p>批次</p>{# 说明 #}", set()),
    ],
)
def test_messages_of_templates_are_found(source, messages):
    assert translations.in_template(source) == messages


def test_the_product_has_messages():
    assert len(translations.in_sources()) > 50


@pytest.mark.parametrize(
    ("english", "fault"),
    [("", "has no English yet"), ("%(count)s units", "a placeholder that the Chinese has not")],
)
def test_an_entry_that_would_not_do_is_noticed(english, fault):
    [found] = translations._message_faults(Message("共 %(n)s 家", english))
    assert fault in found


def test_a_guess_is_noticed():
    [found] = translations._message_faults(Message("批次", "Batch", flags=["fuzzy"]))
    assert "a guess" in found
