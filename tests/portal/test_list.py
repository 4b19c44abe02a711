"""The public list: by batch and sector, page by page, in two languages, and never a unit that is not published."""

import itertools
import re

import pytest

from sibao.directory.models import Unit
from sibao.portal.web import pages
from sibao.whitelist import services
from sibao.whitelist.inputs import ChangeListing
from sibao.whitelist.models import Listing
from tests import world
from tests.listing import listed

pytestmark = pytest.mark.django_db
UNPUBLISHED = ("publicised", "drafted", "alone")


def text(answer):
    return answer.content.decode()


def names(answer):
    return re.findall(r'<td class="is-lead"><span class="sb-strong" lang="zh-Hans">([^<]+)</span>', text(answer))


def test_the_list_shows_what_is_published_and_nothing_else(anyone, stage):
    assert names(anyone.get("/zh/list/")) == [unit.name for unit in stage.listed]


def test_the_list_is_narrowed_by_batch_and_by_sector(anyone, stage):
    assert len(names(anyone.get("/zh/list/?batch=1"))) == 2
    assert names(anyone.get("/zh/list/?sector=commerce")) == [stage.listed[1].name]
    assert names(anyone.get("/zh/list/?batch=1&sector=industry")) == [stage.listed[0].name]
    assert names(anyone.get("/zh/list/?batch=1&sector=culture_tourism")) == []


WAYS = (
    "/",
    "/list/",
    "/list/?q={name}",
    "/list/?q={code}",
    "/list/?batch=2",
    "/list/?batch=3",
    "/list/?sector=industry",
    "/list/?page=2",
    "/notices/",
)


def test_a_unit_that_is_not_published_stands_nowhere(anyone, stage):
    for kind, way, language in itertools.product(UNPUBLISHED, WAYS, ("zh", "en")):
        unit = getattr(stage, kind)
        answer = anyone.get(f"/{language}{way.format(name=unit.name, code=unit.code)}")
        shown = text(answer)
        lines = [line for line in shown.splitlines() if 'name="q"' not in line and "sb-empty" not in line]
        assert unit.name not in names(answer), (kind, way, language)
        assert "?q=" in way or unit.name not in "\n".join(lines), (kind, way, language)
        assert "code}" in way or unit.code not in shown, (kind, way, language)


@pytest.mark.parametrize("action", ["suspend", "remove"])
def test_a_suspended_or_removed_unit_is_gone_from_the_list(anyone, stage, action):
    listing = Listing.objects.get(unit=stage.listed[0])
    given = ChangeListing(listing_id=listing.id, version=listing.version, reason="现场检查，整改中")
    getattr(services, f"{action}_listing")(actor=stage.office, given=given)
    assert names(anyone.get("/zh/list/")) == [stage.listed[1].name]


def test_a_batch_or_sector_that_is_not_public_is_not_found(anyone, stage):
    for asked in ("batch=3", "batch=99", "batch=-1", "batch=x", "batch=", "sector=nothing"):
        answer = anyone.get(f"/zh/list/?{asked}")
        assert answer.status_code == (200 if asked == "batch=" else 404), asked


def test_a_publicised_batch_says_how_many_and_until_when_but_lists_nobody(anyone, stage):
    front = text(anyone.get("/zh/"))
    assert "拟列入 1 家" in front
    assert "第二批" in front
    assert "第三批" not in front
    assert anyone.get("/zh/list/?batch=2").status_code == 404


def test_many_units_are_turned_over_page_by_page_and_each_stands_once(anyone, stage):
    units = [world.unit(stage.zone) for _ in range(pages.PAGE)]
    listed(stage.office, *units)
    first, second = anyone.get("/zh/list/"), anyone.get("/zh/list/?page=2")
    assert len(names(first)) == pages.PAGE
    assert len(names(second)) == 2
    assert sorted(names(first) + names(second)) == sorted(unit.name for unit in [*stage.listed, *units])
    assert "?page=2" in text(first)
    assert names(anyone.get("/zh/list/?page=99")) == names(second)
    assert names(anyone.get("/zh/list/?page=x")) == names(first)


def test_turning_the_page_keeps_what_was_asked(anyone, stage):
    units = [world.unit(stage.zone) for _ in range(pages.PAGE + 1)]
    listed(stage.office, *units)
    assert "?batch=4&amp;sector=industry&amp;page=2" in text(anyone.get("/zh/list/?batch=4&sector=industry"))


@pytest.mark.parametrize("asked", ["砚川铸造", "yczz", "yanchuan"])
def test_a_unit_is_found_by_name_pinyin_or_initials(anyone, stage, asked):
    assert names(anyone.get("/zh/list/", {"q": asked})) == [stage.listed[0].name]


def test_the_whole_code_is_shown_only_to_who_knows_it_already(anyone, stage):
    unit = stage.listed[0]
    assert unit.code not in text(anyone.get("/zh/list/"))
    assert unit.code in text(anyone.get("/zh/list/", {"q": unit.code}))
    part = text(anyone.get("/zh/list/", {"q": unit.code[:-2]}))
    assert f"{unit.code}</small>" not in part


def test_the_language_stands_in_the_address(anyone, stage):
    chinese, english = anyone.get("/zh/list/?batch=1"), anyone.get("/en/list/?batch=1")
    assert '<html lang="zh-hans"' in text(chinese)
    assert "第一批" in text(chinese)
    assert '<html lang="en"' in text(english)
    assert "Batch 1" in text(english)
    assert 'href="/en/list/?batch=1"' in text(chinese)
    assert 'href="/zh/list/?batch=1"' in text(english)
    assert names(chinese) == names(english)


@pytest.mark.parametrize("accepts", ["en", "zh-CN", "fr"])
def test_what_the_browser_prefers_changes_nothing(anyone, stage, accepts):
    assert anyone.get("/zh/", headers={"accept-language": accepts}).content == anyone.get("/zh/").content


def test_another_language_does_not_exist(anyone, stage):
    assert anyone.get("/fr/list/").status_code == 404


def test_the_coverage_of_a_sector_leads_to_exactly_its_units(anyone, stage):
    for count, sector in re.findall(r'\?sector=(\w+)">(\d+)</a>', text(anyone.get("/zh/"))):
        assert len(names(anyone.get(f"/zh/list/?sector={count}"))) == int(sector)


def test_the_list_and_the_front_page_count_the_same(anyone, stage):
    shown = re.search(r"在册 (\d+) 家", text(anyone.get("/zh/")))
    assert int(shown[1]) == Listing.objects.filter(state="active").count() == 2
    assert Unit.objects.count() == 5


def test_no_text_breaks_the_search_or_stands_unescaped(anyone, stage):
    for asked in ("%", "_", "'", "\\", "\0", "<script>alert(1)</script>", "&|!", "长" * 500, "\u202e", "ﷺ"):
        answer = anyone.get("/zh/list/", {"q": asked})
        assert answer.status_code == 200, asked
        assert names(answer) == [], asked
        assert "<script>alert" not in text(answer), asked
