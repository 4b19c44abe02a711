"""Signing in at the configured provider (统一身份认证): to it, and back from it."""

import logging
import secrets

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

from sibao.accounts.web.adapter import Adapter
from sibao.accounts.web.oidc_adapter import PROVIDER, Exchange, IdentityAdapter
from sibao.kernel.refusals import NotFound, Unavailable
from sibao.kernel.web.limits import limit_address

logger = logging.getLogger("sibao.oidc")
UNREACHED = (OAuth2Error, RequestException, KeyError, TypeError, ValueError)
"""What a provider that does not answer, or answers nonsense, ends in."""


@never_cache
@require_GET
def go(request: HttpRequest) -> HttpResponse:
    """Lead to the provider; `again` asks it not to let her pass by an earlier sign-in."""
    _configured()
    limit_address(request, "sign-in")
    nonce = secrets.token_urlsafe(16)
    asked = {"nonce": nonce} | ({"prompt": "login"} if "again" in request.GET else {})
    there = request.GET.get("next", "")
    provider = get_adapter(request).get_provider(request, PROVIDER)
    try:
        response: HttpResponse = provider.redirect(
            request,
            "login",
            next_url=there if Adapter(request).is_safe_url(there) else None,
            auth_params=asked,
            nonce=nonce,
        )
    except UNREACHED as error:
        logger.exception("the provider of sign-in cannot be reached")
        raise Unavailable(_("统一身份认证暂时连不上：请稍后再试，或用登录名和密码登录")) from error
    return response


@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """Take in what the browser brings back from the provider."""
    _configured()
    limit_address(request, "sign-in")
    try:
        response: HttpResponse = OAuth2CallbackView.adapter_view(Exchange(request, PROVIDER))(request)
    except UNREACHED:
        logger.exception("the answer of the provider of sign-in cannot be used")
        return _refused(request)
    return response


def _refused(request: HttpRequest) -> HttpResponse:
    try:
        IdentityAdapter(request).on_authentication_error(request, None)
    except ImmediateHttpResponse as refused:
        return refused.response  # type: ignore[no-any-return]
    raise AssertionError


def _configured() -> None:
    if not settings.OIDC:
        raise NotFound
