"""The forms of a correction: what is right and the file that shows it, and the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Fact, Kind
from sibao.facts.web.forms import field_of, value_of
from sibao.kernel import clock
from sibao.kernel.attaching.kinds import ENDINGS
from sibao.kernel.files import Upload


class AskCorrectionForm(forms.Form):
    """申请更正."""

    observed_on = forms.DateField(
        label=_("数据日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("从哪一天起应是这个值，不早于现值的日期"),
    )
    reason = forms.CharField(
        label=_("为什么不对"), min_length=2, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    proof = forms.FileField(
        label=_("证明材料"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(f".{ending}" for ending in ENDINGS)}),
        help_text=_("PDF、OFD、图片或 Word、Excel、PowerPoint，申请后还可再加"),
    )

    def __init__(self, fact: Fact, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fact = fact
        self.fields["value"] = field_of(fact)
        self.fields["value"].required = True
        self.fields["value"].label = _("正确的值") if "（" not in str(self.fields["value"].label) else self._label()
        if fact.kind in {Kind.FLAG, Kind.LABEL}:
            first = ("", _("请选择"))
            self.fields["value"].choices = [first, *self.fields["value"].choices[1:]]  # type: ignore[attr-defined]
        self.fields["observed_on"].initial = clock.today
        self.order_fields(["value", "observed_on", "reason", "proof"])

    def _label(self) -> str:
        """The right value, in the unit that the fact is typed in."""
        unit = str(self.fields["value"].label).rpartition("（")[2]
        return f"{_('正确的值')}（{unit}"

    def clean_proof(self) -> Upload:
        """Return the file as it was handed in."""
        file = self.cleaned_data["proof"]
        return Upload(file.name or "", "", file.read())

    def clean_value(self) -> Any:
        """Return the value as criteria take it."""
        return value_of(self.fact, self.cleaned_data["value"])


class AcceptForm(forms.Form):
    """同意更正."""

    answer = forms.CharField(label=_("说明"), max_length=300, required=False)


class DeclineForm(forms.Form):
    """不予更正."""

    answer = forms.CharField(label=_("理由"), min_length=2, max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
