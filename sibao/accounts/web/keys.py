"""Pages of machine accounts and their keys."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sibao.accounts import queries, services
from sibao.accounts.inputs import CreateMachine, IssueKey, RevokeKey
from sibao.accounts.web.factors import fresh
from sibao.accounts.web.forms import KeyForm, MachineForm, ReasonForm
from sibao.accounts.web.frames import form_page
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def create(request: HttpRequest) -> HttpResponse:
    """Make a machine account."""
    actor = actor_of(request)
    form = MachineForm(request.POST or None)
    if request.method == "POST":
        made = carry_out(form, CreateMachine, lambda given: services.create_machine(actor=actor, given=given))
        if made is not None:
            messages.success(request, _("已新建机器账号，请任命到接口岗位，再发密钥"))
            return HttpResponseRedirect(reverse("accounts:account", args=[made.pk]))
    return form_page(request, form, _("新建机器账号"), reverse("accounts:keys"), _("新建"))


@never_cache
@get_or_post
def issue(request: HttpRequest, account_id: int) -> HttpResponse:
    """Issue a key; its secret is shown on the answer and never again."""
    actor = actor_of(request)
    account = queries.account(actor, account_id)
    if again := fresh(request):
        return again
    form = KeyForm(request.POST or None)
    if request.method == "POST":
        issued = carry_out(
            form, IssueKey, lambda given: services.issue_key(actor=actor, given=given), account_id=account_id
        )
        if issued is not None:
            return render(request, "accounts/key_issued.html", {"issued": issued})
    title = _("发密钥：%(name)s") % {"name": account.name}
    return form_page(request, form, title, reverse("accounts:account", args=[account_id]), _("发出并显示密钥"))


@require_GET
def detail(request: HttpRequest, key_id: int) -> HttpResponse:
    """One key: whose, how long it is good, and its uses by day."""
    actor = actor_of(request)
    shown = {
        "key": queries.key(actor, key_id),
        "uses": queries.key_uses(actor, key_id),
        "now": clock.now(),
        "may_revoke": may(actor, "accounts:key:revoke"),
    }
    return render(request, "accounts/key.html", shown)


@get_or_post
def revoke(request: HttpRequest, key_id: int) -> HttpResponse:
    """Make a key void."""
    actor = actor_of(request)
    key = queries.key(actor, key_id)
    form = ReasonForm(request.POST or None)
    there = reverse("accounts:key", args=[key_id])
    if request.method == "POST":
        revoked = carry_out(form, RevokeKey, lambda given: services.revoke_key(actor=actor, given=given), key_id=key_id)
        if revoked is not None:
            messages.success(request, _("密钥已停用"))
            return HttpResponseRedirect(there)
    return form_page(request, form, _("停用密钥：%(name)s") % {"name": key.name}, there, _("停用"), kind="danger")
