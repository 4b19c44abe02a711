"""Pages of second factors (第二因素): the library checks codes and keys, our commands change and record."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, is_reauthentication_required
from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, LoginWebAuthnView, ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from pydantic import SecretStr

from sibao.accounts import queries, services
from sibao.accounts.inputs import AddAuthenticatorApp, AddPasskey, RemoveFactor
from sibao.accounts.web.adapter import Adapter
from sibao.accounts.web.own import own_actor_of
from sibao.kernel import clock
from sibao.kernel.commands import NoInput
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import Invalid, NotFound
from sibao.kernel.web.limits import limit_address, limit_word

CODES = Authenticator.Type.RECOVERY_CODES
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def fresh(request: HttpRequest) -> HttpResponse | None:
    """Return the way to prove once more who one is, or None when that was done a short while ago."""
    methods = Adapter(request).get_reauthentication_methods(request.user)
    if not methods:
        return _at_the_provider(request)
    if not is_reauthentication_required(request, app="allauth.mfa"):
        return None
    return HttpResponseRedirect(f"{methods[0]['url']}?{urlencode({'next': request.path})}")


def _at_the_provider(request: HttpRequest) -> HttpResponse | None:
    """Return the way back to the provider for who has neither password nor second factor here."""
    signed_in = [one["at"] for one in get_authentication_records(request, request.user)]
    if signed_in and clock.real().timestamp() - signed_in[-1] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        return None
    asked = {"next": request.path, "again": "1"}
    return HttpResponseRedirect(f"{reverse('oidc_login')}?{urlencode(asked)}")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """One's own second factors and recovery codes."""
    account_id = actor_of(request).account_id
    held = queries.running_appointments(account_id, clock.now())
    shown = {
        "factors": queries.factors(account_id),
        "has_app": Authenticator.objects.filter(user=account_id, type=Authenticator.Type.TOTP).exists(),
        "due": min((due for one in held if (due := queries.factor_due(one))), default=None),
    }
    return render(request, "mfa/index.html", shown)


@get_or_post
def remove(request: HttpRequest, factor_id: int) -> HttpResponse:
    """Remove one of one's own second factors, after proving once more who one is."""
    own = own_actor_of(request)
    found = next((one for one in queries.factors(own.account_id) if one.id == factor_id), None)
    if found is None:
        raise NotFound
    if again := fresh(request):
        return again
    if request.method == "POST":
        services.remove_factor(actor=own, given=RemoveFactor(factor_id=factor_id))
        messages.success(request, _("已删除"))
        return HttpResponseRedirect(reverse("mfa_index"))
    return render(request, "mfa/remove.html", {"factor": found})


@never_cache
@get_or_post
def codes(request: HttpRequest) -> HttpResponse:
    """One's own recovery codes: shown once after they were made; POST makes new ones."""
    own = own_actor_of(request)
    if not queries.has_factor(own.account_id):
        return HttpResponseRedirect(reverse("mfa_index"))
    if again := fresh(request):
        return again
    if request.method == "POST":
        services.renew_codes(actor=own, given=NoInput())
        return HttpResponseRedirect(request.path)
    kept = Authenticator.objects.filter(user=own.account_id, type=CODES).first()
    unused = kept.wrap().get_unused_codes() if kept else []
    seen = kept.wrap().did_view if kept else True
    if kept and not seen:
        kept.wrap().mark_as_viewed()
    shown = {"codes": [] if seen else unused, "left": len(unused)}
    return render(request, "mfa/recovery_codes.html", shown)


class SecondStep(AuthenticateView):  # type: ignore[misc]  # the library ships no types
    """第二步登录. A wrong code goes on the record; so many in a row, and the account has to wait."""

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        answered: HttpResponse = super().post(request, *args, **given)
        return answered

    def _build_forms(self) -> Any:
        if self.request.method == "POST":
            limit_word(str(self.stage.login.user.pk), "second-factor")
        return super()._build_forms()

    def form_invalid(self, form: Any) -> HttpResponse:
        Adapter(self.request).record_failure(self.request, self.stage.login.user.username, "factor")
        answered: HttpResponse = super().form_invalid(form)
        return answered


class PasskeySignIn(LoginWebAuthnView):  # type: ignore[misc]
    """用通行密钥登录."""

    def post(self, request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        limit_address(request, "sign-in")
        answered: HttpResponse = super().post(request, *args, **given)
        return answered

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, _("通行密钥没有通过验证"))
        Adapter(self.request).record_failure(self.request, "", "factor")
        return HttpResponseRedirect(reverse("account_login"))


class _Again:
    """Proving once more who one is leads back to the page, never to a request that was kept."""

    def form_valid(self, form: Any) -> HttpResponse:
        self.request.session.pop(STATE_SESSION_KEY, None)  # type: ignore[attr-defined]
        answered: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        return answered

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> Any:
        if request.method == "POST" and request.user.is_authenticated:
            limit_word(str(request.user.pk), "second-factor")
        return super().dispatch(request, *args, **given)  # type: ignore[misc]


class PasswordAgain(_Again, ReauthenticateView):  # type: ignore[misc]
    """再次验证: by password."""


class CodeAgain(_Again, CodeAgainView):  # type: ignore[misc]
    """再次验证: by code."""


class PasskeyAgain(_Again, ReauthenticateWebAuthnView):  # type: ignore[misc]
    """再次验证: by passkey."""


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    """登记验证器."""

    template_name = "mfa/totp.html"

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> Any:
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            return HttpResponseRedirect(reverse("mfa_index"))
        return fresh(request) or super().dispatch(request, *args, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        given = AddAuthenticatorApp(secret=SecretStr(form.secret), code=form.cleaned_data["code"])
        try:
            with_codes = services.add_authenticator_app(actor=own_actor_of(self.request), given=given)
        except Invalid as refusal:
            form.add_error("code", str(refusal.fields["code"]))
            answered: HttpResponse = self.form_invalid(form)
            return answered
        clear_totp_secret(self.request)
        return _added(self.request, with_codes=with_codes)


class AddKey(AddWebAuthnView):  # type: ignore[misc]
    """登记通行密钥."""

    template_name = "mfa/passkey.html"

    def dispatch(self, request: HttpRequest, *args: Any, **given: Any) -> Any:
        return fresh(request) or super().dispatch(request, *args, **given)

    def form_valid(self, form: Any) -> HttpResponse:
        given = AddPasskey(name=form.cleaned_data["name"][:40], credential=form.cleaned_data["credential"])
        return _added(self.request, with_codes=services.add_passkey(actor=own_actor_of(self.request), given=given))


def _added(request: HttpRequest, *, with_codes: bool) -> HttpResponse:
    messages.success(request, _("已登记，下次登录时使用"))
    return HttpResponseRedirect(reverse("mfa_view_recovery_codes" if with_codes else "mfa_index"))
