"""Forms of the whitelist."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.whitelist import rules

FEN_PER_WAN = 1_000_000
TONNE_KM_PER_WAN = 10_000
USUAL_DAYS = 5
LONGEST_HEADING = 60


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
    def usual_end(now: datetime, shortest: int) -> datetime:
        """Return the end proposed: 18:00 in Shanghai after five days, or after the `shortest` days that are allowed."""
        earliest = (now + timedelta(days=max(USUAL_DAYS, shortest))).astimezone(clock.SHANGHAI)
        evening = earliest.replace(hour=18, minute=0, second=0, microsecond=0)
        return evening if evening >= earliest else evening + timedelta(days=1)


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


class Articles(forms.CharField):
    """Articles as they are typed: set off by empty lines, each with its heading in the first line."""

    widget = forms.Textarea(attrs={"rows": 24})

    def clean(self, value: Any) -> Any:
        articles = rules.articles_of(super().clean(value))
        for place, one in enumerate(articles, start=1):
            said = {"place": place, "heading": one["heading"][:20]}
            if not one["text"]:
                raise forms.ValidationError(_("第 %(place)s 条“%(heading)s”只有标题，没有内容"), params=said)
            if len(one["heading"]) > LONGEST_HEADING:
                wrong = _("第 %(place)s 条“%(heading)s…”的标题超过 60 字，标题要单独一行")
                raise forms.ValidationError(wrong, params=said)
        return articles

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else rules.typed_of(value)


class ListRulesForm(forms.Form):
    """起草管理办法."""

    title = forms.CharField(label=_("名称"), min_length=4, max_length=80)
    title_en = forms.CharField(label=_("英文名称"), max_length=160, required=False)
    publicity_days = forms.IntegerField(
        label=_("公示期不少于（天）"),
        min_value=1,
        max_value=60,
        help_text=_("系统照此执行：公示时间不够的批次不能公示"),
    )
    articles = Articles(
        label=_("条文"),
        max_length=60_000,
        help_text=_("每条第一行写标题，如“第一条 目的”，下一行起写内容；两条之间空一行"),
    )


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
