"""The page of delegations (委托): what one has given, what was given to one, and a form to give."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.accounts import queries, services
from sibao.accounts.inputs import EndDelegation, GrantDelegation
from sibao.accounts.web.forms import DelegationForm
from sibao.accounts.web.frames import form_page
from sibao.accounts.web.own import own_actor_of
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.standing import in_words
from sibao.kernel.web.inputs import carry_out


@require_GET
def delegations(request: HttpRequest) -> HttpResponse:
    """One's own delegations, given and received."""
    actor = actor_of(request)
    rows = [
        {"row": row, "label": in_words(queries.label_of(row)), "given": row.account_id != actor.account_id}
        for row in queries.own_delegations(actor.account_id, clock.now())
    ]
    may_grant = may(actor, "accounts:delegation:grant")
    return render(request, "accounts/delegations.html", {"rows": rows, "may_grant": may_grant})


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request: HttpRequest) -> HttpResponse:
    """Let another person act in the position one acts in, for a term."""
    actor = actor_of(request)
    form = DelegationForm(actor, request.POST or None)
    if request.method == "POST":
        granted = carry_out(form, GrantDelegation, lambda given: services.grant_delegation(actor=actor, given=given))
        if granted is not None:
            messages.success(request, _("已委托给 %(name)s") % {"name": granted.account.name})
            return HttpResponseRedirect(reverse("accounts:delegations"))
    title = _("委托他人代行：%(position)s") % {"position": in_words(actor.position)}
    return form_page(request, form, title, reverse("accounts:delegations"), _("委托"))


@require_POST
def end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """End a delegation that one has given or received."""
    services.end_delegation(actor=own_actor_of(request), given=EndDelegation(appointment_id=appointment_id))
    messages.success(request, _("委托已终止"))
    return HttpResponseRedirect(reverse("accounts:delegations"))
