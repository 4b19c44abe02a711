"""Pages of code lists: which there are, one with its codes, adding a code and editing one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.standing import in_words
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.zoned import codes, services
from sibao.kernel.zoned.inputs import CreateCodeList, EditCode

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
STEP = 10


def _day(label: Any, hint: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, widget=widget, help_text=hint)


class ListForm(forms.Form):
    """新建代码表."""

    key = forms.CharField(
        label=_("标识"), max_length=40, help_text=_("小写字母开头，只用小写字母、数字和下划线；定了不能改")
    )
    name = forms.CharField(label=_("中文名"), max_length=40)
    name_en = forms.CharField(label=_("英文名"), max_length=60)


class CodeForm(forms.Form):
    """修改代码."""

    name = forms.CharField(label=_("中文名"), max_length=40)
    name_en = forms.CharField(label=_("英文名"), max_length=60)
    order = forms.IntegerField(label=_("顺序"), min_value=0, max_value=9999, help_text=_("小的在前"))
    started_on = _day(_("第一天可选"), _("空着就一直可选"))
    ended_on = _day(_("最后一天可选"), _("填了就是停用；空着就一直可选"))
    reason = forms.CharField(label=_("理由"), min_length=2, max_length=200)


class NewCodeForm(CodeForm):
    """添代码."""

    code = forms.CharField(label=_("代码"), max_length=20, help_text=_("小写字母、数字和下划线；定了不能改"))
    field_order = ("code",)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The zone's code lists, and where each is chosen from."""
    actor = actor_of(request)
    lines = [{"list": row, "use": codes.USES.get(row.key)} for row in codes.code_lists(actor)]
    may_create = may(actor, "kernel:codelist:create")
    return render(request, "kernel/zoned/code_lists.html", {"lines": lines, "may_create": may_create})


@require_GET
def detail(request: HttpRequest, list_key: str) -> HttpResponse:
    """One code list: its codes, and how they came to be what they are."""
    actor, today = actor_of(request), clock.today()
    offered = set(codes.codes_of(actor, list_key).filter(codes.in_use(today)).values_list("pk", flat=True))
    context = {
        "list": codes.code_list(actor, list_key),
        "use": codes.USES.get(list_key),
        "lines": [{"code": row, "offered": row.pk in offered} for row in codes.codes_of(actor, list_key)],
        "entries": [_entry(row) for row in codes.history(actor, list_key)],
        "may_edit": may(actor, "kernel:code:edit"),
    }
    return render(request, "kernel/zoned/code_list.html", context)


def _entry(row: Any) -> dict[str, Any]:
    words = [f"{row.name} / {row.name_en}", in_words(row.by), row.reason]
    if row.ended_on:
        words.insert(1, _now("可选到 %(day)s") % {"day": row.ended_on})
    return {"at": row.recorded_at, "icon": "pencil", "title": row.code, "note": " · ".join(filter(None, words))}


@get_or_post
def create(request: HttpRequest) -> HttpResponse:
    """Begin a code list of the zone's own."""
    actor = actor_of(request)
    form = ListForm(request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST":
        made = carry_out(form, CreateCodeList, lambda given: services.create_code_list(actor=actor, given=given))
    if made is not None:
        return HttpResponseRedirect(reverse("kernel:code-list", args=[made.key]))
    return _form(request, form, _now("新建代码表"), _now("新建"), reverse("kernel:code-lists"))


@get_or_post
def add(request: HttpRequest, list_key: str) -> HttpResponse:
    """Add a code to a list."""
    found = codes.code_list(actor_of(request), list_key)
    initial = {"order": (found.total + 1) * STEP}  # type: ignore[attr-defined]
    form = NewCodeForm(request.POST if request.method == "POST" else None, initial=initial)
    return _edited(request, form, list_key, {}) or _form(request, form, found.name, _now("添代码"), _back(list_key))


@get_or_post
def edit(request: HttpRequest, list_key: str, code: str) -> HttpResponse:
    """Change a code's words, its place, and from when to when it is offered."""
    row = codes.codes_of(actor_of(request), list_key).filter(code=code).first()
    if row is None:
        raise NotFound
    initial = {name: getattr(row, name) for name in CodeForm.base_fields if name != "reason"}
    form = CodeForm(request.POST if request.method == "POST" else None, initial=initial)
    done = _edited(request, form, list_key, {"code": code, "version": request.POST.get("version", "")})
    return done or _form(request, form, f"{row.code} {row.name}", _now("保存"), _back(list_key), version=row.version)


def _back(list_key: str) -> str:
    return reverse("kernel:code-list", args=[list_key])


def _edited(request: HttpRequest, form: forms.Form, list_key: str, more: Mapping[str, str]) -> HttpResponse | None:
    if request.method != "POST":
        return None
    actor, more = actor_of(request), {**more, "list_key": list_key}
    made = carry_out(form, EditCode, lambda given: services.edit_code(actor=actor, given=given), **more)
    return HttpResponseRedirect(_back(list_key)) if made else None


def _form(
    request: HttpRequest, form: forms.Form, title: str, verb: str, back: str, *, version: int | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "back": back, "version": version}
    return render(request, "kernel/zoned/form.html", context, status=422 if form.errors else 200)
