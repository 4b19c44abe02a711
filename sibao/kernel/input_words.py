"""What is wrong with an input, in the words of whoever gave it, by field."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.kernel.refusals import Text

DATES = ("date", "datetime", "time")
WORDS: dict[str, Text] = {
    "missing": gettext_lazy("请填写"),
    "extra_forbidden": gettext_lazy("没有这一项"),
    "string_too_short": gettext_lazy("至少 %(min_length)s 个字"),
    "string_too_long": gettext_lazy("最多 %(max_length)s 个字"),
    "string_pattern_mismatch": gettext_lazy("写法不对"),
    "greater_than": gettext_lazy("须大于 %(gt)s"),
    "greater_than_equal": gettext_lazy("不能小于 %(ge)s"),
    "less_than": gettext_lazy("须小于 %(lt)s"),
    "less_than_equal": gettext_lazy("不能大于 %(le)s"),
    "too_short": gettext_lazy("至少 %(min_length)s 项"),
    "too_long": gettext_lazy("最多 %(max_length)s 项"),
    "literal_error": gettext_lazy("没有这个选项"),
}
KINDS: dict[str, Text] = {
    "int": gettext_lazy("请填整数"),
    "float": gettext_lazy("请填数字"),
    "bool": gettext_lazy("只能是“是”或“否”"),
    "string": gettext_lazy("请填文字"),
    "list": gettext_lazy("请给出一列值"),
}


def words(error: Any) -> str:
    """Return one error of pydantic in words; an error that one of our own checks raised speaks for itself."""
    kind, given = str(error["type"]), error.get("ctx") or {}
    if kind == "value_error":
        return str(error["msg"]).removeprefix("Value error, ")
    if kind in WORDS:
        return str(WORDS[kind]) % given
    first = kind.partition("_")[0]
    if first in DATES:
        return _("请写成 2022-06-03 或 2022-06-03T08:00:00+08:00 这样")
    return str(KINDS.get(first, _("这个值不能用")))


def by_field(errors: Iterable[Any], *, skip: int = 0) -> dict[str, str]:
    """Return errors of pydantic in words by field, parts of a nested field joined by a slash.

    Args:
        errors: as `ValidationError.errors()` gives them.
        skip: how many parts in front of a field name the place of the input and not the field.
    """
    return {"/".join(str(part) for part in one["loc"][skip:]): words(one) for one in errors}
