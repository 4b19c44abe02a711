"""Pages of optional fields (选填字段): which the zone has and how they came to be, defining one, changing one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sibao.directory import queries, rules, services
from sibao.directory.inputs import EditField
from sibao.directory.queries.fields import OWN, Own
from sibao.directory.web.frames import get_or_post
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

STEP = 10
MOST = 10**15 - 1
KINDS = {
    "text": _("文字"),
    "number": _("整数"),
    "date": _("日期"),
    "flag": _("是或否"),
    "choice": _("从代码表选择"),
}


class FieldForm(forms.Form):
    """修改选填字段."""

    name = forms.CharField(label=_("中文名"), max_length=40, help_text=_("导入时表头写这个名字就能认出"))
    name_en = forms.CharField(label=_("英文名"), max_length=60)
    order = forms.IntegerField(label=_("顺序"), min_value=0, max_value=9999, help_text=_("小的在前"))
    public = forms.BooleanField(
        label=_("在公开页面显示"), required=False, help_text=_("勾选后，任何人都能在公开名单上看到")
    )
    retired = forms.BooleanField(label=_("停用"), required=False, help_text=_("停用后不再填写；已填的内容和经过都保留"))
    reason = forms.CharField(label=_("理由"), min_length=2, max_length=200)


class NewFieldForm(FieldForm):
    """添选填字段."""

    key = forms.CharField(
        label=_("标识"), max_length=40, help_text=_("小写字母开头，只用小写字母、数字和下划线；定了不能改")
    )
    kind = forms.ChoiceField(label=_("类别"), choices=list(KINDS.items()), help_text=_("定了不能改"))
    code_list = forms.ChoiceField(label=_("代码表"), required=False, help_text=_("只在“从代码表选择”时选"))
    retired = None  # type: ignore[assignment]
    field_order = ("key", "kind", "code_list")

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        lists = [(row.key, row.title) for row in queries.code_lists_of(actor)]
        self.fields["code_list"].choices = [("", "—"), *lists]  # type: ignore[attr-defined]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The zone's optional fields, and how they came to be what they are."""
    actor = actor_of(request)
    context = {
        "lines": [{"field": row, "kind": KINDS[row.kind]} for row in queries.unit_fields(actor)],
        "entries": [_entry(row) for row in queries.field_history(actor)],
        "may_edit": may(actor, "directory:field:edit"),
    }
    return render(request, "directory/fields.html", context)


def _entry(row: Any) -> dict[str, Any]:
    state = _now("停用") if row.retired else _now("公开") if row.public else ""
    words = [f"{row.name} / {row.name_en}", state, row.by, row.reason]
    return {"at": row.recorded_at, "icon": "pencil", "title": row.key, "note": " · ".join(filter(None, words))}


@get_or_post
def add(request: HttpRequest) -> HttpResponse:
    """Define a further field on units."""
    actor = actor_of(request)
    initial = {"order": (queries.unit_fields(actor).count() + 1) * STEP}
    form = NewFieldForm(actor, request.POST if request.method == "POST" else None, initial=initial)
    return _edited(request, form, {}) or _form(request, form, _now("添选填字段"))


@get_or_post
def edit(request: HttpRequest, field_key: str) -> HttpResponse:
    """Change a field's names, its place, where it stands, and whether it is in use."""
    row = queries.unit_field(actor_of(request), field_key)
    initial = {name: getattr(row, name) for name in FieldForm.base_fields if name != "reason"}
    form = FieldForm(request.POST if request.method == "POST" else None, initial=initial)
    done = _edited(request, form, {"key": field_key, "version": request.POST.get("version", "")})
    return done or _form(request, form, f"{row.name} · {KINDS[row.kind]}", version=row.version)


def _edited(request: HttpRequest, form: forms.Form, more: Mapping[str, str]) -> HttpResponse | None:
    if request.method != "POST":
        return None
    actor = actor_of(request)
    made = carry_out(form, EditField, lambda given: services.edit_field(actor=actor, given=given), **more)
    return HttpResponseRedirect(reverse("directory:fields")) if made else None


def _form(request: HttpRequest, form: forms.Form, title: str, *, version: int | None = None) -> HttpResponse:
    context = {"form": form, "title": title, "verb": _now("保存"), "back": reverse("directory:fields")}
    status = 422 if form.errors else 200
    return render(request, "kernel/zoned/form.html", context | {"version": version}, status=status)


def entries_of(zone_id: int, held: Mapping[str, Own]) -> dict[str, forms.Field]:
    """Return a form's entries for a zone's optional fields, each beginning with what a unit says already."""
    fields = list(queries.offered_fields(zone_id))
    lists = queries.code_choices(zone_id, fields)
    return {OWN + field.key: _entered(field, held.get(field.key), lists.get(field.code_list, [])) for field in fields}


def _entered(field: Any, held: Own | None, offered: list[tuple[str, str]]) -> forms.Field:
    given: dict[str, Any] = {"label": queries.field_label(field), "required": False}
    given["initial"] = held.text if held else ""
    match field.kind:
        case "number":
            return forms.IntegerField(min_value=-MOST, max_value=MOST, **given)
        case "date":
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)
        case "flag":
            return forms.ChoiceField(choices=[("", _("未填")), ("1", _("是")), ("0", _("否"))], **given)
        case "choice":
            kept = [(held.text, held.shown)] if held and held.text not in dict(offered) else []
            return forms.ChoiceField(choices=[("", _("未填")), *offered, *kept], **given)
        case _:
            return forms.CharField(max_length=rules.FIELD_TEXT, **given)
