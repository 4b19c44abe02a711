"""Pages of boundaries: which maps were imported, importing one, showing none."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from sibao.directory import queries, services
from sibao.directory.inputs import ImportBoundaries, WithdrawBoundaries
from sibao.directory.web.frames import get_or_post
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out


class ImportForm(forms.Form):
    """导入边界图."""

    file = forms.FileField(
        label=_("边界文件"), help_text=_("GeoJSON，最大 20 MB；每个要素的 code 或 adcode 是镇（街道）、片区的代码")
    )
    approval = forms.CharField(
        label=_("审图号"), max_length=40, help_text=_("如 豫S〔2022年〕005号；没有审图号的地图不能用")
    )
    source = forms.CharField(label=_("来源"), min_length=2, max_length=200, help_text=_("编制单位和图名"))


class WithdrawForm(forms.Form):
    """停用边界图."""

    reason = forms.CharField(label=_("理由"), min_length=2, max_length=200)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every map that was imported, and the one that is shown."""
    actor = actor_of(request)
    context = {
        "maps": queries.boundary_maps(actor)[:100],
        "may_import": may(actor, "directory:boundary:import"),
        "may_withdraw": may(actor, "directory:boundary:withdraw"),
    }
    return render(request, "directory/boundaries.html", context)


@get_or_post
def import_map(request: HttpRequest) -> HttpResponse:
    """Import an approved map."""
    actor, back = actor_of(request), reverse("directory:boundaries")
    posted = request.method == "POST"
    form = ImportForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        upload = form.cleaned_data.pop("file")
        more = {"name": upload.name[-255:], "content": upload.read()}
        if carry_out(
            form, ImportBoundaries, lambda given: services.import_boundaries(actor=actor, given=given), **more
        ):
            return HttpResponseRedirect(back)
    return _form(request, form, _now("导入边界图"), _now("导入"), files=True)


@get_or_post
def withdraw(request: HttpRequest) -> HttpResponse:
    """Show no map any more."""
    actor, back = actor_of(request), reverse("directory:boundaries")
    form = WithdrawForm(request.POST or None)
    if carry_out(form, WithdrawBoundaries, lambda given: services.withdraw_boundaries(actor=actor, given=given)):
        return HttpResponseRedirect(back)
    return _form(request, form, _now("停用边界图"), _now("停用"))


def _form(request: HttpRequest, form: forms.Form, title: str, verb: str, *, files: bool = False) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "back": reverse("directory:boundaries"), "files": files}
    return render(request, "kernel/zoned/form.html", context, status=422 if form.errors else 200)
