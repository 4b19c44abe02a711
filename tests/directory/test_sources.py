"""Where rules come from (R01): each names document and article; one without is seen."""

import pytest
from django.urls import reverse

from sibao.directory.models import PolicyDocument, Sector
from sibao.kernel.slots import rule_sets
from tests import world
from tests.seen import shown

pytestmark = pytest.mark.django_db


def without_source(zone):
    return [rule.name for one in rule_sets.all() for rule in one.rows(zone.id) if not (rule.number and rule.article)]


def test_every_rule_that_ships_names_its_document_and_article(zone):
    assert {one.key for one in rule_sets.all()} >= {"sectors", "organisations", "targets"}
    assert all(len(one.rows(zone.id)) > 0 for one in rule_sets.all())
    assert without_source(zone) == []


def test_the_notice_is_there_with_its_number_and_both_its_dates(zone):
    notice = PolicyDocument.objects.get(zone=zone, code="jiguanban-2022-21")
    dates = str(notice.signed_on), str(notice.published_on)
    assert (notice.number, *dates) == ("济管办〔2022〕21号", "2022-06-01", "2022-06-10")


def test_a_rule_without_a_source_is_shown_as_such(zone):
    page = reverse("directory:sources")
    actor = world.person(zone, "hq_office_clerk")
    assert "缺依据" not in shown(actor, page)
    Sector.objects.filter(zone=zone, code="industry").update(document=None)
    assert without_source(zone) == ["工业生产"]
    assert "缺依据" in shown(actor, page)
