"""Doing something to many rows: each row by its own command, within the scope, with a result per row."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from sibao.audit.models import AuditLine
from sibao.directory import queries as directory
from sibao.kernel.lists import bulk
from sibao.kernel.lists.asked import understand
from sibao.kernel.lists.definition import MOST_AT_ONCE, BulkAction, Column, ListDefinition
from sibao.kernel.lists.filters import Look
from sibao.whitelist import services
from sibao.whitelist.inputs import CreateBatch, DropUnit, FillBatch
from sibao.whitelist.models import BatchMember
from tests import world
from tests.kernel.lists.steps import bare_units
from tests.seen import browser

pytestmark = pytest.mark.django_db
PAGE = "whitelist:candidates"


def drop(actor, unit, batch_id):
    services.drop_unit(actor=actor, given=DropUnit(batch_id=int(batch_id), unit_id=unit.pk, reason="重新核对"))


DROPPING = ListDefinition(
    key="test:units",
    may="directory:unit:read",
    title="测试",
    rows=directory.units,
    columns=(Column("name", "名称", sort="name"),),
    default_sort="name",
    bulk=(BulkAction("drop", "撤出", "whitelist:batch:drop", drop),),
    label=lambda unit: unit.name,
)


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def draft(clerk):
    return services.create_batch(actor=clerk, given=CreateBatch())


def put_in(actor, batch_id, *units, query="", **form):
    """Choose units on the page of candidates and put them into a batch."""
    given = {"action": "fill", "choice-fill": str(batch_id), "id": [unit.pk for unit in units], **form}
    return browser(actor).post(reverse(PAGE) + query, given)


def results(answer):
    return [(one.label, one.done, one.why) for one in answer.context["results"]]


def members(batch):
    return set(BatchMember.objects.filter(batch=batch).values_list("unit_id", flat=True))


def test_each_row_has_its_own_result_and_its_own_line_in_the_record(zone, clerk, draft):
    first, second = world.unit(zone), world.unit(zone)
    answer = put_in(clerk, draft.pk, first, second)
    assert results(answer) == [(first.name, True, ""), (second.name, True, "")]
    assert members(draft) == {first.pk, second.pk}
    assert AuditLine.objects.filter(command="whitelist:batch:fill", outcome="done").count() == 2


def test_a_row_that_is_refused_stops_no_other(zone, clerk, draft):
    here, stranger, there = world.unit(zone), world.unit(zone), world.unit(zone)
    services.fill_batch(actor=clerk, given=FillBatch(batch_id=draft.pk, unit_ids=[here.pk, there.pk]))
    done = bulk.carry_out(
        RequestFactory().post("/", {"action": "drop", "choice-drop": draft.pk, "all_matching": "1"}),
        understand(Look(clerk), DROPPING, {}),
    )
    assert [(one.label, one.done) for one in done] == [(here.name, True), (stranger.name, False), (there.name, True)]
    assert "没有这条记录" in done[1].why
    assert members(draft) == set()
    assert AuditLine.objects.filter(command="whitelist:batch:drop", outcome="refused").count() == 1


def test_rows_outside_the_scope_are_not_touched_and_not_told_of(zone, clerk, draft):
    ours, theirs = world.unit(zone), world.unit(zone, sector="commerce")
    answer = put_in(clerk, draft.pk, ours, theirs)
    assert results(answer) == [(ours.name, True, "")]
    assert theirs.name not in answer.content.decode()
    assert members(draft) == {ours.pk}


def test_all_that_the_filter_lets_through_means_exactly_that(zone, clerk, draft):
    here = bare_units(zone, [1] * 25)
    world.unit(zone, town="419001100")
    put_in(clerk, draft.pk, query="?applied=1&town=419001102", all_matching="1")
    assert members(draft) == {unit.pk for unit in here}


@pytest.mark.parametrize("query", ["?town=nowhere", "?q=" + "a" * 70, "?sector=commerce", "?cursor=forged"])
def test_a_filter_that_cannot_be_understood_never_widens_what_is_done(zone, clerk, draft, query):
    world.unit(zone)
    answer = put_in(clerk, draft.pk, query=query, all_matching="1")
    assert answer.status_code == 422
    assert members(draft) == set()


def test_nothing_chosen_or_too_much_is_refused(zone, clerk, draft):
    assert "请先选择要办理的行" in put_in(clerk, draft.pk).content.decode()
    bare_units(zone, [1] * (MOST_AT_ONCE + 1))
    answer = put_in(clerk, draft.pk, all_matching="1")
    assert answer.status_code == 422
    assert f"一次最多办理 {MOST_AT_ONCE} 行" in answer.content.decode()
    assert members(draft) == set()


def test_a_choice_that_is_none_becomes_each_rows_result(zone, clerk, draft):
    unit = world.unit(zone)
    for choice in ("", "x", "²", "١", "9" * 60, "-1", "\0", "1 or 1=1"):
        [(label, done, why)] = results(put_in(clerk, choice, unit))
        assert (label, done) == (unit.name, False), choice
        assert why, choice
        assert members(draft) == set(), choice


def test_ids_that_are_none_choose_nothing(zone, clerk, draft):
    world.unit(zone)
    for ids in ("x", "²", "9" * 30, "-1", "1; drop table"):
        assert put_in(clerk, draft.pk, id=[ids]).status_code == 422, ids
        assert members(draft) == set(), ids


def test_an_action_the_list_does_not_have_or_the_position_may_not_is_refused(zone, clerk, draft):
    unit = world.unit(zone)
    assert put_in(clerk, draft.pk, unit, action="delete").status_code == 404
    reader = world.person(zone, "clerk_zhicheng")
    assert put_in(reader, draft.pk, unit).status_code == 403
    assert members(draft) == set()


def test_a_row_that_left_the_list_meanwhile_is_left_alone(zone, clerk, draft):
    gone, stays = world.unit(zone), world.unit(zone)
    other = services.create_batch(actor=clerk, given=CreateBatch())
    services.fill_batch(actor=clerk, given=FillBatch(batch_id=other.pk, unit_ids=[gone.pk]))
    answer = put_in(clerk, draft.pk, gone, stays)
    assert results(answer) == [(stays.name, True, "")]
    assert members(draft) == {stays.pk}
