"""Pages of requests for access: asking without an account, and deciding."""

from functools import partial
from smtplib import SMTPException
from typing import Any
from urllib.parse import quote

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib import messages
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sibao.accounts import queries, services
from sibao.accounts.inputs import ApproveAccess, AskForAccess, DeclineAccess, GrantAccess, RevealAccess
from sibao.accounts.web.access_forms import ApproveForm, AskOfficialForm, AskUnitForm, GrantForm
from sibao.accounts.web.forms import ReasonForm
from sibao.accounts.web.frames import form_page
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.limits import limit_address
from sibao.kernel.web.purpose import PurposeForm
from sibao.kernel.web.requests import request_id_of

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
def ask_unit(request: HttpRequest) -> HttpResponse:
    """A unit's representative asks for an account of the unit."""
    return _ask(request, AskUnitForm(request.POST or None, request.FILES or None), "unit")


@get_or_post
def ask_official(request: HttpRequest) -> HttpResponse:
    """An official asks for an account."""
    return _ask(request, AskOfficialForm(request.POST or None), "official")


def _ask(request: HttpRequest, form: Any, kind: str) -> HttpResponse:
    zone = directory.sole_zone()
    if zone is None:
        raise NotFound
    if request.method == "POST":
        limit_address(request, "access")
        actor = queries.asker(zone.pk, request_id=request_id_of(request))
        carry_out(form, AskForAccess, lambda given: services.ask_for_access(actor=actor, given=given), kind=kind)
        if not form.errors:
            return HttpResponseRedirect(reverse("accounts:asked"))
    shown = {"form": form, "kind": kind}
    return render(request, "accounts/ask.html", shown, status=422 if form.errors else 200)


@require_GET
def asked(request: HttpRequest) -> HttpResponse:
    """The request has been handed in: the same words whoever asked for whatever."""
    return render(request, "accounts/asked.html")


@require_GET
def detail(request: HttpRequest, request_id: int) -> HttpResponse:
    """One request, its asker masked."""
    return _shown(request, request_id, PurposeForm())


@never_cache
@get_or_post
def reveal(request: HttpRequest, request_id: int) -> HttpResponse:
    """Show who asks, or hand out the proof, for a purpose that goes on the record."""
    actor = actor_of(request)
    queries.access_request(actor, request_id)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("accounts:access-request", args=[request_id]))
    form = PurposeForm(request.POST)
    how = "export" if request.POST.get("what") == "proof" else request.POST.get("how") or "show"
    reveal = partial(services.reveal_access, actor=actor)
    shown = carry_out(form, RevealAccess, lambda given: reveal(given=given), request_id=request_id, how=how)
    if shown is not None and request.POST.get("what") == "proof" and shown.proof is not None:
        response = HttpResponse(shown.proof.content, content_type=shown.proof.content_type)
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(shown.proof.name, safe='')}"
        return response
    return _shown(request, request_id, form, revealed=shown)


def _shown(request: HttpRequest, request_id: int, form: PurposeForm, revealed: Any = None) -> HttpResponse:
    actor = actor_of(request)
    found = queries.access_request(actor, request_id)
    actions = ("approve", "grant", "decline", "reveal")
    context = {
        "asked": found,
        "asker": queries.masked_asker(found),
        "revealed": revealed,
        "form": form,
        "how": request.POST.get("how") or "show",
        "purpose": request.POST.get("purpose", ""),
        "open": found.state == "waiting" and found.lapses_at > clock.now(),
        "may": {name: may(actor, f"accounts:access:{name}") for name in actions},
    }
    return render(request, "accounts/access_request.html", context, status=422 if form.errors else 200)


@never_cache
@get_or_post
def approve(request: HttpRequest, request_id: int) -> HttpResponse:
    """Open an account of the unit; its first password is shown on the answer, and a link goes out by mail."""
    actor = actor_of(request)
    queries.access_request(actor, request_id)
    form = ApproveForm(request.POST or None)
    if request.method == "POST":
        made = carry_out(
            form, ApproveAccess, lambda given: services.approve_access(actor=actor, given=given), request_id=request_id
        )
        if made is not None:
            return _first_password(request, made)
    return form_page(request, form, _("开通企业账号"), _page_of(request_id), _("开通并显示首次密码"))


@never_cache
@get_or_post
def grant(request: HttpRequest, request_id: int) -> HttpResponse:
    """Open an account of an official until a day."""
    actor = actor_of(request)
    queries.access_request(actor, request_id)
    form = GrantForm(actor, request.POST or None)
    if request.method == "POST":
        made = carry_out(
            form, GrantAccess, lambda given: services.grant_access(actor=actor, given=given), request_id=request_id
        )
        if made is not None:
            return _first_password(request, made)
    return form_page(request, form, _("开通工作人员账号"), _page_of(request_id), _("开通并显示首次密码"))


@get_or_post
def decline(request: HttpRequest, request_id: int) -> HttpResponse:
    """Turn a request down."""
    actor = actor_of(request)
    queries.access_request(actor, request_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        declined = carry_out(
            form, DeclineAccess, lambda given: services.decline_access(actor=actor, given=given), request_id=request_id
        )
        if declined is not None:
            messages.success(request, _("已退回"))
            return HttpResponseRedirect(_page_of(request_id))
    return form_page(request, form, _("退回申请"), _page_of(request_id), _("退回"), kind="danger")


def _page_of(request_id: int) -> str:
    return reverse("accounts:access-request", args=[request_id])


def _first_password(request: HttpRequest, made: services.FirstPassword) -> HttpResponse:
    mailed = bool(made.account.email) and _mail_link(request, made.account)
    return render(request, "accounts/first_password.html", {"made": made, "mailed": mailed})


def _mail_link(request: HttpRequest, account: Any) -> bool:
    token = default_token_generator.make_token(account)
    given = {"uidb36": user_pk_to_url_str(account), "key": token}
    link = request.build_absolute_uri(reverse("account_reset_password_from_key", kwargs=given))
    body = render_to_string("accounts/email/opened.txt", {"account": account, "link": link})
    try:
        send_mail(_("四保平台：账号已开通，请设置密码"), body, None, [account.email])
    except (OSError, SMTPException):
        messages.warning(request, _("邮件没有发出，请把首次密码打印交给本人"))
        return False
    return True
