"""The form of a criterion: rows and groups by buttons alone, what is typed in words and in numbers, and saved as a draft."""

import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sibao.accounts.models import Account
from sibao.facts.models import CriterionVersion
from tests import consulted, world
from tests.accounts.people import signed_in

FACTS = ("staff_count", "city_lifeline")


@pytest.fixture
def clerk(zone):
    return world.person(zone, "clerk_industry")


@pytest.fixture
def browser(clerk):
    return signed_in(Client(), Account.objects.get(pk=clerk.account_id))


@pytest.fixture
def pack(zone):
    return CriterionVersion.objects.get(zone=zone, use="standard", key="industry")


def fields(answer):
    """What a browser would send of the form as it stands."""
    page = answer.content.decode()
    form = page[page.index('id="criterion"') : page.index("</form>", page.index('id="criterion"'))]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and not ('type="checkbox"' in tag and "checked" not in tag):
            sent.setdefault(name[1], []).append(value[1] if value else "")
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        sent[name] = [chosen[1] if chosen else ""]
    return sent


def press(browser, where, sent, do, **typed):
    return browser.post(where, {**sent, **{name.replace("_", "."): value for name, value in typed.items()}, "do": do})


def test_the_pages_of_a_criterion_show_what_it_asks_for_and_who_meets_it(zone, browser, pack):
    world.unit(zone, staff_count=100)
    listed = browser.get("/facts/criteria/?applied=1").content.decode()
    assert "工业生产领域遴选标准（示例）" in listed
    assert "待核实" in listed
    page = browser.get(f"/facts/criteria/{pack.pk}/").content.decode()
    for words in ("第 1 版的条件", "住宿保障比例不低于50%", "不知道 1 家", "通过", "起草新版本"):
        assert words in page
    assert browser.get(f"/facts/criteria/{2**40}/").status_code == 404


def test_a_new_version_is_drafted_with_buttons_alone_and_published_by_two(zone, browser, pack):
    where = f"/facts/criteria/{pack.pk}/draft/"
    sent = fields(browser.get(where))
    added = press(browser, where, sent, "row:t")
    assert added.status_code == 200
    sent = fields(added)
    assert sent["t.n"] == ["6"]
    chosen = press(browser, where, sent, "show", t_5_f="revenue")
    sent = fields(chosen)
    assert "请选择事实和比较方式" in chosen.content.decode()
    chosen = press(browser, where, sent, "show", t_5_o="ge")
    sent = fields(chosen)
    typed = press(browser, where, sent, "show", t_5_v="500.5", t_5_u="wan")
    page = typed.content.decode()
    assert "营业收入不低于500.5万元" in page
    sent = fields(typed)
    assert sent["t.5.v"] == ["500.5"]
    wrong = press(browser, where, sent, "save", t_5_v="很多")
    assert (wrong.status_code, "要填数字" in wrong.content.decode()) == (422, True)
    assert not CriterionVersion.objects.filter(state="draft").exists()
    saved = press(browser, where, sent, "save")
    found = CriterionVersion.objects.get(state="draft")
    assert (saved.status_code, saved["Location"]) == (302, f"/facts/criteria/{found.pk}/")
    assert found.tree["all"][5] == {"f": "revenue", "op": "ge", "v": 500_500_000}
    assert found.tree["all"][:5] == pack.tree["all"]
    assert found.examples == pack.examples
    page = browser.get(f"/facts/criteria/{found.pk}/").content.decode()
    assert "新增：" in page
    asked = browser.get(f"/facts/criteria/{found.pk}/publish/").content.decode()
    assert "营业收入不低于500.5万元" in asked
    refused = browser.post(f"/facts/criteria/{found.pk}/publish/", {"version": found.version})
    question = consulted.asked_by_page(browser, refused)
    consulted.carry_out(consulted.agree(world.person(zone, "hq_office_clerk"), question))
    found.refresh_from_db()
    assert found.state == "published"
    again = browser.post(f"/facts/criteria/{found.pk}/withdraw/", {"version": found.version, "reason": "试行结束"})
    assert again.status_code == 302
    assert CriterionVersion.objects.get(pk=found.pk).reason == "试行结束"


