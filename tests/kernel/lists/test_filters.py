"""Filters: what each kind lets through, and that what cannot be understood is named in words and changes nothing."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sibao.audit.models import AuditLine
from sibao.directory.models import Unit
from sibao.directory.web.lists import UNITS
from sibao.kernel.lists.asked import strictly, understand
from sibao.kernel.lists.filters import Look
from sibao.kernel.lists.registry import lists
from sibao.kernel.refusals import Invalid
from tests import world
from tests.kernel.lists import steps
from tests.kernel.lists.steps import bare_units
from tests.seen import browser

pytestmark = pytest.mark.django_db
REUSED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PARAMETERS = [
    "q",
    "sector",
    "area",
    "town",
    "lifeline",
    "staff_from",
    "revenue_to",
    "sort",
    "size",
    "cursor",
    "columns",
    "as_of",
]


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


def names(actor, definition=UNITS, **asked):
    rows = strictly(Look(actor), definition, steps.given(**asked)).rows()
    return sorted(definition.label(row) for row in rows)


def refused(actor, definition=UNITS, **asked):
    """What the list says of parameters that it cannot understand, by parameter."""
    with pytest.raises(Invalid) as error:
        strictly(Look(actor), definition, steps.given(**asked))
    return {name: str(text) for name, text in error.value.fields.items()}


def test_each_kind_of_filter_lets_the_right_rows_through(zone, clerk):
    ours = world.unit(zone, name="济源砚泽铅材有限公司（演示）", staff_count=40, revenue_fen=2_500_000)
    other = world.unit(zone, name="王屋云岫制药有限公司（演示）", town="419001100", city_lifeline=True, staff_count=41)
    assert names(clerk, q="yzqc") == [ours.name]
    assert names(clerk, town="419001100") == [other.name]
    assert names(clerk, town=("419001100", "419001102"), sector="industry") == sorted([ours.name, other.name])
    assert names(clerk, area="419001") == sorted([ours.name, other.name])
    assert names(clerk, area="419001100") == [other.name]
    assert names(clerk, lifeline="1") == [other.name]
    assert names(clerk, staff_from="41") == [other.name]
    assert names(clerk, staff_from="40", staff_to="40") == [ours.name]
    assert names(clerk, revenue_from="2.5", revenue_to="2.5") == [ours.name]
    assert names(clerk, ceased="1") == []


def test_a_range_of_days_holds_both_its_ends_in_shanghai(zone):
    actor, lines = world.cli(zone), lists.get("audit:lines")
    moments = {
        "before": datetime(2024, 2, 28, 15, 59, 59, tzinfo=UTC),
        "first": datetime(2024, 2, 28, 16, 0, tzinfo=UTC),
        "last": datetime(2024, 2, 29, 15, 59, 59, 999999, tzinfo=UTC),
        "after": datetime(2024, 2, 29, 16, 0, tzinfo=UTC),
    }
    for label, at in moments.items():
        AuditLine.objects.create(
            zone_id=zone.id,
            at=at,
            recorded_at=at,
            command="whitelist:batch:create",
            outcome="done",
            account_id=0,
            actor_name="测试",
            position="测试",
            door="cli",
            subject_label=label,
        )
    assert names(actor, lines, at_from="2024-02-29", at_to="2024-02-29") == ["first", "last"]


@REUSED
@given(
    staff=st.lists(st.none() | st.integers(0, 9), min_size=1, max_size=12),
    ends=st.tuples(*[st.none() | st.decimals(-2, 12, places=2)] * 2),
)
def test_a_range_of_numbers_holds_what_lies_between_and_never_the_unknown(zone, clerk, staff, ends):
    start, end = ends
    if start is not None and end is not None and start > end:
        start, end = end, start
    units = bare_units(zone, staff)
    asked = {name: str(value) for name, value in (("staff_from", start), ("staff_to", end)) if value is not None}
    rows = strictly(Look(clerk), UNITS, steps.given(**asked)).rows().filter(pk__gte=units[0].pk)
    low, high = start if start is not None else Decimal("-Infinity"), end if end is not None else Decimal("Infinity")
    expected = [
        unit.pk for unit in units if not asked or (unit.staff_count is not None and low <= unit.staff_count <= high)
    ]
    assert sorted(row.pk for row in rows) == expected


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        ({"q": "长" * 61}, "q", "最多 60 个字"),
        ({"q": "a\0b"}, "q", "最多 60 个字"),
        ({"sector": "nonsense"}, "sector", "没有这个选项"),
        ({"sector": "commerce"}, "sector", "没有这个选项"),
        ({"town": ["419001102", "1' or '1'='1"]}, "town", "没有这个选项"),
        ({"scale": [f"x{number}" for number in range(60)]}, "scale", "没有这个选项"),
        ({"lifeline": "yes"}, "lifeline", "只能勾选或不勾选"),
        ({"staff_from": "many"}, "staff", "请填数字"),
        ({"staff_from": "1e5"}, "staff", "请填数字"),
        ({"staff_to": "9" * 40}, "staff", "请填数字"),
        ({"staff_from": "5", "staff_to": "4"}, "staff", "起点在终点之后"),
        ({"sort": "password"}, "sort", "不能这样排序"),
        ({"sort": "--name"}, "sort", "不能这样排序"),
        ({"size": "1000000"}, "size", "每页只能是"),
        ({"size": "-1"}, "size", "每页只能是"),
        ({"columns": ["name", "account__password"]}, "columns", "没有这一列"),
        ({"as_of": "yesterday"}, "as_of", "请写成 2022-06-03"),
        ({"as_of": "2199-06-03"}, "as_of", "还没有到"),
        ({"cursor": "forged"}, "cursor", "翻页位置已失效"),
    ],
)
def test_what_cannot_be_understood_is_named_in_words(clerk, asked, field, words):
    said = refused(clerk, **asked)
    assert set(said) == {field}
    assert words in said[field]


@pytest.mark.parametrize("text", ["", "2022-02-30", "03/06/2022", "2022-6-3", "9999-99-99", "0000-01-01", "１"])
def test_a_day_that_is_none_is_refused(zone, text):
    audit = lists.get("audit:lines")
    if not text:
        assert understand(Look(world.cli(zone)), audit, steps.given(at_from="")).errors == {}
        return
    assert "2022-06-03 这样的日期" in refused(world.cli(zone), audit, at_from=text)["at"]


@pytest.mark.parametrize("text", ["2022-02-29", "tomorrow", "9999-12-31", "0001-01-01", "99999-01-01"])
def test_a_past_that_cannot_be_reached_is_refused(zone, text):
    assert "as_of" in refused(world.cli(zone), lists.get("whitelist:listings"), as_of=text)


@pytest.mark.parametrize("text", ["%", "_", "\\", "'", "%%", "。", "*", "(", "&", "a_", "%z"])
def test_signs_that_a_database_takes_for_wildcards_are_only_text(zone, clerk, text):
    world.unit(zone)
    assert names(clerk, q=text) == []


@pytest.mark.parametrize("text", ["%", "_", "100%", "\\"])
def test_wildcards_are_only_text_among_accounts_and_in_the_record_too(zone, text):
    actor = world.person(zone, "system_administrator")
    assert names(world.cli(zone), lists.get("accounts:accounts"), q=text) == []
    assert names(world.cli(zone), lists.get("audit:lines"), q=text) == []
    assert actor.account_id


def test_a_page_says_422_names_the_filter_and_leaves_only_it_out(zone, clerk):
    world.unit(zone, name="济源砚泽铅材有限公司（演示）")
    world.unit(zone, name="王屋云岫制药有限公司（演示）")
    answer = browser(clerk).get(reverse("directory:units"), {"q": "砚泽", "staff_from": "many"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“员工数”请填数字" in page
    assert "济源砚泽" in page
    assert "王屋云岫" not in page


def test_the_count_and_its_groups_are_of_the_very_rows(zone, clerk):
    bare_units(zone, [None] * 13)
    world.unit(zone, town="419001100")
    page = browser(clerk).get(reverse("directory:units"), {"town": "419001102", "size": "10"}).content.decode()
    assert 'data-count="13"' in page
    assert "第 1–10，共 13" in page


@REUSED
@given(asked=st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(max_size=70), max_size=3)))
def test_no_query_string_breaks_a_list(zone, clerk, asked):
    found = understand(Look(clerk), UNITS, asked)
    assert found.rows().count() <= Unit.objects.count()
    assert found.query().startswith("?applied=1")
    assert all(str(text) for text in found.errors.values())


def test_a_filter_in_words_and_as_a_query_string_means_the_same(clerk):
    asked = strictly(Look(clerk), UNITS, steps.given(q="砚泽", town="419001102", staff_from="3", sort="-staff_count"))
    again = strictly(Look(clerk), UNITS, asked.raw())
    assert (again.values, again.order) == (asked.values, asked.order)
    assert asked.words() == [f"{UNITS.filters[0].label}：砚泽", "镇（街道）：轵城镇", "员工数：3–"]
