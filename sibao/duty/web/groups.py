"""Pages of work groups and task forces: one group with its tasks, who joins and leaves it, and confirming its leads."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.duty import queries, services
from sibao.duty.inputs import AppointMember, ConfirmLeads, ReleaseMember
from sibao.duty.web.group_forms import ConfirmForm, MemberForm, ReleaseForm
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SHOWN = 20


@require_GET
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """A group: who leads and belongs to it, and which open tasks lie with it."""
    actor = actor_of(request)
    found = queries.group(actor, group_id)
    seen = may(actor, "inbox:task:read")
    context = {
        "group": found,
        "members": queries.members_of(actor, group_id),
        "tasks": queries.open_tasks(actor, found)[:SHOWN] if seen else [],
        "task_count": queries.open_tasks(actor, found).count() if seen else 0,
        "may_edit": may(actor, "duty:group:appoint"),
        "may_release": may(actor, "duty:group:release"),
        "may_confirm": found.unconfirmed and may(actor, "duty:group:confirm"),
    }
    return render(request, "duty/group.html", context)


@get_or_post
def appoint(request: HttpRequest, group_id: int) -> HttpResponse:
    """Let a department, unit or position lead or join a group."""
    actor = actor_of(request)
    found = queries.group(actor, group_id)
    form = MemberForm(actor, request.POST or None)
    if request.method == "POST":
        join = partial(services.appoint_member, actor=actor)
        if carry_out(form, AppointMember, lambda given: join(given=given), group_id=group_id) is not None:
            return _back(request, group_id, _("已列入"))
    return _form(request, form, _("列为牵头或成员"), found)


@get_or_post
def release(request: HttpRequest, member_id: int) -> HttpResponse:
    """Say the last day of a lead or member."""
    actor = actor_of(request)
    row = queries.member(actor, member_id)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST":
        leave = partial(services.release_member, actor=actor)
        if carry_out(form, ReleaseMember, lambda given: leave(given=given), member_id=member_id) is not None:
            return _back(request, row.group_id, _("已登记最后一天"))
    return _form(request, form, _("退出工作组或专班"), row.group)


@get_or_post
def confirm(request: HttpRequest, group_id: int) -> HttpResponse:
    """Confirm a group's leads in one's own name, and say on what it rests."""
    actor = actor_of(request)
    found = queries.group(actor, group_id)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST":
        sure = partial(services.confirm_leads, actor=actor)
        if carry_out(form, ConfirmLeads, lambda given: sure(given=given), group_id=group_id) is not None:
            return _back(request, group_id, _("已核实"))
    return _form(request, form, _("核实牵头部门"), found)


def _form(
    request: HttpRequest, form: MemberForm | ReleaseForm | ConfirmForm, title: str, found: object
) -> HttpResponse:
    back = reverse("duty:group", args=[found.pk])  # type: ignore[attr-defined]
    context = {"form": form, "title": title, "lead": found.name, "back": back}  # type: ignore[attr-defined]
    return render(request, "duty/form.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, group_id: int, word: str) -> HttpResponse:
    messages.success(request, word)
    return HttpResponseRedirect(reverse("duty:group", args=[group_id]))
