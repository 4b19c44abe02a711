"""A small catalogue, subjects and criteria drawn for it, and an oracle that knows nothing of numbers and spans."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from sibao.criteria import AsOf, Catalogue, CodeTree, Fact, Kind, Words

MOMENT = datetime(2022, 6, 3, 0, 0, tzinfo=UTC)
NOW = AsOf.at(MOMENT)
DAY = 24 * 60
INDUSTRIES = {"C": "", "13": "C", "131": "13", "1310": "131", "132": "13", "14": "C", "F": "", "51": "F"}
SIZES = ["large", "middle", "small", "tiny"]
GRANTS = ["booth", "tests", "loan"]
NUMBERS = [0, 1, 2, 299, 300, 301, 999, 1000, 2**31 - 1]
DATES = [date(2022, 2, 28), date(2022, 3, 31), date(2022, 6, 3), date(2024, 2, 29)]


def same(text: str) -> Words:
    return Words(text, text)


def facts() -> list[Fact]:
    return [
        Fact("employees", Kind.NUMBER, Words("用工人数", "employees"), Words("人", "people"), fresh_days=365),
        Fact("insured", Kind.NUMBER, Words("参保人数", "insured"), Words("人", "people")),
        Fact("sales", Kind.MONEY, Words("营业收入", "sales")),
        Fact("drop", Kind.RATIO, Words("降幅", "drop")),
        Fact("size", Kind.LABEL, Words("规模", "size"), labels={key: same(key) for key in SIZES}),
        Fact("has_plan", Kind.FLAG, Words("有预案", "has a plan"), fresh_days=30),
        Fact("listed_on", Kind.DATE, Words("入库日期", "listed on")),
        Fact("industry", Kind.CODE, Words("行业", "industry"), codes=industries()),
        Fact("grants", Kind.SET, Words("已享受", "grants"), labels={key: same(key) for key in GRANTS}, fresh_days=90),
    ]


def industries() -> CodeTree:
    return CodeTree((code, parent, f"industry {code}") for code, parent in INDUSTRIES.items())


def catalogue() -> Catalogue:
    return Catalogue(facts())


ages = st.sampled_from([-1, 0, 1, 24 * 60, 30 * DAY, 30 * DAY + 1, 365 * DAY, 365 * DAY + 1])
plain_values: dict[str, st.SearchStrategy[Any]] = {
    "employees": st.sampled_from(NUMBERS),
    "insured": st.sampled_from(NUMBERS),
    "sales": st.sampled_from([*NUMBERS, 4 * 10**14]),
    "drop": st.sampled_from([-500, 0, 1000, 10**6]),
    "size": st.sampled_from(SIZES),
    "has_plan": st.booleans(),
    "listed_on": st.sampled_from(DATES),
    "industry": st.sampled_from(list(INDUSTRIES)),
    "grants": st.sets(st.sampled_from(GRANTS)),
}
subjects = st.fixed_dictionaries({key: st.none() | st.tuples(values, ages) for key, values in plain_values.items()})
"""Fact → None or (value as people write it, age in minutes)."""


def leaf(key: str, ops: list[str], values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.builds(lambda op, value: {"f": key, "op": op, "v": value}, st.sampled_from(ops), values)


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(values, min_size=1, max_size=3, unique=True)


ORDER = ["ge", "gt", "le", "lt", "eq"]
iso_dates = st.sampled_from([day.isoformat() for day in DATES])
pairs = st.tuples(st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)).map(sorted).map(list)
leaf_data = st.one_of(
    *[leaf(key, ORDER, plain_values[key]) for key in ("employees", "insured", "sales", "drop")],
    leaf("employees", ["between"], pairs),
    leaf("employees", ["in", "notin"], some(plain_values["employees"])),
    leaf("size", ["in", "notin"], some(plain_values["size"])),
    leaf("size", ["eq"], plain_values["size"]),
    leaf("has_plan", ["eq"], st.booleans()),
    leaf("listed_on", ORDER, iso_dates),
    leaf("industry", ["under", "notunder", "in", "notin"], some(plain_values["industry"])),
    leaf("grants", ["has", "lacks"], st.sampled_from(GRANTS)),
    leaf("has_plan", ["older_h", "newer_h"], st.sampled_from([0, 24, 720])),
    st.builds(
        lambda key, op: {"f": key, "op": op}, st.sampled_from(list(plain_values)), st.sampled_from(["known", "unknown"])
    ),
)


def _groups(parts: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(parts, min_size=1, max_size=4)
    counted = several.flatmap(
        lambda chosen: st.integers(1, len(chosen)).map(lambda count: {"atleast": count, "of": chosen})
    )
    return several.map(lambda chosen: {"all": chosen}) | several.map(lambda chosen: {"any": chosen}) | counted


trees = st.recursive(leaf_data, _groups, max_leaves=8)


def oracle(data: dict[str, Any], subject: dict[str, Any]) -> bool | None:
    """Kleene's logic over values as people write them."""
    if "f" in data:
        return _leaf(data, subject)
    parts = data.get("all") or data.get("any") or data["of"]
    answers = [oracle(part, subject) for part in parts]
    needed = len(parts) if "all" in data else 1 if "any" in data else data["atleast"]
    yes, unknown = answers.count(True), answers.count(None)
    return True if yes >= needed else None if yes + unknown >= needed else False


FRESH = {"employees": 365, "has_plan": 30, "grants": 90}


def _leaf(data: dict[str, Any], subject: dict[str, Any]) -> bool | None:
    key, op, value = data["f"], data["op"], data.get("v")
    there = subject[key] is not None and subject[key][1] >= 0
    age = timedelta(minutes=subject[key][1]) if there else None
    if op in {"older_h", "newer_h"}:
        return None if age is None else (age > timedelta(hours=value)) is (op == "older_h")
    counts = age is not None and age <= timedelta(days=FRESH.get(key, 10**6))
    if op in {"known", "unknown"}:
        return counts is (op == "known")
    return _compare(key, op, subject[key][0], value) if counts else None


def _compare(key: str, op: str, read: Any, value: Any) -> bool | None:
    if key == "listed_on":
        value = date.fromisoformat(value)
    if op in {"under", "notunder"}:
        return _under(read, value, op == "under")
    answers = {
        "ge": lambda: read >= value,
        "gt": lambda: read > value,
        "le": lambda: read <= value,
        "lt": lambda: read < value,
        "eq": lambda: read == value,
        "between": lambda: value[0] <= read <= value[1],
        "in": lambda: read in value,
        "notin": lambda: read not in value,
        "has": lambda: value in read,
        "lacks": lambda: value not in read,
    }
    return answers[op]()


def _under(read: str, asked: list[str], wanted: bool) -> bool | None:
    if any(code in _upwards(read) for code in asked):
        return wanted
    if any(read in _upwards(code) for code in asked):
        return None
    return not wanted


def _upwards(code: str) -> list[str]:
    path = [code]
    while code := INDUSTRIES[code]:
        path.append(code)
    return path
