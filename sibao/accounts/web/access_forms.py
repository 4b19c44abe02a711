"""Forms of requests for access."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.accounts import queries
from sibao.kernel.access import Actor
from sibao.kernel.attaching import kinds
from sibao.kernel.files import Upload

LARGEST_PROOF = 2_000_000
_LOGIN_HELP = gettext_lazy("3–40 位小写字母、数字、点、横线")


class AskForm(forms.Form):
    """Who asks."""

    name = forms.CharField(label=gettext_lazy("您的姓名"), max_length=40)
    phone = forms.CharField(label=gettext_lazy("手机或座机"), max_length=30)
    email = forms.EmailField(
        label=gettext_lazy("邮箱"), required=False, help_text=gettext_lazy("填写后，设置密码的链接会发到邮箱")
    )
    note = forms.CharField(label=gettext_lazy("说明"), max_length=200, required=False)


class AnswerForm(AskForm):
    """应邀申请开通: who answers for the unit, with proof."""

    proof = forms.FileField(
        label=gettext_lazy("证明材料"), help_text=gettext_lazy("加盖公章的授权书或营业执照，PDF、JPG、PNG，不超过 2 MB")
    )
    field_order: tuple[str, ...] = ("name", "phone", "email", "proof", "note")

    def clean_proof(self) -> Upload:
        file = self.cleaned_data["proof"]
        if file.size > LARGEST_PROOF:
            raise forms.ValidationError(_("证明材料不超过 2 MB"))
        content = file.read()
        kind = kinds.kind_of(content)
        if kind is None or not kind.shown:
            raise forms.ValidationError(_("只收 PDF、JPG、PNG"))
        return Upload(file.name, kind.content_type, content)


class AskUnitForm(AnswerForm):
    """企业申请开通."""

    code = forms.CharField(label=gettext_lazy("统一社会信用代码"), max_length=30)
    field_order = ("code", "name", "phone", "email", "proof", "note")


class InviteForm(forms.Form):
    """邀请企业."""

    code = forms.CharField(
        label=gettext_lazy("统一社会信用代码"),
        max_length=30,
        help_text=gettext_lazy("须是底册里、您范围内的单位；此前没用过的邀请随即作废"),
    )


class AskOfficialForm(AskForm):
    """工作人员申请开通."""

    body = forms.CharField(label=gettext_lazy("单位和岗位"), max_length=100)
    field_order = ("body", "name", "phone", "email", "note")


class ApproveForm(forms.Form):
    """开通企业账号."""

    username = forms.CharField(label=gettext_lazy("登录名"), max_length=40, help_text=_LOGIN_HELP)


class GrantForm(ApproveForm):
    """开通工作人员账号: in which position, until when."""

    position_id = forms.TypedChoiceField(label=gettext_lazy("岗位"), coerce=int)
    ended_at = forms.DateTimeField(
        label=gettext_lazy("任期结束"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        rows = queries.positions(actor).filter(unit_bound=False).exclude(role__duty__gt="")
        choices = [(one.pk, f"{one.organisation or ''} {one.title}".strip()) for one in rows]
        self.fields["position_id"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]
