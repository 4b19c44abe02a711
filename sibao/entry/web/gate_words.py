"""Words of a gate's page: what each colour means for the guard, what each reason says, and what ends it (R18)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sibao.entry.rules import gating
from sibao.kernel.lists.definition import Tag

ANSWERS = {
    gating.GREEN: Tag(_("绿：可以进入"), "ok", "circle-check"),
    gating.UNKNOWN: Tag(_("不明：先查验再放行"), "unknown", "help-hexagon"),
    gating.YELLOW: Tag(_("黄：不得进入"), "warn", "alert-triangle"),
    gating.RED: Tag(_("红：不得进入，马上报告"), "danger", "alert-octagon"),
}
ITEMS: dict[str, Any] = {
    gating.HEALTH_CODE: _("健康码"),
    gating.TRAVEL_CODE: _("行程码"),
    gating.CERTIFICATE: _("核酸阴性证明"),
}
WHY: dict[str, Any] = {
    gating.VALID: _("在有效期内"),
    gating.NOT_TOLD: _("没有记录"),
    gating.TOO_OLD: _("太久没有更新，不再作数"),
    gating.WAITS: _("待定"),
    gating.YELLOW_CODE: _("黄码"),
    gating.RED_CODE: _("红码"),
    gating.VISITED: _("到过风险地区"),
    gating.POSITIVE: _("核酸阳性"),
    gating.EXPIRED: _("核酸过期"),
    gating.PENDING: _("已采样，结果未出"),
    gating.PENDING_CREW: _("司乘人员已采样，即采即走"),
}
ENDS: dict[tuple[str, str], Any] = {
    (gating.HEALTH_CODE, gating.NOT_TOLD): _("请本人亮健康码，由卫健部门更新后再核验"),
    (gating.HEALTH_CODE, gating.TOO_OLD): _("请本人亮健康码，由卫健部门更新后再核验"),
    (gating.TRAVEL_CODE, gating.NOT_TOLD): _("请本人亮行程码，更新后再核验"),
    (gating.TRAVEL_CODE, gating.TOO_OLD): _("请本人亮行程码，更新后再核验"),
    (gating.CERTIFICATE, gating.NOT_TOLD): _("请出示阴性证明，或就近采样，结果录入后再核验"),
}
"""What ends a reason of one thing in particular; else that of the reason."""
ENDS_BY: dict[str, Any] = {
    gating.WAITS: _("等卫健部门定码或定结果"),
    gating.YELLOW_CODE: _("按赋码原因管控，转为绿码后解除"),
    gating.RED_CODE: _("就地等候，联系卫健部门；转为绿码后解除"),
    gating.VISITED: _("按来源地类别管控，行程码更新后解除"),
    gating.POSITIVE: _("就地隔离，马上联系卫健部门；复检阴性后解除"),
    gating.EXPIRED: _("补做一次核酸，结果阴性后解除"),
    gating.PENDING: _("等结果；阴性后即可进入"),
}
SHOWN_OFF_LINE: dict[str, Any] = {
    "code": _("编码不对，请再扫或再输入一次"),
    "not_here": _("不在本场所名单上，断网时无法核验"),
    "stale": _("名单太旧，断网时一律不明"),
    "none": _("还没有取到名单"),
}
