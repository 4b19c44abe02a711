"""Forms of sign-in and of those who keep accounts."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.accounts import queries
from sibao.kernel import clock
from sibao.kernel.access import Actor

_LABELS = {
    "login": gettext_lazy("登录名"),
    "password": gettext_lazy("密码"),
    "oldpassword": gettext_lazy("当前密码"),
    "password1": gettext_lazy("新密码"),
    "password2": gettext_lazy("再输一次新密码"),
    "email": gettext_lazy("邮箱"),
}
_NEW_PASSWORD = gettext_lazy("至少 10 个字符，不能全是数字，不能是常见密码或与登录名相近")


def _in_our_words(form: forms.Form) -> None:
    for name, field in form.fields.items():
        field.label = _LABELS.get(name, field.label)
        field.help_text = str(_NEW_PASSWORD) if name == "password1" else ""
        field.widget.attrs.pop("placeholder", None)


class SignInForm(LoginForm):  # type: ignore[misc]  # the library ships no types
    """登录: name and password; the name is read in lower case as it is kept."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _in_our_words(self)
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].widget.render_value = bool(self.initial.get("password")) and not self.is_bound

    def clean_login(self) -> str:
        return str(super().clean_login()).lower()


class OwnPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """修改自己的密码."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _in_our_words(self)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("oldpassword") and cleaned.get("oldpassword") == cleaned.get("password1"):
            self.add_error("password1", _("新密码不能与当前密码相同"))
        return cleaned


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """忘记密码: where to send the link."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _in_our_words(self)


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """忘记密码: the new password, at the link's end."""

    def __init__(self, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _in_our_words(self)


class AccountForm(forms.Form):
    """新建账号."""

    username = forms.CharField(
        label=gettext_lazy("登录名"), max_length=40, help_text=gettext_lazy("3–40 位小写字母、数字、点、横线")
    )
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=40)
    email = forms.EmailField(
        label=gettext_lazy("邮箱"), required=False, help_text=gettext_lazy("忘记密码时收取链接；不填则由管理员重置")
    )


class MachineForm(forms.Form):
    """新建机器账号."""

    username = forms.CharField(
        label=gettext_lazy("登录名"), max_length=40, help_text=gettext_lazy("3–40 位小写字母、数字、点、横线")
    )
    name = forms.CharField(
        label=gettext_lazy("名称"), max_length=40, help_text=gettext_lazy("哪个系统用它，如“公路卡口系统”")
    )


class KeyForm(forms.Form):
    """发密钥."""

    name = forms.CharField(label=gettext_lazy("用途"), max_length=40)
    days = forms.IntegerField(label=gettext_lazy("有效天数"), min_value=1, max_value=3650, initial=90)


class ReasonForm(forms.Form):
    """A reason for what cannot be taken back (事由)."""

    reason = forms.CharField(
        label=gettext_lazy("事由"), min_length=2, max_length=200, help_text=gettext_lazy("会记入操作记录")
    )


class AppointForm(forms.Form):
    """任命: to which position, for which unit, for which term (days of Shanghai)."""

    kind = forms.ChoiceField(
        label=gettext_lazy("方式"),
        choices=[("regular", gettext_lazy("任命")), ("acting", gettext_lazy("代理（须有结束时间和事由）"))],
        initial="regular",
        required=False,
    )
    position_id = forms.TypedChoiceField(label=gettext_lazy("岗位"), coerce=int)
    unit_id = forms.IntegerField(
        label=gettext_lazy("企业（项目）编号"),
        required=False,
        min_value=1,
        help_text=gettext_lazy("仅包保干部、企业用户、门岗等岗位填写"),
    )
    started_at = forms.DateTimeField(
        label=gettext_lazy("任期开始"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("不填即从现在起"),
    )
    ended_at = forms.DateTimeField(
        label=gettext_lazy("任期结束"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("不填即不定期"),
    )
    reason = forms.CharField(label=gettext_lazy("事由"), max_length=200, required=False)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [(one.pk, _described(one)) for one in queries.positions(actor)]
        self.fields["position_id"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or "regular"


def _described(position: Any) -> str:
    return f"{position.organisation.short_name} · {position.title}" if position.organisation else position.title


class DelegationForm(forms.Form):
    """委托: to which colleague, until when, and why."""

    deputy_id = forms.TypedChoiceField(label=gettext_lazy("代行人"), coerce=int)
    started_at = forms.DateTimeField(
        label=gettext_lazy("开始"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=gettext_lazy("不填即从现在起"),
    )
    ended_at = forms.DateTimeField(
        label=gettext_lazy("结束"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    reason = forms.CharField(
        label=gettext_lazy("事由"), min_length=2, max_length=200, help_text=gettext_lazy("会记入操作记录")
    )

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = [(one.pk, f"{one.name}（{one.username}）") for one in queries.colleagues(actor, clock.now())]
        self.fields["deputy_id"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]
