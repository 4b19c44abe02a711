"""The page of one's own devices, and signing somebody out everywhere."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from sibao.accounts import queries, services
from sibao.accounts.inputs import EndSessions
from sibao.accounts.web.own import own_actor_of
from sibao.kernel.refusals import NotSignedIn


@require_GET
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    account = queries.signed_in(request.user)
    if account is None:
        raise NotSignedIn
    found = queries.own_sessions(account, request.session.session_key or "")
    return render(request, "accounts/sessions.html", {"sessions": found})


@require_POST
def end(request: HttpRequest, session_id: int) -> HttpResponse:
    """Sign out one of one's own devices."""
    services.end_sessions(actor=own_actor_of(request), given=EndSessions(session_id=session_id))
    messages.success(request, _("该设备已下线"))
    return HttpResponseRedirect(reverse("accounts:sessions"))


@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign out every device but this one."""
    given = EndSessions(kept=request.session.session_key or "")
    ended = services.end_sessions(actor=own_actor_of(request), given=given)
    messages.success(request, _("已让 %(count)d 台其他设备下线") % {"count": ended})
    return HttpResponseRedirect(reverse("accounts:sessions"))