def test_rows_and_groups_are_added_moved_and_taken_away_and_the_caps_are_said(browser, pack):
    where = f"/facts/criteria/{pack.pk}/draft/"
    sent = fields(browser.get(where))
    first = sent["t.0.0.f"]
    moved = fields(press(browser, where, sent, "down:t.0"))
    assert (moved["t.1.0.f"], moved["t.0.f"]) == (first, ["lodging_share"])
    fewer = fields(press(browser, where, moved, "drop:t.1"))
    assert fewer["t.n"] == ["4"]
    for place in range(3):
        deeper = press(browser, where, fewer, "group:t" + ".4" * (place > 0) + ".1" * (place - 1))
        fewer = fields(deeper)
    assert fewer["t.4.1.n"] == ["2"]
    deepest = press(browser, where, fewer, "group:t.4.1.1")
    assert "条件层次太多" in deepest.content.decode()
    sent = fields(deepest)
    for _ in range(40):
        answer = press(browser, where, sent, "row:t")
        sent = fields(answer)
    assert "最多 40 条条件" in answer.content.decode()
    for nonsense in ("row:t.99", "drop:t", "up:t.x", "nothing:t.0", "forget:99", "row:", "row:t.²", "forget:²"):
        assert press(browser, where, sent, nonsense).status_code == 200


@pytest.mark.parametrize(
    "forged",
    [
        {"t.n": "9" * 5000},
        {"e.n": "9" * 5000},
        {"t.0.f": "revenue", "t.0.o": "ge", "t.0.v": "1e999999"},
        {"t.0.f": "lodging_share", "t.0.o": "ge", "t.0.v": "1e-99999999"},
        {"target": "standard:a\0b"},
    ],
    ids=["very many conditions", "very many examples", "too large", "too small", "a key of no sector"],
)
def test_fields_that_no_form_would_send_are_answered_like_any_other(browser, pack, forged):
    for where in (f"/facts/criteria/{pack.pk}/draft/", "/facts/criteria/new/"):
        sent = fields(browser.get(where))
        assert press(browser, where, {**sent, **forged}, "show").status_code == 200


def test_a_character_that_no_database_keeps_is_refused_in_words(browser, pack):
    where, before = f"/facts/criteria/{pack.pk}/draft/", CriterionVersion.objects.count()
    sent = fields(browser.get(where))
    answer = press(browser, where, {**sent, "t.1.z": "a\0b"}, "save")
    assert answer.status_code == 422
    assert "不是有效的结构" in answer.content.decode()
    assert CriterionVersion.objects.count() == before


def test_an_example_is_added_in_the_form_and_says_whether_it_comes_out(browser, pack):
    where = f"/facts/criteria/{pack.pk}/draft/"
    sent = fields(browser.get(where))
    assert sent["e.0.revenue"] == ["5000"]
    sent = fields(press(browser, where, sent, "example"))
    assert sent["e.n"] == ["4"]
    shown = browser.post(where, {**sent, "e.3.name": "新示例", "e.3.expected": "yes", "e.3.seriously_dishonest": "yes"})
    assert "应为符合，实际不符合" in shown.content.decode()
    assert "不通过" in shown.content.decode()
    assert fields(press(browser, where, sent, "forget:3"))["e.n"] == ["3"]


