"""Forms of the whitelist."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor

FEN_PER_WAN = 1_000_000
TONNE_KM_PER_WAN = 10_000
USUAL_DAYS = 5


class BatchForm(forms.Form):
    """新建批次."""

    note = forms.CharField(label=_("备注"), max_length=200, required=False)


class PublicityForm(forms.Form):
    """公示批次."""

    number = forms.CharField(label=_("公示文号"), max_length=60, help_text=_("如 济四保办〔2022〕5号"))
    objection_until = forms.DateTimeField(
        label=_("公示至"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    @staticmethod
    def usual_end(now: datetime) -> datetime:
        """Return the end proposed: five days from now, at 18:00 in Shanghai."""
        return (now + timedelta(days=USUAL_DAYS)).astimezone(clock.SHANGHAI).replace(hour=18, minute=0, second=0)


class PublicationForm(forms.Form):
    """发布批次."""

    number = forms.CharField(label=_("公告文号"), max_length=60, help_text=_("如 济四保办〔2022〕6号"))
    dated = forms.DateField(label=_("成文日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ReasonForm(forms.Form):
    """说明理由."""

    reason = forms.CharField(label=_("理由"), min_length=2, max_length=200)


class DenominatorForm(forms.Form):
    """登记分母."""

    sector_id = forms.TypedChoiceField(label=_("领域"), coerce=int)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    amount = forms.DecimalField(label=_("全领域数值（万元或万吨公里）"), min_value=0, max_digits=18, decimal_places=6)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("如 发展改革和统计局 2021 年统计年报"))

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.sectors = {sector.id: sector for sector in directory.sectors(actor)}
        choices = [
            (sector.id, f"{sector.name}（{sector.measure.name if sector.measure else ''}）")
            for sector in self.sectors.values()
        ]
        self.fields["sector_id"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        sector, amount = self.sectors.get(cleaned.get("sector_id", 0)), cleaned.pop("amount", None)
        if sector is not None and sector.measure is not None and amount is not None:
            money = sector.measure.dimension == "money"
            cleaned["value"] = int(amount * (FEN_PER_WAN if money else TONNE_KM_PER_WAN))
        return cleaned


class Ids(forms.Field):
    """Ids of units as a page showed them."""

    def to_python(self, value: Any) -> list[int]:
        if not all(one.isascii() and one.isdigit() for one in value or ()):
            raise forms.ValidationError(_("请刷新后再看"))
        return [int(one) for one in value or ()]


class GroupForm(forms.Form):
    """整组加入批次: the group as it was seen goes with it."""

    batch_id = forms.TypedChoiceField(label=_("批次"), coerce=int, help_text=_("只能加入还没公示的批次"))
    unit_ids = Ids(widget=forms.MultipleHiddenInput)

    def __init__(self, drafts: Sequence[tuple[int, str]], unit_ids: Sequence[int], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.initial = {"unit_ids": unit_ids}
        self.fields["batch_id"].choices = drafts  # type: ignore[attr-defined]
