"""What an official writes is read with care: hostile, mistaken and senseless criteria are refused in plain words."""

import json
from typing import Any

import pytest
from hypothesis import given

from sibao.criteria import CriterionError, canonical, content_hash, parse
from tests.criteria import world

CATALOGUE = world.catalogue()
MANY = {"f": "employees", "op": "ge", "v": 1000}


def refusals(text: str) -> list[tuple[str, str]]:
    with pytest.raises(CriterionError) as refused:
        CATALOGUE.read(text)
    return [(problem.at, problem.words.zh) for problem in refused.value.problems]


def refusal(data: Any) -> tuple[str, str]:
    [problem] = refusals(json.dumps(data))
    return problem


def nested(levels: int) -> str:
    return '{"all":[' * levels + json.dumps(MANY) + "]}" * levels


@pytest.mark.parametrize("text", ["[" * 60_000, nested(5_000), nested(6)])
def test_ten_thousand_levels_are_refused_without_harm(text: str) -> None:
    [(_, words)] = refusals(text)
    assert words == "条件层次太多，最多 4 层"


def test_four_levels_of_groups_are_read() -> None:
    assert CATALOGUE.read(nested(4)).hash


def test_a_hundred_million_values_do_not_even_get_read() -> None:
    assert refusals('{"f":"size","op":"in","v":[' + '"tiny",' * 100_000) == [("", "条件太长，最多 64 KB")]


def test_too_many_values_and_too_many_conditions_are_counted() -> None:
    assert refusal({"f": "employees", "op": "in", "v": list(range(501))}) == ("/v", "一条条件最多列 500 个值")
    assert refusal({"all": [MANY] * 41})[1] == "一个标准最多 40 条条件"
    assert refusal({"all": [{"any": [MANY] * 21}, {"any": [MANY] * 21}]})[1] == "一个标准最多 40 条条件"


@pytest.mark.parametrize(
    ("data", "at", "words"),
    [
        ({"f": "emploees", "op": "ge", "v": 1}, "/f", "没有「emploees」这项事实"),
        ({"f": "employees", "op": "around", "v": 1}, "/op", "没有「around」这种比较"),
        ({"f": "size", "op": "ge", "v": "tiny"}, "/op", "「规模」不能用「ge」比较"),
        ({"f": "employees", "op": "ge", "v": "1000"}, "/v", "「用工人数」要填整数"),
        ({"f": "employees", "op": "ge", "v": True}, "/v", "「用工人数」要填整数"),
        ({"f": "employees", "op": "ge", "v": -1}, "/v", "「用工人数」只能在0人–2,147,483,647人之间"),
        ({"f": "employees", "op": "ge", "v": 10**30}, "/v", "「用工人数」只能在0人–2,147,483,647人之间"),
        ({"f": "sales", "op": "ge", "v": "20万"}, "/v", "「营业收入」要填整数（单位：分）"),
        ({"f": "size", "op": "eq", "v": "huge"}, "/v", "「规模」没有「huge」这一项，可选：large、middle、small、tiny"),
        ({"f": "listed_on", "op": "ge", "v": "2022-02-30"}, "/v", "「入库日期」要填日期，如 2022-06-03"),
        ({"f": "listed_on", "op": "ge", "v": 20220601}, "/v", "「入库日期」要填日期，如 2022-06-03"),
        ({"f": "industry", "op": "under", "v": ["99"]}, "/v/0", "「行业」的代码表里没有「99」"),
        ({"f": "size", "op": "in", "v": []}, "/v", "这里至少要列一个值"),
        ({"f": "size", "op": "in", "v": "tiny"}, "/v", "这里至少要列一个值"),
        ({"f": "employees", "op": "between", "v": [9, 1]}, "/v", "「介于」的第一个值不能大于第二个"),
        ({"f": "employees", "op": "between", "v": [1, 2, 3]}, "/v", "「介于」要填两个值"),
        ({"f": "employees", "op": "known", "v": 1}, "/v", "这种比较不用填值"),
        ({"f": "has_plan", "op": "older_h", "v": -2}, "/v", "要填整小时数"),
        ({"f": "employees", "op": "ge", "v": 1, "x": 1}, "/x", "条件里没有这个字段"),
        ({"f": "employees", "op": 7, "v": 1}, "/op", "这里要填文字，最多 500 字"),
        ({"all": []}, "/all", "这一组里至少要有一条条件"),
        ({"all": [MANY], "any": [MANY]}, "", "只能是「全部」「任一」「至少几项」或一条条件"),
        ({"not": MANY}, "", "只能是「全部」「任一」「至少几项」或一条条件"),
        ({"atleast": 3, "of": [MANY]}, "/atleast", "「至少几项」要在 1 和 1 之间"),
        ({"all": [MANY, 5]}, "/all/1", "这里应是一条条件或一组条件"),
        ([MANY], "", "这里应是一条条件或一组条件"),
    ],
)
def test_a_mistake_is_named_with_its_place(data: Any, at: str, words: str) -> None:
    assert refusal(data) == (at, words)


@pytest.mark.parametrize("number", ["1.5", "1e3", "NaN", "Infinity"])
def test_only_whole_numbers_are_taken(number: str) -> None:
    [(_, words)] = refusals('{"f":"employees","op":"ge","v":' + number + "}")
    assert words.endswith("不是整数；金额按分、比例按万分之一填写")


def test_a_field_given_twice_is_refused() -> None:
    assert refusals('{"f":"employees","op":"ge","v":1,"v":9}') == [("", "同一处有重名的字段")]


def test_every_problem_is_told_at_once() -> None:
    data = {"all": [{"f": "nothing", "op": "ge", "v": 1}, {"f": "size", "op": "eq", "v": "huge"}]}
    assert [at for at, _ in refusals(json.dumps(data))] == ["/all/0/f", "/all/1/v"]


def test_what_nobody_can_meet_is_refused() -> None:
    few = {"f": "employees", "op": "lt", "v": 300}
    words = "对「用工人数」的几条要求互相矛盾，无人能满足"
    assert refusal({"all": [MANY, few]}) == ("", words)
    assert refusal({"any": [{"f": "size", "op": "eq", "v": "tiny"}, {"all": [MANY, few]}]}) == ("/any/1", words)
    grants = [{"f": "grants", "op": op, "v": "loan"} for op in ("has", "lacks")]
    assert refusal({"all": grants})[1] == "对「已享受」的几条要求互相矛盾，无人能满足"


def test_what_everybody_meets_is_refused() -> None:
    assert refusal({"f": "employees", "op": "ge", "v": 0}) == ("", "「用工人数」的这条条件永远成立")
    assert refusal({"f": "size", "op": "in", "v": world.SIZES})[1] == "「规模」的这条条件永远成立"
    few = {"f": "employees", "op": "lt", "v": 2000}
    assert refusal({"any": [MANY, few]}) == ("", "对「用工人数」的几条任选其一，等于没有要求")


@given(world.trees)
def test_the_same_meaning_is_written_and_hashed_in_one_way(data: dict[str, Any]) -> None:
    plain = json.loads(json.dumps(data, default=str))
    node = parse(json.dumps(plain))
    shuffled = parse(json.dumps(plain, indent=3, sort_keys=True))
    assert canonical(node) == canonical(shuffled)
    assert content_hash(parse(canonical(node))) == content_hash(node)
