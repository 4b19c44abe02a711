"""Forms of screenings."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.clock import SHANGHAI
from sibao.kernel.sheets.text import compact

EXAMPLE = _("每行一人：证件号码 发病或采样时间，如 2022-06-03 08:00")
FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M")


def _moment(label: Any, hint: Any = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=FORMATS[0])
    return forms.DateTimeField(label=label, required=False, widget=widget, input_formats=FORMATS, help_text=hint)


class ScreenForm(forms.Form):
    """开展排查: cases, places, an area, and a span."""

    title = forms.CharField(label=_("排查名称"), min_length=2, max_length=80)
    cases = forms.CharField(
        label=_("病例"), required=False, max_length=60_000, widget=forms.Textarea(attrs={"rows": 3}), help_text=EXAMPLE
    )
    venue_ids = forms.CharField(
        label=_("场所编号"), required=False, max_length=2_000, help_text=_("场所码上的编号，几个用空格隔开")
    )
    area = forms.ChoiceField(label=_("排查区域"), required=False)
    since = _moment(_("起"), _("按场所或区域排查时必填"))
    until = _moment(_("止"), _("空着就到现在"))
    rings = forms.TypedChoiceField(label=_("排查到"), coerce=int, choices=((1, _("密接")), (2, _("次密接"))), initial=1)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        areas = [(one.code, one.name) for one in directory.reached_areas(actor)]
        self.fields["area"].choices = [("", _("不按区域")), *areas]  # type: ignore[attr-defined]

    def clean_cases(self) -> list[dict[str, Any]]:
        lines = [line.split(maxsplit=1) for line in self.cleaned_data["cases"].splitlines() if line.strip()]
        return [
            {"number": compact(words[0]).upper(), "onset": _read(words[1:], place)}
            for place, words in enumerate(lines, start=1)
        ]

    def clean_venue_ids(self) -> list[int]:
        words = self.cleaned_data["venue_ids"].split()
        if not all(word.isascii() and word.isdecimal() and len(word) < 19 for word in words):
            raise forms.ValidationError(_("场所编号是数字"))
        return [int(word) for word in words]


def _read(words: list[str], place: int) -> datetime:
    for form in FORMATS:
        try:
            return datetime.strptime(words[0].strip() if words else "", form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    raise forms.ValidationError(_("第 %(place)s 行：时间请写成 2022-06-03 08:00"), params={"place": place})


class AssignForm(forms.Form):
    """交办排查: what is to be done at each site."""

    details = forms.CharField(
        label=_("要做什么"),
        min_length=2,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写进每一项任务"),
    )
