"""Where the library of second factors meets our rules: secrets are sealed, words are ours."""

import base64
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.accounts import queries
from sibao.kernel.secrets import open_sealed, seal

PACK, PERIOD = "factors", "all"


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the library ships no types
    """Seeds are kept sealed; keys and codes go by the sign-in name."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("验证没有通过：验证码不正确、已过期或已用过"),
        "cannot_generate_recovery_codes": gettext_lazy("请先登记验证器或通行密钥"),
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text, pack=PACK, period=PERIOD)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return open_sealed(base64.b64decode(encrypted_text))

    def get_totp_issuer(self) -> str:
        return _("四保平台")

    def _get_site_name(self) -> str:
        return _("四保平台")

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.username)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's name
        return _("通行密钥 %(number)d") % {"number": len(queries.factors(user.pk)) + 1}
