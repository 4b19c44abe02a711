"""Optional fields: a zone adds to what it knows of units without code, and every door has the new field at once."""

import csv
import io
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from openpyxl import Workbook

from sibao.accounts.models import Account
from sibao.audit.models import AuditLine
from sibao.directory import queries, rules, services
from sibao.directory.inputs import EditField, EditUnit
from sibao.directory.models import Unit, UnitField, UnitFieldValue
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.database.as_of import known_at
from sibao.kernel.imports import queries as imports
from sibao.kernel.lists import services as lists
from sibao.kernel.lists import working
from sibao.kernel.lists.inputs import FetchExport, StartExport
from sibao.kernel.refusals import Conflict, Denied, Invalid, NotFound
from tests import world
from tests.accounts.people import signed_in
from tests.directory.merging import merged, undone
from tests.kernel.imports.steps import apply, upload, verdicts
from tests.listing import listed

SOME = {
    "kiln": {"name": "窑炉型式", "name_en": "Kind of kiln", "kind": "text"},
    "crew": {"name": "夜班人手", "name_en": "Hands at night", "kind": "number"},
    "audited": {"name": "安评到期", "name_en": "Safety audit until", "kind": "date"},
    "canteen": {"name": "有无食堂", "name_en": "Has a canteen", "kind": "flag"},
    "hall": {"name": "主要场地", "name_en": "Main hall", "kind": "choice", "code_list": "venue_use"},
}
SAID = {"kiln": "隧道窑", "crew": 42, "audited": "2022-09-30", "canteen": True, "hall": "workshop"}


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("text", "  隧道窑 ", "隧道窑"),
        ("text", "窑" * 201, None),
        ("text", "两\n行", None),
        ("number", -7, "-7"),
        ("number", "007", None),
        ("number", 10**15, None),
        ("number", "7.5", None),
        ("date", date(2022, 6, 3), "2022-06-03"),
        ("date", "2022-02-30", None),
        ("date", "1850-01-01", None),
        ("flag", False, "0"),
        ("flag", "maybe", None),
        ("number", True, None),
        ("choice", "office", "office"),
        ("choice", "办公", None),
        ("date", None, ""),
        ("flag", "", ""),
    ],
)
def test_a_value_is_kept_as_one_text_or_does_not_fit_its_kind(kind, given, kept):
    assert rules.field_text(kind, given) == kept
    if kept:
        assert rules.field_text(kind, rules.field_value(kind, kept)) == kept


@pytest.fixture
def keeper(zone):
    return world.person(zone, "system_administrator")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def fields(keeper):
    return {key: define(keeper, key) for key in SOME}


def define(actor, key, version=None, **more):
    first = SOME.get(key, {}) if version is None else {name: SOME[key][name] for name in ("name", "name_en")}
    given = {"order": 10, "reason": "各部门都要", **first, **more}
    return services.edit_field(actor=actor, given=EditField(key=key, version=version, **given))


def say(actor, unit, **own):
    unit.refresh_from_db()
    names = ("kind", "code", "name", "area_id", "sector_id", "version")
    given = EditUnit(unit_id=unit.pk, own=own, **{name: getattr(unit, name) for name in names})
    return services.edit_unit(actor=actor, given=given)


def said(unit):
    return {key: one.text for key, one in queries.own_of([unit.pk]).get(unit.pk, {}).items()}


def browser(actor):
    return signed_in(Client(), Account.objects.get(pk=actor.account_id))


pytestmark = pytest.mark.django_db


def test_a_field_keeps_key_and_kind_and_its_old_names_and_only_its_keeper_defines_it(zone, keeper, clerk, fields):
    renamed = define(keeper, "kiln", version=1, name="炉型", reason="简短些")
    assert (renamed.version, renamed.kind, renamed.key) == (2, "text", "kiln")
    assert [row.name for row in queries.field_history(keeper) if row.key == "kiln"] == ["炉型", "窑炉型式"]
    before = list(UnitField.objects.order_by("pk").values())
    for refusal, given in (
        (Conflict, {"key": "kiln", "version": 1}),
        (Invalid, {"key": "kiln", "version": 2, "kind": "number"}),
        (Invalid, {"key": "kiln", "name": "另一个"}),
        (Invalid, {"key": "other", "kind": "text", "name": "有无食堂", "name_en": "Other"}),
        (Invalid, {"key": "other", "kind": "text", "name": "职工人数", "name_en": "Other"}),
        (Invalid, {"key": "other", "kind": "text", "name": "2021年计划", "name_en": "Other"}),
        (Invalid, {"key": "other", "kind": "choice", "code_list": "nothing", "name": "别的", "name_en": "Other"}),
    ):
        with pytest.raises(refusal):
            define(keeper, **given)
    with pytest.raises(NotFound):
        services.edit_field(
            actor=keeper, given=EditField(key="gone", version=1, name="无", name_en="No", order=1, reason="试试")
        )
    with pytest.raises(Denied):
        define(clerk, "other", kind="text", name="别的", name_en="Other")
    assert list(UnitField.objects.order_by("pk").values()) == before