def test_a_first_version_is_written_from_an_empty_form_and_a_draft_is_edited(zone, browser, pack):
    withdrawn = {"version": pack.version, "reason": "从头写过"}
    assert browser.post(f"/facts/criteria/{pack.pk}/withdraw/", withdrawn).status_code == 302
    where = "/facts/criteria/new/"
    typed = {
        "title": "从头写的标准",
        "target": "standard:industry",
        "t.0.f": "loop_modes",
        "t.0.o": "has",
        "t.0.v": "full",
    }
    sent = {**fields(browser.get(where)), **typed}
    answer = press(browser, where, sent, "show")
    assert "能实行的闭环方式包含全员闭环" in answer.content.decode()
    named = {"e.0.name": "能闭环", "e.0.loop_modes": ["full"], "e.1.name": "不能", "e.1.loop_modes": ["bubbles"]}
    made = press(browser, where, {**fields(answer), **named}, "save")
    found = CriterionVersion.objects.get(state="draft")
    assert made["Location"] == f"/facts/criteria/{found.pk}/"
    assert (found.number, found.tree) == (2, {"all": [{"f": "loop_modes", "op": "has", "v": "full"}]})
    assert [one["facts"] for one in found.examples] == [{"loop_modes": ["full"]}, {"loop_modes": ["bubbles"]}, {}]
    where = f"/facts/criteria/{found.pk}/edit/"
    sent = fields(browser.get(where))
    assert press(browser, where, {**sent, "title": "改过的标准"}, "save").status_code == 302
    assert press(browser, where, {**sent, "title": "又改一次"}, "save").status_code == 409
    found.refresh_from_db()
    assert (found.title, found.version) == ("改过的标准", 2)


def test_the_form_of_what_is_not_hers_is_not_there(zone, browser):
    other = CriterionVersion.objects.get(zone=zone, key="commerce")
    for step in ("draft", "edit", "publish", "withdraw"):
        assert browser.get(f"/facts/criteria/{other.pk}/{step}/").status_code == 404
    assert browser.get(f"/facts/criteria/{other.pk}/").status_code == 200
    new = browser.get("/facts/criteria/new/").content.decode()
    assert "standard:industry" in new
    assert "standard:commerce" not in new


def test_a_code_is_found_by_name_with_all_that_lies_below_it_and_taken_by_a_button(browser, pack):
    where = f"/facts/criteria/{pack.pk}/draft/"
    sent = fields(press(browser, where, fields(browser.get(where)), "row:t"))
    sent = fields(press(browser, where, sent, "show", t_5_f="industry"))
    sent = fields(press(browser, where, sent, "show", t_5_o="under"))
    found = press(browser, where, sent, "find:t.5", t_5_q="化学原料和")
    assert re.search(r'value="take:t\.5:26">.*?26 化学原料和化学制品制造业 .*?含下级 \d+ 个', found.content.decode())
    taken = press(browser, where, fields(found), "take:t.5:26")
    sent = fields(taken)
    assert (sent["t.5.v"], sent["t.5.q"]) == (["26"], ["化学原料和"])
    assert "属于26 化学原料和化学制品制造业及其下级" in taken.content.decode()
    assert fields(press(browser, where, sent, "take:t.5:3011"))["t.5.v"] == ["26、3011"]
    assert "没有这样的代码" in press(browser, where, sent, "find:t.5", t_5_q="不存在的行业").content.decode()
    sent = fields(press(browser, where, sent, "show", t_5_f="area", t_5_o="under", t_5_v="", t_5_q=""))
    found = press(browser, where, sent, "find:t.5", t_5_q="示范区")
    assert re.search(r'value="take:t\.5:419001">.*?419001 .*?含下级 \d+ 个', found.content.decode())
    taken = press(browser, where, fields(press(browser, where, sent, "find:t.5", t_5_q="轵城")), "take:t.5:419001102")
    assert fields(taken)["t.5.v"] == ["419001102"]
    for nonsense in ("take:t:26", "take:t.99:26", "take:t.5:", "take:t.5:" + "9" * 5000):
        assert press(browser, where, sent, nonsense).status_code == 200


HEADINGS = ("条款号", "事实", "比较", "值", "单位词", "原文", "依据出处")
LODGING = (2, "住宿保障比例", "不低于", "60", "%")
KEPT = ((3, "有未办结的重大安全生产违法", "为", "否"), (4, "有未办结的重大环境违法", "为", "否"))


