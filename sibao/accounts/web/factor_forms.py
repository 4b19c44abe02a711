"""Forms of second factors, in our words."""

from typing import Any

from allauth.account.forms import ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AgainForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy

CODE = gettext_lazy("验证码")
CODE_HELP = gettext_lazy("验证器上的 6 位数字；手机不在身边时，用一个恢复码")


def _code_in_our_words(form: forms.Form, help_text: Any) -> None:
    field = form.fields["code"]
    field.label, field.help_text = CODE, help_text
    field.widget.attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}


class CodeForm(AuthenticateForm):  # type: ignore[misc]  # the library ships no types
    """第二步登录: a code of the app, or a recovery code."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _code_in_our_words(self, CODE_HELP)


class CodeAgainForm(AgainForm):  # type: ignore[misc]
    """再次验证: a code of the app, or a recovery code."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _code_in_our_words(self, CODE_HELP)


class PasswordAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """再次验证: the password."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["password"].label = gettext_lazy("密码")
        self.fields["password"].widget.attrs.pop("placeholder", None)


class ActivateForm(ActivateTOTPForm):  # type: ignore[misc]
    """登记验证器: the code that it shows after it has taken in the secret."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _code_in_our_words(self, gettext_lazy("扫码后验证器上显示的 6 位数字"))


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """登记通行密钥: its name, and whether it alone signs in."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["name"].label = gettext_lazy("名称")
        self.fields["name"].max_length = 40
        self.fields["name"].widget.attrs["maxlength"] = 40
        self.fields["passwordless"].label = gettext_lazy("免密码登录")
        self.fields["passwordless"].help_text = gettext_lazy("只用这个通行密钥就能登录，设备须有指纹、人脸或 PIN")