def test_the_database_refuses_another_kind_a_deletion_and_a_value_that_does_not_fit(zone, clerk, fields):
    unit = world.unit(zone)
    say(clerk, unit, crew=42)
    for statement in (
        "update directory_unitfield set kind = 'text', code_list = '' where key = 'crew'",
        "delete from directory_unitfield where key = 'kiln'",
        "update directory_unitfieldvalue set value = 'many'",
        "update directory_unitfieldvalue set value = ''",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert said(unit) == {"crew": "42"}


def test_what_a_unit_says_is_checked_by_kind_and_kept_with_its_history(zone, keeper, clerk, fields):
    unit = world.unit(zone)
    say(clerk, unit, **SAID)
    kept = {"kiln": "隧道窑", "crew": "42", "audited": "2022-09-30", "canteen": "1", "hall": "workshop"}
    assert said(unit) == kept
    for wrong in ({"crew": "many"}, {"audited": "2022-02-30"}, {"hall": "moon"}, {"canteen": "maybe"}, {"gone": "x"}):
        with pytest.raises(Invalid) as refused:
            say(clerk, unit, kiln="辊道窑", **wrong)
        assert list(refused.value.fields) == [f"own_{key}" for key in wrong]
    assert said(unit) == kept
    say(clerk, unit, kiln="辊道窑", crew=None)
    assert said(unit) == {**{key: kept[key] for key in ("audited", "canteen", "hall")}, "kiln": "辊道窑"}
    told = UnitFieldValue.pgh_event_model.objects.filter(unit_id=unit.pk, field=fields["kiln"])
    assert list(told.order_by("pgh_id").values_list("value", flat=True)) == ["隧道窑", "辊道窑"]
    define(keeper, "kiln", version=1, retired=True)
    with pytest.raises(Invalid):
        say(clerk, unit, kiln="别的")
    assert said(unit)["kiln"] == "辊道窑", "a retired field keeps its values"


def test_form_unit_page_list_and_api_have_the_field_and_the_public_page_only_what_is_marked(
    zone, keeper, clerk, fields, django_assert_num_queries
):
    unit = world.unit(zone)
    listed(world.cli(zone), unit)
    there = browser(clerk)
    form = there.get(reverse("directory:unit-edit", args=[unit.pk]))
    posted = {name: form.context["form"][name].value() for name in form.context["form"].fields}
    posted = {name: value for name, value in posted.items() if value not in (None, False)} | {"version": 1}
    wrong = posted | {"own_crew": "many"}
    assert there.post(reverse("directory:unit-edit", args=[unit.pk]), wrong).status_code == 422
    right = {f"own_{key}": value for key, value in SAID.items()} | {"own_canteen": "1"}
    unit.refresh_from_db()
    answer = there.post(reverse("directory:unit-edit", args=[unit.pk]), posted | right | {"version": unit.version})
    assert answer.status_code == 302
    shown = there.get(reverse("directory:unit", args=[unit.pk])).content.decode()
    assert all(word in shown for word in ("选填信息", "窑炉型式", "隧道窑", "2022-09-30", "车间"))
    page = there.get(reverse("directory:units"), {"applied": "1", "columns": ["name", "own_kiln", "own_crew"]})
    assert [cell.text for cell in page.context["rows"][0]["cells"]][1:] == ["隧道窑", "42"]
    assert {"own_hall", "own_audited"} <= {column.key for column, _on in page.context["all_columns"]}
    asked = there.get(f"/api/v1/units/{unit.pk}").json()
    assert asked["own"] == SAID
    assert there.get("/api/v1/units").json()["items"][0]["own"] == SAID
    units = [world.unit(zone) for _one in range(3)]
    with django_assert_num_queries(1):
        queries.add_own(clerk, [unit, *units])
    assert "隧道窑" not in Client().get("/zh/").content.decode()
    define(keeper, "kiln", version=1, public=True)
    define(keeper, "crew", version=1, public=True, retired=True)
    for language, label in (("zh", "窑炉型式"), ("en", "Kind of kiln")):
        public = Client().get(f"/{language}/").content.decode()
        assert label in public
        assert "隧道窑" in public
        assert not any(word in public for word in ("夜班人手", "Hands at night", "2022-09-30", "车间"))


def book(*rows):
    made, content = Workbook(), io.BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(content)
    return content.getvalue()


def test_a_workbook_whose_headings_are_the_fields_names_is_understood_previewed_and_written(zone, keeper, clerk):
    for key in SOME:
        define(keeper, key)
    unit = world.unit(zone)
    say(clerk, unit, crew=40)
    heads = ["统一社会信用代码", "单位名称", *(one["name"] for one in SOME.values())]
    row = [unit.code, unit.name, "隧道窑", 42, "2022年9月30日", "有", "车间"]
    run = upload(clerk, book(heads, row))
    assert run.state == "preview", run.columns
    with acting(clerk):
        changes = imports.rows(clerk, run.pk).get().changes
    assert ["夜班人手", "40", "42"] in changes
    apply(clerk, run)
    assert said(unit) == {"kiln": "隧道窑", "crew": "42", "audited": "2022-09-30", "canteen": "1", "hall": "workshop"}
    again = upload(clerk, book(heads, row), name="再来一次.xlsx")
    assert [*verdicts(clerk, again).values()] == ["unchanged"]
    wrong = upload(clerk, book(heads, [unit.code, unit.name, "窑", "许多", "", "", "月亮"]), name="错.xlsx")
    assert [*verdicts(clerk, wrong).values()] == ["bad"]
    assert said(unit)["crew"] == "42"


def test_an_export_writes_the_fields_that_were_chosen_under_their_names(zone, clerk, fields):
    unit = world.unit(zone)
    say(clerk, unit, kiln="隧道窑", hall="workshop")
    query = {"columns": ["code", "own_kiln", "own_hall"]}
    run = services.export_units(actor=clerk, given=StartExport(list_key="directory:units", query=query, format="csv"))
    with acting(None):
        working.run_export(run.pk)
    file = lists.read_export(actor=clerk, given=FetchExport(run_id=run.pk, once=True))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[4:] == [["信用代码或项目代码", "窑炉型式", "主要场地"], [unit.code, "隧道窑", "车间"]]
    with translation.override("en"):
        assert [one.label for one in queries.own_of([unit.pk])[unit.pk].values()] == ["Kind of kiln", "Main hall"]


@pytest.mark.django_db(transaction=True)
def test_what_a_unit_said_at_a_past_moment_has_an_answer(zone, keeper, clerk):
    define(keeper, "kiln")
    unit = world.unit(zone)
    say(clerk, unit, kiln="隧道窑")
    then = clock.now()
    say(clerk, unit, kiln="")
    assert said(unit) == {}
    with acting(clerk), known_at(then):
        assert said(unit) == {"kiln": "隧道窑"}


def test_in_a_merge_the_survivor_keeps_its_own_and_takes_what_it_lacks_until_it_is_undone(zone, clerk, fields):
    kept, double = world.unit(zone), world.unit(zone)
    say(clerk, kept, kiln="隧道窑")
    say(clerk, double, kiln="辊道窑", crew=42)
    merge = merged(clerk, kept, double)
    assert (said(kept), said(double)) == ({"kiln": "隧道窑", "crew": "42"}, {"kiln": "辊道窑"})
    undone(clerk, merge)
    assert (said(kept), said(double)) == ({"kiln": "隧道窑"}, {"kiln": "辊道窑", "crew": "42"})


def test_the_keeper_defines_and_retires_a_field_on_its_pages(zone, keeper):
    there = browser(keeper)
    new = {"key": "kiln", "order": "10", "reason": "各部门都要", "code_list": "", **SOME["kiln"]}
    assert there.post(reverse("directory:field-add"), new | {"kind": "choice"}).status_code == 422
    assert there.post(reverse("directory:field-add"), new).status_code == 302
    edited = {name: new[name] for name in ("name", "name_en", "order", "reason")} | {"version": "1", "retired": "on"}
    assert there.post(reverse("directory:field-edit", args=["kiln"]), edited).status_code == 302
    assert UnitField.objects.get().retired
    assert there.get(reverse("directory:field-edit", args=["nothing"])).status_code == 404
    assert "停用" in there.get(reverse("directory:fields")).content.decode()
    assert AuditLine.objects.filter(command="directory:field:edit", outcome="done").count() == 2
    assert not Unit.objects.filter(zone=zone).exists()
