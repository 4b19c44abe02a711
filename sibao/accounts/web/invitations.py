"""Pages of invitations: an official invites a unit, its representative answers by the link without an account."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.accounts import queries, services
from sibao.accounts.inputs import AnswerInvitation, Invite, OneInvitation
from sibao.accounts.web.access_forms import AnswerForm, InviteForm
from sibao.accounts.web.frames import form_page
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import Invalid, NotFound
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.limits import limit_address
from sibao.kernel.web.requests import request_id_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@get_or_post
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a unit; the link is shown on the answer and never again."""
    actor = actor_of(request)
    form = InviteForm(request.POST or None, initial={"code": request.GET.get("code", "")[:30]})
    if request.method == "POST":
        invited = carry_out(form, Invite, lambda given: services.invite(actor=actor, given=given))
        if invited is not None:
            there = reverse("accounts:invitation-answer", args=[invited.secret])
            shown = {"invitation": invited.invitation, "link": request.build_absolute_uri(there)}
            return render(request, "accounts/invited.html", shown)
    return form_page(request, form, _("邀请企业开通账号"), reverse("accounts:invitations"), _("生成邀请链接"))


@require_POST
def withdraw(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Make a link void that has not been used."""
    actor = actor_of(request)
    try:
        services.withdraw_invitation(actor=actor, given=OneInvitation(invitation_id=invitation_id))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("邀请已撤回，链接不能再用"))
    return HttpResponseRedirect(reverse("accounts:invitation", args=[invitation_id]))


@require_GET
def detail(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """One invitation: to whom, by whom, how it stands."""
    actor = actor_of(request)
    found = queries.invitation(actor, invitation_id)
    shown = {
        "invitation": found,
        "state": queries.state_of_invitation(found, clock.now()),
        "may_withdraw": may(actor, "accounts:invitation:withdraw"),
    }
    return render(request, "accounts/invitation.html", shown)


@never_cache
@get_or_post
def answer(request: HttpRequest, secret: str) -> HttpResponse:
    """Whoever holds the link names herself as the unit's representative."""
    limit_address(request, "access")
    invitation = queries.invitation_of(secret)
    if invitation is None or queries.state_of_invitation(invitation, clock.now()) != "open":
        raise NotFound
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        actor = queries.asker(invitation.zone_id, request_id=request_id_of(request))
        answered = carry_out(
            form, AnswerInvitation, lambda given: services.answer_invitation(actor=actor, given=given), secret=secret
        )
        if answered is not None:
            return HttpResponseRedirect(reverse("accounts:asked"))
    shown = {"form": form, "kind": "invited", "unit": invitation.unit.name}
    return render(request, "accounts/ask.html", shown, status=422 if form.errors else 200)
