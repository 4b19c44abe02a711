"""Where the library of foreign sign-in meets our rules: one provider by configuration, nothing kept but who is bound."""

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from sibao.accounts import queries, services
from sibao.accounts.inputs import BindIdentity
from sibao.accounts.web.adapter import Adapter
from sibao.kernel.refusals import Invalid
from sibao.kernel.web.requests import request_id_of

PROVIDER = "openid_connect"
TURNED_BACK = "access_denied"
SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
LEEWAY = 60
"""How many seconds the clocks of the two may differ."""


class Exchange(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # the library ships no types
    """Turns the code that the browser brings back into what the provider says of a person, every signature checked."""

    @property
    def openid_config(self) -> dict[str, Any]:
        told: dict[str, Any] = super().openid_config
        if str(told.get("issuer", "")).rstrip("/") != settings.OIDC["issuer"]:
            raise OAuth2Error("the issuer is not the configured one")
        return told

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return str(build_absolute_uri(request, reverse("oidc_callback"), self.redirect_uri_protocol))

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **given: Any) -> Any:
        told = self._told(app, token, given["response"])
        login = self.get_provider().sociallogin_from_response(request, told)
        login.told = told
        return login

    def _told(self, app: Any, token: Any, response: dict[str, Any]) -> dict[str, Any]:
        """Return the claims of the signed token, and beside them those of the provider's answer about the same person."""
        try:
            signed = self._decode_id_token(app, response["id_token"])
        except (jwt.PyJWTError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("no usable id_token") from error
        if "userinfo_endpoint" not in self.openid_config:
            return signed
        answered = self._fetch_user_info(token.token)
        if not isinstance(answered, dict) or answered.get("sub") != signed["sub"]:
            raise OAuth2Error("the answer is about somebody else")
        return {**answered, **signed}

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        """Return a token's claims; it is believed for its signature, not for the way it came."""
        claims: dict[str, Any] = jwt.decode(
            id_token,
            self._key_of(id_token),
            algorithms=SIGNED_BY,
            audience=app.client_id,
            issuer=self.openid_config["issuer"],
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "sub"]},
        )
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        wanted = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as asking:
            answer = asking.get(self.openid_config["jwks_uri"])
        answer.raise_for_status()
        known = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if wanted in (None, key.key_id)]
        if len(known) != 1:
            raise OAuth2Error("the provider has no such key")
        return known[0]


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """The configured provider; of what it says of a person only who she is goes further."""

    oauth2_adapter_class = Exchange

    def extract_uid(self, data: dict[str, Any]) -> str:
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        return []


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Finds the account of a person at the provider; makes none, and changes no right."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        return [_app()] if settings.OIDC else []

    def get_provider(self, request: HttpRequest, provider: Any, client_id: Any = None) -> Provider:
        return Provider(request, app=_app())

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        told = sociallogin.told
        if not constant_time_compare(str(told.get("nonce", "")), sociallogin.state["nonce"]):
            self.refuse(request, _("统一身份认证的答复不是这次登录的，请重新登录"))
        sociallogin.user = self._account(request, told)

    def _account(self, request: HttpRequest, told: dict[str, Any]) -> Any:
        issuer, subject = settings.OIDC["issuer"], str(told["sub"])
        bound = queries.account_of_identity(issuer, subject)
        if bound is not None:
            return bound
        name = told.get(settings.OIDC["claim"])
        account = queries.account_named(name.strip().lower()) if isinstance(name, str) else None
        if account is None:
            self.refuse(request, _("您的统一身份在这里没有账号：请申请开通，或请系统管理员核对登录名"))
        elif account.is_active:
            return self._bind(request, account, BindIdentity(issuer=issuer, subject=subject))
        return account

    def _bind(self, request: HttpRequest, account: Any, given: BindIdentity) -> Any:
        own = queries.own_actor(account, request_id=request_id_of(request))
        try:
            return services.bind_identity(actor=own, given=given)
        except Invalid as refusal:
            self.refuse(request, str(refusal), account.username)

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        if request.GET.get("error") == TURNED_BACK:
            self.refuse(request, _("您在统一身份认证那里取消了登录"))
        self.refuse(request, _("统一身份认证没有完成：可能耽搁太久、答复有误或对方没有应答，请重新登录"))

    def refuse(self, request: HttpRequest, words: str, username: str = "") -> None:
        """Put the failed sign-in on the record and lead back to the sign-in page, which says why.

        Raises:
            ImmediateHttpResponse: always.
        """
        Adapter(request).record_failure(request, username, "identity")
        messages.error(request, words)
        raise ImmediateHttpResponse(HttpResponseRedirect(reverse("account_login")))


def _app() -> SocialApp:
    given = settings.OIDC
    return SocialApp(
        provider=PROVIDER,
        provider_id=PROVIDER,
        name=given["name"],
        client_id=given["client_id"],
        secret=given["secret"],
        settings={"server_url": given["issuer"], "scope": given["scope"], "oauth_pkce_enabled": True},
    )
