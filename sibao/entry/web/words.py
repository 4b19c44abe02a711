"""Words, tones and icons of arrivals and codes; a colour never stands alone."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sibao.entry.rules.deciding import (
    AHEAD,
    BY_APPEAL,
    BY_CLASS,
    BY_OFFICER,
    BY_TESTS,
    BY_TIME,
    CASE_BY_CASE,
    EXEMPT,
    IN_LOOP,
    LISTED,
    NO_CLASS,
    NOT_EXEMPT,
    REPLACED,
    WITH_ARRIVAL,
)
from sibao.entry.states import ARRIVAL
from sibao.kernel.lists.definition import Tag

STATES = {state.code: Tag(state.label, state.tone, state.icon) for state in ARRIVAL.states.values()}
COLOURS = {
    "green": Tag(_("绿码"), "ok", "circle-check"),
    "yellow": Tag(_("黄码"), "warn", "alert-triangle"),
    "red": Tag(_("红码"), "danger", "alert-octagon"),
    "unknown": Tag(_("待定"), "unknown", "help-circle"),
}
WHY: dict[str, Any] = {
    BY_CLASS: _("按来源地类别"),
    EXEMPT: _("白名单司乘，提前报备且在闭环，不赋黄码"),
    NOT_EXEMPT: _("免赋码条件不满足或不知道，按来源地类别"),
    NO_CLASS: _("来源地未定级，待卫健部门定"),
    CASE_BY_CASE: _("一事一议，待卫健部门定"),
    BY_OFFICER: _("人工赋码"),
}
CONDITIONS: dict[str, Any] = {
    LISTED: _("单位在白名单上"),
    AHEAD: _("提前报备"),
    IN_LOOP: _("在闭环内"),
}
SOURCES: dict[str, Any] = {"whitelist": _("白名单"), "entry": _("入济报备"), "prevention": _("闭环记录")}
HOW: dict[str, Any] = {
    BY_TIME: _("期限已满，自动解除"),
    BY_TESTS: _("规定次数核酸阴性，自动解除"),
    BY_APPEAL: _("申诉成立"),
    REPLACED: _("改赋另一码"),
    WITH_ARRIVAL: _("随报备办结"),
    "officer": _("人工解除"),
}
ANSWERS = {True: Tag(_("是"), "ok"), False: Tag(_("否"), "danger"), None: Tag(_("不知道"), "unknown", "help-circle")}
