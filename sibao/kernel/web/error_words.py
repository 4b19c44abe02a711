"""What an error page says beside its message: how it looks, what was kept, what to do now."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """The fixed words of an error status (差错页)."""

    title: Text
    tone: str
    icon: str
    kept: Text
    todo: Text


_NOTHING = _("没有改动任何数据。")
_DRAFT = _("没有写入数据；表单里填过的内容在本机留有草稿。")

WORDS: dict[int, ErrorWords] = {
    400: ErrorWords(
        _("请求看不懂"), "warn", "puzzle-off", _NOTHING, _("请回上一页重新操作；如果是收藏的旧网址，请从菜单重新进入。")
    ),
    403: ErrorWords(
        _("您的岗位不能这样做"),
        "warn",
        "lock",
        _DRAFT,
        _("如果您有别的岗位，请在右上角切换；确需办理，请找本单位管理员。"),
    ),
    404: ErrorWords(
        _("没有找到"),
        "muted",
        "map-question",
        _NOTHING,
        _("请核对网址，或从菜单、搜索重新查找。不在您范围内的内容也这样显示。"),
    ),
    408: ErrorWords(
        _("上传太慢"), "warn", "clock-x", _NOTHING, _("请换一个稳定的网络再试；大表格可以拆成几个文件分别上传。")
    ),
    409: ErrorWords(_("与最新情况冲突"), "warn", "git-merge", _DRAFT, _("请回上一页刷新，看过最新内容后再提交一次。")),
    413: ErrorWords(
        _("内容太大"), "warn", "file-alert", _NOTHING, _("请删去不需要的工作表或图片，或拆成几个文件再上传。")
    ),
    422: ErrorWords(_("有几处需要改"), "warn", "pencil-exclamation", _DRAFT, _("请按下面的提示改好，再提交一次。")),
    429: ErrorWords(_("操作太频繁"), "warn", "clock-pause", _DRAFT, _("请稍等片刻再试，不必反复点击。")),
    500: ErrorWords(
        _("系统出错"),
        "danger",
        "bug",
        _("没有做完的改动已全部撤回；表单里填过的内容在本机留有草稿。"),
        _("请稍后再试；仍不行，请把下面的请求号告诉管理员。"),
    ),
    503: ErrorWords(
        _("暂时办不了"), "warn", "plug-connected-x", _DRAFT, _("请过几分钟再试；仍不行，请把下面的请求号告诉管理员。")
    ),
}


def words_of(status: int) -> ErrorWords:
    """Return the words of a status; one without its own takes those of its hundred."""
    return WORDS.get(status) or WORDS[500 if status >= 500 else 400]
