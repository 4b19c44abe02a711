"""Forms of codes, appeals and areas of origin (R43)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.entry import queries, services
from sibao.entry.inputs import DecideAppeal, GradeArea, LodgeAppeal, ReleaseCode
from sibao.entry.web.arrivals import form_page, get_or_post, page_of
from sibao.entry.web.forms import AppealForm, DecideForm, GradeForm, ReasonForm
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out


@get_or_post
def release(request: HttpRequest, code_id: int) -> HttpResponse:
    """Release a code before its end."""
    actor = actor_of(request)
    row, form = queries.code(actor, code_id), ReasonForm(request.POST or None)
    if request.method == "POST":
        more = {"code_id": code_id, "version": request.POST.get("version") or 0}
        if carry_out(form, ReleaseCode, lambda given: services.release_code(actor=actor, given=given), **more):
            return HttpResponseRedirect(page_of(row.arrival_id))
    lead = f"{row.unit.name} · {row.get_colour_display()}"
    return form_page(request, form, _("解除赋码"), lead, page_of(row.arrival_id), row.version)


@get_or_post
def appeal(request: HttpRequest, code_id: int) -> HttpResponse:
    """Say what is wrong with a code."""
    actor = actor_of(request)
    row, form = queries.code(actor, code_id), AppealForm(request.POST or None)
    if request.method == "POST":
        lodged = carry_out(form, LodgeAppeal, lambda given: services.lodge_appeal(actor=actor, given=given), code_id=code_id)  # fmt: skip
        if lodged is not None:
            return HttpResponseRedirect(page_of(row.arrival_id))
    lead = f"{row.unit.name} · {row.get_colour_display()}"
    return form_page(request, form, _("赋码申诉"), lead, page_of(row.arrival_id))


@get_or_post
def decide(request: HttpRequest, code_appeal_id: int) -> HttpResponse:
    """Decide an appeal."""
    actor = actor_of(request)
    row, form = queries.appeal(actor, code_appeal_id), DecideForm(request.POST or None)
    back = page_of(row.code.arrival_id)
    if request.method == "POST":
        more = {"appeal_id": code_appeal_id, "version": request.POST.get("version") or 0}
        if carry_out(form, DecideAppeal, lambda given: services.decide_appeal(actor=actor, given=given), **more):
            return HttpResponseRedirect(back)
    return form_page(request, form, _("答复赋码申诉"), row.text, back, row.version)


@get_or_post
def grade(request: HttpRequest) -> HttpResponse:
    """Say which class an area of origin has from a day."""
    actor = actor_of(request)
    form = GradeForm(actor, request.POST or None)
    back = reverse("entry:areas")
    if request.method == "POST":
        graded = carry_out(form, GradeArea, lambda given: services.grade_area(actor=actor, given=given))
        if graded is not None:
            return HttpResponseRedirect(back)
    return form_page(
        request, form, _("定来源地类别"), _("从这天起，来自这里的人按新的类别赋码；原来的类别到前一天为止"), back
    )
