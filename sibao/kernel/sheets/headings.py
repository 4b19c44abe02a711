"""What a heading says besides its name: year, unit and remarks, in their everyday variants."""

import re
from dataclasses import dataclass

from sibao.kernel.sheets.text import compact

_BRACKETED = re.compile(r"[(\[【〔〈<《]([^()\[\]【】〔〕〈〉<>《》]*)[)\]】〕〉>》]")
_YEAR = re.compile(r"(?:截至|截止)?(?:((?:19|20)\d\d)(?:年度|年末|年底|年)?|(?<!\d)(\d\d)(?:年度|年末|年底|年))")
_RELATIVE = re.compile(r"上年度?|去年|本年度?|今年|当年|前年|上一年度?")
_SEPARATORS = re.compile(r"[,、;/:·\-—]+")
_UNIT_WORD = re.compile(r"^(?:计量)?单位:?")
_TITLE_UNIT = re.compile(r"(?:金额|计量|货币)?单位:([^\s,;。()]+)")
_HARMLESS = frozenset(
    {
        "全称",
        "全名",
        "必填",
        "选填",
        "非必填",
        "可选",
        "盖章",
        "公章",
        "按营业执照",
        "营业执照名称",
        "与营业执照一致",
        "18位",
        "11位",
        "大写",
    }
    | {
        "手机",
        "手机号",
        "具体",
        "名称",
        "示例",
        "可不填",
        "请填全称",
        "年月日",
        "年月",
        "年",
        "月",
        "日",
        "yyyy",
        "mm",
        "dd",
        "是",
        "否",
    }
    | {"下拉", "下拉选择"}
)


@dataclass(frozen=True, slots=True)
class Name:
    """One way to read a heading's name: what is left after year and brackets, and what stood in them."""

    name: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading, all levels read together.

    Args:
        written: as it stands in the file, levels joined by ` / `.
        names: ways to read it, the most particular first.
        years: every year named.
        relative: says 上年 or 今年, which only the writer can date.
    """

    written: str
    names: tuple[Name, ...]
    years: tuple[int, ...]
    relative: bool


def read_heading(path: tuple[str, ...]) -> Heading:
    """Reads the cells above a column.

    Args:
        path: the heading's levels from top to bottom, repeats of a merged cell left out.
    """
    levels = [_level(_plain(text)) for text in path]
    bases = [level.name for level in levels if level.name]
    tail = [("".join(bases[start:]), start) for start in range(len(bases))]
    remarks = tuple(remark for level in levels for remark in level.remarks)
    names = [Name(name, remarks) for name, _ in tail]
    for name in [name for name, _ in tail]:
        names.extend(_split_off(name, remarks))
    joined = "|".join(_plain(text) for text in path)
    whole = _BRACKETED.sub(r"\1", _YEAR.sub("", _plain(path[-1]))) if path else ""
    names.insert(0, Name(whole, ()))
    return Heading(" / ".join(path), tuple(names), _years(joined), bool(_RELATIVE.search(joined)))


def _plain(text: str) -> str:
    return compact(text).lower().strip("*:")


def _level(text: str) -> Name:
    found = _BRACKETED.findall(text)
    bare = _RELATIVE.sub("", _YEAR.sub("", _BRACKETED.sub("", text))).strip("*:,、/-")
    inside = [_UNIT_WORD.sub("", _RELATIVE.sub("", _YEAR.sub("", remark))) for remark in found]
    return Name(bare, tuple(part for remark in inside for part in _split(remark)))


def _split(text: str) -> list[str]:
    return [bare for part in _SEPARATORS.split(text) if (bare := _UNIT_WORD.sub("", part))]


def _split_off(name: str, remarks: tuple[str, ...]) -> list[Name]:
    """`产值/万元` and `产值:万元` name their unit without brackets."""
    parts = _split(name)
    return [Name(parts[0], (*remarks, *parts[1:]))] if len(parts) > 1 else []


def _years(text: str) -> tuple[int, ...]:
    found = [int(full) if full else 2000 + int(short) for full, short in _YEAR.findall(text)]
    return tuple(dict.fromkeys(found))


def harmless(remark: str) -> bool:
    """The remark changes nothing about what the column holds, such as 全称 or 必填."""
    return remark in _HARMLESS


def title_unit(text: str) -> str | None:
    """`单位：万元` above a table → `万元`."""
    found = _TITLE_UNIT.search(compact(text))
    return found[1] if found else None


def name_of(text: str) -> str:
    """A field's name or synonym as headings are compared: compact, lower case, brackets opened."""
    return _BRACKETED.sub(r"\1", compact(text).lower())
