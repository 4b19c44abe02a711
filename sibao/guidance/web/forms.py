"""Forms of guides and plans, checks and rectifications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.guidance import queries, rules
from sibao.kernel import clock
from sibao.kernel.access import Actor


def day_field(label: Any, **given: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class DocumentForm(forms.Form):
    """起草文件."""

    sector_id = forms.TypedChoiceField(label=_("领域"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=_("类别"), choices=list(rules.KINDS.items()))
    title = forms.CharField(label=_("名称"), min_length=2, max_length=200)
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    issuer = forms.CharField(label=_("发文机关"), min_length=2, max_length=120)
    issued_on = day_field(_("成文日期"))
    edition = forms.CharField(label=_("版本"), max_length=20, help_text=_("如 2022年第1版"))

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        own = [(pk or "", name) for pk, name in queries.sectors_to_edit(actor)]
        self.fields["sector_id"].choices = own  # type: ignore[attr-defined]


class EnforceForm(forms.Form):
    """施行: the day, and for a special guide the one that gives way."""

    in_force_on = day_field(_("施行日期"))
    supersedes_id = forms.TypedChoiceField(label=_("替代哪一份"), coerce=int, empty_value=None, required=False)

    def __init__(self, others: list[Any] | None, *args: Any, **given: Any) -> None:
        """`others` are the special guides in force of the same sector; None where the kind decides."""
        super().__init__(*args, **given)
        self.fields["in_force_on"].initial = clock.today
        if others is None:
            del self.fields["supersedes_id"]
        else:
            choices = [("", _("不替代")), *((one.pk, f"{one.title} {one.edition}") for one in others)]
            self.fields["supersedes_id"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """废止: why."""

    reason = forms.CharField(label=_("事由"), min_length=2, max_length=200)


class AnswerForm(forms.Form):
    """作答: what is said of one item."""

    said = forms.ChoiceField(label=_("作答"), choices=[(key, rules.ANSWERS[key]) for key in rules.DECLARED])
    note = forms.CharField(label=_("说明"), max_length=300, required=False, help_text=_("不适用的写明理由"))
    good_until = day_field(_("证明到期日"), required=False)

    def __init__(self, row: Any, data: Any = None) -> None:
        super().__init__(data, initial={"said": row.said, "note": row.note, "good_until": row.good_until})
        if row.item.evidence != "document":
            del self.fields["good_until"]


class PlanForm(forms.Form):
    """起草工作预案."""

    title = forms.CharField(label=_("名称"), min_length=2, max_length=200)


class ProofForm(forms.Form):
    """报告完成: what was done."""

    proof = forms.CharField(label=_("怎样整改的"), min_length=2, max_length=300, widget=forms.Textarea)


class ConfirmForm(forms.Form):
    """确认整改: how it was looked at."""

    reason = forms.CharField(label=_("怎样核实的"), max_length=200, required=False)


class ReturnForm(ReasonForm):
    """退回整改: what is missing, and the days that it is given."""

    days = forms.IntegerField(
        label=_("再给几个工作日"), min_value=1, max_value=250, required=False, help_text=_("不填按整改任务的时限")
    )
