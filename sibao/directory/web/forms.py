"""Forms of the directory."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.queries.fields import OWN, Own
from sibao.directory.web.fields import entries_of
from sibao.kernel.access import Actor

FEN_PER_WAN = 1_000_000


class WanField(forms.DecimalField):
    """Money entered in 万元, handed on in 分."""

    def __init__(self, **given: Any) -> None:
        super().__init__(min_value=0, max_digits=16, decimal_places=6, required=False, **given)

    def prepare_value(self, value: Any) -> Any:
        return value / FEN_PER_WAN if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        entered = super().clean(value)
        return None if entered is None else int(entered * FEN_PER_WAN)


class UnitForm(forms.Form):
    """登记或修改一家企业（项目）."""

    kind = forms.ChoiceField(label=_("类别"), choices=[("enterprise", _("企业")), ("project", _("项目"))])
    name = forms.CharField(label=_("名称"), max_length=120, help_text=_("按证照或批复上的全称填写"))
    code = forms.CharField(
        label=_("统一社会信用代码或项目代码"), max_length=40, help_text=_("企业 18 位；项目如 2203-419001-04-01-123456")
    )
    owner_code = forms.CharField(label=_("建设单位信用代码"), max_length=18, required=False, help_text=_("仅项目填写"))
    area_id = forms.TypedChoiceField(label=_("镇（街道）"), coerce=int)
    sector_id = forms.TypedChoiceField(label=_("领域"), coerce=int)
    industry_code = forms.CharField(
        label=_("国标行业代码"), max_length=4, required=False, help_text=_("GB/T 4754—2017，如 3212")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    founded_on = forms.DateField(
        label=_("投产（开工）日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    staff_count = forms.IntegerField(label=_("员工数（人）"), min_value=0, max_value=2_000_000, required=False)
    revenue_fen = WanField(label=_("营业收入（万元）"))
    assets_fen = WanField(label=_("资产总额（万元）"))
    city_lifeline = forms.BooleanField(label=_("城市运行保障企业"), required=False, help_text=_("列入名单时优先"))

    def __init__(self, actor: Actor, *args: Any, own: Mapping[str, Own] = MappingProxyType({}), **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields |= entries_of(actor.zone_id, own)
        towns = [(area.id, area.name) for area in queries.towns(actor)]
        sectors = [(sector.id, sector.name) for sector in queries.sectors(actor)]
        self.fields["area_id"].choices = [("", _("请选择")), *towns]  # type: ignore[attr-defined]
        self.fields["sector_id"].choices = [("", _("请选择")), *sectors]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        own = {name.removeprefix(OWN): cleaned.pop(name) for name in [*cleaned] if name.startswith(OWN)}
        days = {key: f"{value:%Y-%m-%d}" for key, value in own.items() if isinstance(value, date)}
        return cleaned | {"own": own | days}


class MeasureForm(forms.Form):
    """登记一个年度指标; the value is entered in the unit chosen."""

    measure_id = forms.TypedChoiceField(label=_("指标"), coerce=int)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    amount = forms.DecimalField(label=_("数值（万元或万吨公里）"), min_value=0, max_digits=16, decimal_places=6)
    source = forms.CharField(label=_("来源"), max_length=120, help_text=_("如 统计局 2021 年年报"))

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.measures = {measure.id: measure for measure in queries.measures(actor.zone_id)}
        choices = [(measure.id, measure.name) for measure in self.measures.values()]
        self.fields["measure_id"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        measure, amount = self.measures.get(cleaned.get("measure_id", 0)), cleaned.pop("amount", None)
        if measure is not None and amount is not None:
            cleaned["value"] = int(amount * (FEN_PER_WAN if measure.dimension == "money" else 10_000))
        return cleaned