def book(*rows):
    """A workbook as somebody filled it in."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content) as made:
        page = made.add_worksheet()
        for number, row in enumerate((HEADINGS, *rows)):
            page.write_row(number, 0, row)
    return {"file": SimpleUploadedFile("条件.xlsx", content.getvalue())}


@pytest.fixture
def drafted(browser, pack):
    where = f"/facts/criteria/{pack.pk}/draft/"
    press(browser, where, fields(browser.get(where)), "save")
    return CriterionVersion.objects.get(state="draft")


def test_the_flat_part_goes_out_as_a_workbook_and_comes_back_with_its_difference_in_words(browser, pack, drafted):
    where = f"/facts/criteria/rows/{drafted.pk}/"
    assert where in browser.get(f"/facts/criteria/{drafted.pk}/edit/").content.decode()
    taken = browser.get(f"/facts/criteria/rows/{drafted.pk}/rows.xlsx")
    same = browser.post(where, {"file": SimpleUploadedFile("条件.xlsx", taken.content)})
    assert (same.status_code, same.context["changes"]) == (200, [])
    assert len(same.context["groups"]) == 1
    changed = browser.post(where, book(LODGING, *KEPT, (None, "营业收入", "不低于", 500, "万元", "", "试行")))
    words = [(one["before"], one["after"]) for one in changed.context["changes"]]
    assert words == [
        ("住宿保障比例不低于50%", "住宿保障比例不低于60%"),
        ("在严重违法失信名单为否", ""),
        ("", "营业收入不低于500万元"),
    ]
    drafted.refresh_from_db()
    assert drafted.tree == pack.tree
    seen = {"version": drafted.version, "tree": changed.context["tree"]}
    assert browser.post(where, {**seen, "version": drafted.version + 1}).status_code == 409
    assert browser.post(where, {**seen, "tree": "[" * 10_000}).status_code == 422
    drafted.refresh_from_db()
    assert drafted.tree == pack.tree
    assert browser.post(where, seen)["Location"] == f"/facts/criteria/{drafted.pk}/"
    drafted.refresh_from_db()
    group, lodging, *others = drafted.tree["all"]
    assert (group, lodging["v"], others[:2]) == (pack.tree["all"][0], 6000, pack.tree["all"][2:4])
    assert others[2:] == [{"f": "revenue", "op": "ge", "v": 500_000_000, "cite": "试行"}]
    assert drafted.examples == pack.examples


def test_a_workbook_that_cannot_be_read_says_where_and_nothing_of_it_is_written(browser, pack, drafted):
    where = f"/facts/criteria/rows/{drafted.pk}/"
    wrong = book(
        LODGING,
        (3, "没有的事实", "为", "否"),
        (1, "营业收入", "不低于", "1", "万元"),
        (None, "营业收入", "不低于", "很多", "万元"),
        (None, "营业收入", "不低于", "5", "人"),
        (None, "营业收入", "包含", "5", "万元"),
        (None, "营业收入", "", "5", "万元"),
    )
    answer = browser.post(where, wrong)
    problems = answer.context["problems"]
    assert answer.status_code == 422
    for row, part in (
        (3, "“事实”（B3）"),
        (4, "条款号 1"),
        (5, "要填数字"),
        (6, "单位词"),
        (7, "不能这样比较"),
        (8, "“比较”"),
    ):
        assert any(one.startswith(f"第 {row} 行") and part in one for one in problems), (row, part, problems)
    assert "tree" not in answer.context
    for content in (b"MZ\x90\x00", b"%PDF-1.7", "名称,电话\n甲,1\n".encode(), b""):
        refused = browser.post(where, {"file": SimpleUploadedFile("条件.xlsx", content)})
        assert (refused.status_code, "tree" in refused.context) == (422, False)
    assert browser.post(where, book()).status_code == 422
    assert browser.get(f"/facts/criteria/rows/{pack.pk}/")["Location"] == f"/facts/criteria/{pack.pk}/"
    drafted.refresh_from_db()
    assert (drafted.tree, drafted.version) == (pack.tree, 1)
