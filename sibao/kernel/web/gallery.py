"""The living gallery (样品页): every component in every state, for builders, for the accessibility test and for pictures."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

NOW = datetime(2022, 6, 3, 0, 12, 6, tzinfo=UTC)
TONES = ("ok", "warn", "danger", "info", "primary", "muted", "unknown")
FRAMES = {
    "shell": "kernel/gallery/parts.html",
    "screen": "kernel/gallery/screen.html",
    "wall": "kernel/gallery/wall.html",
    "portal": "kernel/gallery/portal.html",
}


class Sample(forms.Form):
    """One field of every kind."""

    name = forms.CharField(label=_("名称"), help_text=_("按证照上的全称填写"))
    code = forms.CharField(label=_("统一社会信用代码"), max_length=18)
    amount = forms.DecimalField(label=_("金额（万元）"), required=False)
    day = forms.DateField(label=_("日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("类别"), choices=[("", _("请选择")), ("a", _("甲类")), ("b", _("乙类"))])
    way = forms.ChoiceField(label=_("方式"), choices=[("1", _("当场")), ("2", _("邮寄"))], widget=forms.RadioSelect)
    marks = forms.MultipleChoiceField(
        label=_("标记"),
        choices=[("x", _("重点")), ("y", _("新增"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    remark = forms.CharField(label=_("说明"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agreed = forms.BooleanField(label=_("以上内容属实"))


def gallery(request: HttpRequest, frame: str = "shell") -> HttpResponse:
    """Show the samples in one frame: `shell`, `screen` (rail), `wall` (dark) or `portal` (public)."""
    return render(
        request, FRAMES[frame], _samples() | {"shell": _shell(), "portal": _portal(), "demo": True, "now": NOW}
    )


def error_sample(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of an error status."""
    shown = {"status": status, "message": _("这里写发生了什么。"), "request_id": "5f3a9c01d2e4b677"}
    return render(request, "kernel/error.html", shown, status=status)


def _shell() -> dict[str, Any]:
    return {
        "zone": _("示例示范区"),
        "actor": {"name": "卫晓棠", "position": _("某局 · 经办"), "appointment_id": 1, "account_id": 0},
        "appointments": [{"id": 1, "label": _("某局 · 经办")}, {"id": 2, "label": _("办公室 · 值班员")}],
        "posture": {"tone": "ok", "icon": "shield-check", "label": _("平时 · 常态化"), "since": _("自 05-20 08:00")},
        "search_url": "#",
        "switch_url": "#",
        "menu": [
            {"label": "", "items": [_item(_("工作台"), "home", count=6), _item(_("一屏"), "device-desktop-analytics")]},
            {
                "label": _("名单"),
                "items": [_item(_("样品"), "list-check", current=True), _item(_("导入与导出"), "file-import", count=1)],
            },
            {"label": _("查证"), "items": [_item(_("操作记录"), "history"), _item(_("我的权限"), "key")]},
        ],
    }


def _portal() -> dict[str, Any]:
    return {
        "title": _("示例示范区公开查询"),
        "home_url": "#",
        "menu": [{"label": _("名单"), "url": "#", "current": True}, {"label": _("公告"), "url": "#", "current": False}],
        "other_language": {"url": "#", "code": "en", "label": "English"},
        "foot": _("演示数据，名称均为虚构"),
    }


def _item(label: object, icon: str, *, current: bool = False, count: int = 0) -> dict[str, object]:
    return {"label": label, "icon": icon, "url": "#", "current": current, "count": count}


def _samples() -> dict[str, Any]:
    refused = Sample({"name": "", "code": "9141", "kind": "z"}, auto_id="refused_%s")
    return {
        "tones": TONES,
        "at": NOW,
        "late": timedelta(hours=2, minutes=32),
        "empty_form": Sample(),
        "refused_form": refused,
        "steps": [
            {"label": _("上传"), "state": "done"},
            {"label": _("识别"), "state": "done"},
            {"label": _("预览"), "state": "current"},
            {"label": _("应用"), "state": "todo"},
        ],
        "chips": [
            {"label": _("我的默认"), "url": "#", "count": 214, "icon": "star", "current": True},
            {"label": _("待复核"), "url": "#", "count": 9},
            {"label": _("共享：重点"), "url": "#", "count": 30, "icon": "users"},
        ],
        "items": [(_("编号"), "0017"), (_("名称"), _("示例甲厂")), (_("说明"), "")],
        "entries": [
            {"at": NOW, "icon": "circle-check", "tone": "ok", "title": _("已发布"), "note": _("办公室 · 文号 3 号")},
            {"at": NOW - timedelta(hours=1), "icon": "bell", "tone": "warn", "title": _("已提醒")},
            {"at": NOW - timedelta(days=1), "title": _("已登记")},
        ],
    } | _drawn()


def _drawn() -> dict[str, Any]:
    rows = [("工业", 78.4, 83), ("商贸", 71.2, 73), ("交通", 69.1, 72), ("文旅", None, None), ("项目", 100, 80)]
    towns = [
        ("北镇", 2, 1, "ok"),
        ("南镇", 3, 2, "warn"),
        ("西镇", 1, 2, "danger"),
        ("东镇", 4, 1, "unknown"),
        ("中街道", 2, 2, "ok"),
    ]
    words = {"ok": _("正常"), "warn": _("关注"), "danger": _("未达标"), "unknown": _("情况不明")}
    return {
        "coverage": [
            {
                "name": name,
                "sub": _("在册 58 家"),
                "value": value,
                "last": last,
                "url": "#",
                "tone": "unknown" if value is None else "ok" if value >= 70 else "danger",
                "note": _("缺分母") if value is None else _("达标") if value >= 70 else _("未达标"),
            }
            for name, value, last in rows
        ],
        "towns": [
            {"name": name, "column": column, "row": row, "tone": tone, "word": words[tone], "count": 12, "url": "#"}
            for name, column, row, tone in towns
        ],
        "spark": {
            "name": "近 7 日",
            "labels": list("一二三四五六日"),
            "values": [1, 3, 2, 4, 6, 5, 7],
            "tone": "primary",
        },
        "trend": {
            "labels": ["1 月", "2 月", "3 月", "4 月"],
            "unit": "%",
            "target": 70,
            "series": [
                {"name": "甲", "values": [61, 66, 70.4, 72.7]},
                {"name": "乙", "values": [58, None, 63, 66.1], "tone": "warn"},
            ],
        },
    }
