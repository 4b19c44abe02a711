"""The form in which a source says what it knows of a unit: a field per fact, as its kind asks."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Fact, Kind
from sibao.facts.queries import Line
from sibao.facts.rules import in_language
from sibao.kernel import clock

PREFIX = "values."
YES_NO = [("", _("没有变化")), ("yes", _("是")), ("no", _("否"))]


class RecordForm(forms.Form):
    """填报事实: what stays empty is not said."""

    observed_on = forms.DateField(
        label=_("数据日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("这些情况是哪一天的；更早的值留作历史"),
    )
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, lines: Sequence[Line], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["observed_on"].initial = clock.today
        self.facts = {line.fact.key: line.fact for line in lines if line.mine}
        for key, fact in self.facts.items():
            self.fields[PREFIX + key] = field_of(fact)
        known = [
            (line.fact.key, in_language(line.fact.name)) for line in lines if line.mine and line.state != "unknown"
        ]
        if known:
            self.fields["withdrawn"] = forms.MultipleChoiceField(
                label=_("撤回哪几项"),
                required=False,
                choices=known,
                widget=forms.CheckboxSelectMultiple(),
                help_text=_("填错了又不知道正确值的，撤回后按不知道算"),
            )
        self.order_fields(["observed_on", *(PREFIX + key for key in self.facts), "withdrawn", "note"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        said = {key: cleaned.pop(PREFIX + key, None) for key in self.facts}
        values: dict[str, Any] = dict.fromkeys(cleaned.pop("withdrawn", ()))
        for key, one in said.items():
            if one in (None, "", []):
                continue
            if key in values:
                self.add_error("withdrawn", _("“%(name)s”既填了值又撤回") % {"name": in_language(self.facts[key].name)})
            values[key] = value_of(self.facts[key], one)
        if not values and not self.errors:
            raise forms.ValidationError(_("请至少填一项"))
        return {**cleaned, "values": values}


def field_of(fact: Fact) -> forms.Field:
    """Return the field for a fact."""
    label = in_language(fact.name)
    low, high = fact.bounds
    if fact.kind is Kind.MONEY:
        return forms.DecimalField(
            label=f"{label}（{_('万元')}）", required=False, min_value=0, max_digits=14, decimal_places=6
        )
    if fact.kind is Kind.RATIO:
        return forms.DecimalField(
            label=f"{label}（%）",
            required=False,
            min_value=Decimal(low) / 100,
            max_value=Decimal(high) / 100,
            decimal_places=2,
        )
    if fact.kind is Kind.NUMBER:
        unit = in_language(fact.unit)
        return forms.IntegerField(
            label=f"{label}（{unit}）" if unit else label, required=False, min_value=low, max_value=high
        )
    if fact.kind is Kind.FLAG:
        return forms.ChoiceField(label=label, required=False, choices=YES_NO)
    if fact.kind is Kind.DATE:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=False, widget=widget)
    if fact.kind is Kind.CODE:
        return forms.CharField(label=label, required=False, max_length=12)
    return _labels(fact, label)


def _labels(fact: Fact, label: str) -> forms.Field:
    choices = [(key, in_language(words)) for key, words in fact.labels.items()]
    if fact.kind is Kind.SET:
        widget = forms.CheckboxSelectMultiple()
        return forms.MultipleChoiceField(label=label, required=False, choices=choices, widget=widget)
    return forms.ChoiceField(label=label, required=False, choices=[("", _("没有变化")), *choices])


def value_of(fact: Fact, said: Any) -> Any:
    """Return what was typed as a value that criteria take: 分, basis points, an ISO date, true or false."""
    if fact.kind is Kind.MONEY:
        return int(said * 1_000_000)
    if fact.kind is Kind.RATIO:
        return int(said * 100)
    if fact.kind is Kind.FLAG:
        return said == "yes"
    return said.isoformat() if fact.kind is Kind.DATE else said
