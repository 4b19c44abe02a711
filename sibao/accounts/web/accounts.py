"""Pages of those who keep accounts: create, reset, unlock, close, appoint, end."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.accounts import queries, services
from sibao.accounts.inputs import Appoint, CreateAccount, EndAppointment, OneAccount, WithReason
from sibao.accounts.web.forms import AccountForm, AppointForm, ReasonForm
from sibao.accounts.web.frames import form_page
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.standing import in_words
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ACTIONS = (
    "account:reset",
    "account:unlock",
    "account:close",
    "account:sign-out",
    "factor:reset",
    "identity:unbind",
    "key:issue",
    "appointment:create",
    "appointment:end",
)


@require_GET
def detail(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account with its positions."""
    actor, now = actor_of(request), clock.now()
    account = queries.account(actor, account_id)
    held = list(queries.appointments_of(actor, account_id))
    running = list(queries.running_appointments(account.pk, now))
    context = {
        "account": account,
        "running": running,
        "others": [one for one in held if one not in running],
        "locked": account.username in queries.locked_names(clock.real()),
        "factors": queries.factors(account.pk),
        "bound_since": queries.bound_since(account.pk),
        "itself": account.pk == actor.account_id,
        "may": {name.replace(":", "_").replace("-", "_"): may(actor, f"accounts:{name}") for name in ACTIONS},
    }
    return render(request, "accounts/account.html", context)


@never_cache
@get_or_post
def create(request: HttpRequest) -> HttpResponse:
    """Make an account; its first password is shown on the answer and never again."""
    actor = actor_of(request)
    form = AccountForm(request.POST or None)
    if request.method == "POST":
        made = carry_out(form, CreateAccount, lambda given: services.create_account(actor=actor, given=given))
        if made is not None:
            return render(request, "accounts/first_password.html", {"made": made})
    return form_page(request, form, _("新建账号"), reverse("accounts:accounts"), _("新建并显示首次密码"))


@never_cache
@get_or_post
def reset(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give an account a first password again; it is shown on the answer and never again."""
    actor = actor_of(request)
    account = queries.account(actor, account_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        made = carry_out(
            form, WithReason, lambda given: services.reset_password(actor=actor, given=given), account_id=account_id
        )
        if made is not None:
            return render(request, "accounts/first_password.html", {"made": made})
    title = _("重置密码：%(name)s") % {"name": account.name}
    return form_page(request, form, title, _page_of(account_id), _("重置并显示首次密码"))


@require_POST
def unlock(request: HttpRequest, account_id: int) -> HttpResponse:
    """Lift the lock-out of failed sign-ins."""
    services.unlock_account(actor=actor_of(request), given=OneAccount(account_id=account_id))
    messages.success(request, _("已解除锁定"))
    return HttpResponseRedirect(_page_of(account_id))


@get_or_post
def close(request: HttpRequest, account_id: int) -> HttpResponse:
    """Close an account for good."""
    actor = actor_of(request)
    account = queries.account(actor, account_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        closed = carry_out(
            form, WithReason, lambda given: services.close_account(actor=actor, given=given), account_id=account_id
        )
        if closed is not None:
            messages.success(request, _("账号已停用，任职已终止"))
            return HttpResponseRedirect(_page_of(account_id))
    title = _("停用账号：%(name)s") % {"name": account.name}
    return form_page(request, form, title, _page_of(account_id), _("停用"), kind="danger")


@get_or_post
def sign_out(request: HttpRequest, account_id: int) -> HttpResponse:
    """Sign an account out everywhere."""
    return _with_reason(request, account_id, services.sign_out, _("让账号下线：%(name)s"), _("全部下线"), _("已下线"))


@get_or_post
def reset_factors(request: HttpRequest, account_id: int) -> HttpResponse:
    """Clear the second factors of someone who lost them."""
    words = (_("清除第二因素：%(name)s"), _("清除"), _("已清除第二因素，请本人重新登记"))
    return _with_reason(request, account_id, services.reset_factors, *words)


@get_or_post
def unbind(request: HttpRequest, account_id: int) -> HttpResponse:
    """End the binding of an account to a person at the provider of sign-in."""
    title = _("解除统一身份绑定：%(name)s")
    return _with_reason(request, account_id, services.unbind_identity, title, _("解除绑定"), _("已解除绑定"))


def _with_reason(
    request: HttpRequest, account_id: int, command: Command[Any, Any], title: str, button: str, done: str
) -> HttpResponse:
    actor = actor_of(request)
    account = queries.account(actor, account_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        answer = carry_out(form, WithReason, lambda given: command(actor=actor, given=given), account_id=account_id)
        if answer is not None:
            messages.success(request, done)
            return HttpResponseRedirect(_page_of(account_id))
    return form_page(request, form, title % {"name": account.name}, _page_of(account_id), button, kind="danger")


@get_or_post
def appoint(request: HttpRequest, account_id: int) -> HttpResponse:
    """Appoint an account to a position."""
    actor = actor_of(request)
    account = queries.account(actor, account_id)
    form = AppointForm(actor, request.POST or None)
    if request.method == "POST":
        made = carry_out(form, Appoint, lambda given: services.appoint(actor=actor, given=given), account_id=account_id)
        if made is not None:
            messages.success(request, _("已任命"))
            return HttpResponseRedirect(_page_of(account_id))
    title = _("任命：%(name)s") % {"name": account.name}
    return form_page(request, form, title, _page_of(account_id), _("任命"))


@get_or_post
def end(request: HttpRequest, appointment_id: int) -> HttpResponse:
    """End an appointment before its term."""
    actor = actor_of(request)
    appointment = queries.appointment(actor, appointment_id)
    form = ReasonForm(request.POST or None)
    back = _page_of(appointment.account_id)
    if request.method == "POST":
        ended = carry_out(
            form,
            EndAppointment,
            lambda given: services.end_appointment(actor=actor, given=given),
            appointment_id=appointment_id,
        )
        if ended is not None:
            messages.success(request, _("任职已终止"))
            return HttpResponseRedirect(back)
    title = _("免去任职：%(name)s · %(position)s") % {
        "name": appointment.account.name,
        "position": in_words(queries.label_of(appointment)),
    }
    return form_page(request, form, title, back, _("免去"), kind="danger")


def _page_of(account_id: int) -> str:
    return reverse("accounts:account", args=[account_id])
