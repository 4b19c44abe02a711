"""Search: whatever part of a name, its pinyin, its initials or its code a person types, the unit is found."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sibao.directory import queries
from sibao.directory.models import Unit
from sibao.kernel import search
from tests import world

pytestmark = pytest.mark.django_db
REUSED = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
CHINESE = st.text(alphabet="济源砚泽铅材王屋云岫制药轵城重庆长行乐厦门钢", min_size=2, max_size=12)
PARTS = st.lists(CHINESE | st.sampled_from(["ABC", "3D", "（演示）", "·", "(集团)", "-", "5G"]), min_size=1, max_size=4)


def found(actor, text):
    return list(queries.search_units(queries.units(actor), text).order_by("id"))


@REUSED
@given(parts=PARTS, ends=st.tuples(st.integers(0, 30), st.integers(2, 30)))
def test_any_two_characters_or_more_of_a_name_find_it(zone, parts, ends):
    name = "".join(parts)
    assume(any("\u4e00" <= sign <= "\u9fff" for sign in name))
    unit = world.unit(zone, name=f"四{name}保")
    piece = unit.name[ends[0] % len(unit.name) :][: ends[1]]
    assume(sum(sign.isalnum() for sign in piece) >= 2)
    assert unit in found(world.cli(zone), piece), (unit.name, piece)


@REUSED
@given(name=CHINESE)
def test_full_pinyin_and_initials_find_a_name(zone, name):
    unit = world.unit(zone, name=name)
    pinyin, initials = search.pinyin_of(name)
    for text in (pinyin, pinyin.upper(), initials, pinyin[-5:]):
        assert unit in found(world.cli(zone), text), (name, text)


SAME = (
    "ABC（济源）3D打印·五金有限公司（演示）",
    "abc(济源)3d打印・五金",
    "（演示）",
    "(演示)",
    "ＡＢＣ（济源）",
    "abc",
    "3D打印",
    "打印 五金",
)


def test_full_width_and_half_width_signs_mean_the_same(zone):
    unit = world.unit(zone, name="ABC（济源）3D打印·五金有限公司（演示）")
    for text in SAME:
        assert found(world.cli(zone), text) == [unit], text


def test_a_former_name_a_code_and_a_part_of_it_find_the_unit(zone):
    unit = world.unit(zone, name="王屋云岫制药有限公司（演示）")
    unit.former_names.create(zone=zone, name="云岫药业（集团）厂")
    lexemes = search.index_of(
        names=[unit.name, "云岫药业（集团）厂"],
        pinyin=unit.name_pinyin,
        initials=unit.name_initials,
        codes=[unit.code],
    )
    Unit.objects.filter(pk=unit.pk).update(search=search.vector(lexemes))
    world.unit(zone, name="别的单位（演示）")
    for text in ("药业", "云岫药业(集团)厂", unit.code, unit.code.lower(), unit.code[-6:], f"  {unit.code} "):
        assert found(world.cli(zone), text) == [unit], text


def test_characters_of_a_name_and_of_a_former_name_do_not_add_up(zone):
    unit = world.unit(zone, name="王屋云岫制药（演示）")
    unit.former_names.create(zone=zone, name="砚泽铅材厂")
    assert found(world.cli(zone), "砚泽 王屋") == []


def test_signs_alone_find_nothing(zone):
    world.unit(zone)
    for text in ("%", "_", "\\", "'", "。", "（）", "…", "&|!", ":*", "\u200b"):
        assert found(world.cli(zone), text) == [], text


@pytest.mark.parametrize(("name", "pinyin"), [("轵城", "zhicheng"), ("重庆", "chongqing"), ("乐", "le")])
def test_characters_with_several_readings_are_read_as_people_here_do(name, pinyin):
    assert search.pinyin_of(name)[0] == pinyin


@REUSED
@given(text=st.text(max_size=80))
def test_no_text_breaks_search(zone, text):
    world.unit(zone)
    assert len(found(world.cli(zone), text.replace("\0", ""))) <= Unit.objects.count()
