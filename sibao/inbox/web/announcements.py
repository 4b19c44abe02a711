"""Pages of announcements: read, take note, publish, withdraw, and see who has taken note."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sibao.inbox import queries, services
from sibao.inbox.inputs import OneAnnouncement, PublishAnnouncement, WithdrawAnnouncement
from sibao.inbox.web import announcement_shown
from sibao.inbox.web.forms import AnnouncementForm, ReasonForm
from sibao.inbox.web.tasks import form_page, get_or_post
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out


@require_GET
def announcement(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """One announcement, with what the reader has to do, and for those who check it, the counts."""
    actor, now = actor_of(request), clock.now()
    found = queries.announcement(actor, announcement_id)
    holds = announcement_shown.holds(found, now)
    taken = queries.acknowledged(actor, found)
    context = {
        "announcement": found,
        "tag": announcement_shown.tag(found, now),
        "whom": announcement_shown.whom(found),
        "taken": taken,
        "to_take": holds and found.must_acknowledge and not taken and queries.concerns(actor, found),
        "readers": queries.readers_of(actor, found, now) if may(actor, "inbox:announcement:check") else None,
        "may_withdraw": may(actor, "inbox:announcement:withdraw") and not found.withdrawn_at and found.ends_at > now,
    }
    return render(request, "inbox/announcement.html", context)


@require_GET
def readers(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Who has taken note of an announcement, and who has not."""
    actor, now = actor_of(request), clock.now()
    found = queries.announcement(actor, announcement_id)
    shown = {"announcement": found, "url": announcement_shown.url(found)}
    return render(request, "inbox/readers.html", shown | {"readers": queries.readers_of(actor, found, now)})


@require_POST
def acknowledge(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Take note, and go back to where one was."""
    given = OneAnnouncement(announcement_id=announcement_id)
    services.acknowledge_announcement(actor=actor_of(request), given=given)
    messages.success(request, _("已签收"))
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(there if ours else reverse("inbox:announcement", args=[announcement_id]))


@get_or_post
def publish(request: HttpRequest) -> HttpResponse:
    """Publish an announcement."""
    actor = actor_of(request)
    form = AnnouncementForm(actor, request.POST if request.method == "POST" else None)
    made = None
    if request.method == "POST":
        made = carry_out(
            form, PublishAnnouncement, lambda given: services.publish_announcement(actor=actor, given=given)
        )
    if made is not None:
        return HttpResponseRedirect(announcement_shown.url(made))
    return form_page(request, form, _("发布公告"), _("发布"), reverse("inbox:announcements"))


@get_or_post
def withdraw(request: HttpRequest, announcement_id: int) -> HttpResponse:
    """Withdraw an announcement."""
    actor = actor_of(request)
    found = queries.announcement(actor, announcement_id)
    back = announcement_shown.url(found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        seen = {"announcement_id": announcement_id, "version": request.POST.get("version")}
        made = carry_out(
            form, WithdrawAnnouncement, lambda given: services.withdraw_announcement(actor=actor, given=given), **seen
        )
        if made is not None:
            return HttpResponseRedirect(back)
    return form_page(request, form, _("撤回公告"), _("撤回"), back, version=found.version, lead=found.title)
