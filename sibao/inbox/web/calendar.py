"""Pages of the working calendar: edit a day, take it back, confirm a year."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.inbox import queries, services
from sibao.inbox.inputs import ClearHoliday, PublishYear, SetHoliday
from sibao.inbox.web.forms import HolidayForm, ReasonForm, YearForm
from sibao.inbox.web.tasks import form_page, get_or_post
from sibao.kernel import clock
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out


@get_or_post
def edit(request: HttpRequest) -> HttpResponse:
    """Say that a day is off or worked."""
    actor, back = actor_of(request), reverse("inbox:holidays")
    form = HolidayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        made = carry_out(form, SetHoliday, lambda given: services.set_holiday(actor=actor, given=given))
        if made is not None:
            return HttpResponseRedirect(back)
    return form_page(
        request, form, _("维护节假日"), _("保存"), back, lead=_("运行中的任务会按新的日历重新计算到期时间")
    )


@get_or_post
def clear(request: HttpRequest, holiday_id: int) -> HttpResponse:
    """Let a day be again as its weekday says."""
    actor, back = actor_of(request), reverse("inbox:holidays")
    found = queries.holiday(actor, holiday_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        carry_out(
            form, ClearHoliday, lambda given: services.clear_holiday(actor=actor, given=given), holiday_id=holiday_id
        )
        if not form.errors:
            return HttpResponseRedirect(back)
    title = f"{found.day:%Y-%m-%d} {found.name} · {_('删去')}"
    return form_page(request, form, title, _("删去"), back)


@get_or_post
def publish(request: HttpRequest) -> HttpResponse:
    """Confirm that a year's arrangement is in the table as published."""
    actor, back = actor_of(request), reverse("inbox:holidays")
    initial = {"year": clock.today().year + 1}
    form = YearForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        made = carry_out(form, PublishYear, lambda given: services.publish_year(actor=actor, given=given))
        if made is not None:
            return HttpResponseRedirect(back)
    lead = _("确认前，请先把该年的放假和调休逐日录入；确认后，该年到期的任务不再标“暂定”")
    return form_page(request, form, _("确认年度安排"), _("确认"), back, lead=lead)
