"""Forms of sections, checks of goods and daily reports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.routine import queries


def word(row: Any) -> str:
    """Return a word of the pack in the reader's language."""
    return str(row.name_en if (get_language() or "").startswith("en") else row.name)


class SectionForm(forms.Form):
    """登记分区."""

    name = forms.CharField(label=_("分区名称"), max_length=40)
    klass = forms.ChoiceField(label=_("类别"))
    use = forms.ChoiceField(label=_("用途"))
    separated = forms.BooleanField(label=_("与其他区域物理隔离"), required=False)
    separation = forms.CharField(label=_("怎样隔离"), max_length=200, required=False)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        choices = {"klass": queries.section_classes(actor.zone_id), "use": queries.section_uses(actor.zone_id)}
        for name, rows in choices.items():
            self.fields[name].choices = [(row.key, word(row)) for row in rows]  # type: ignore[attr-defined]


class SectionEditForm(SectionForm):
    """修改分区: its last day of use ends it."""

    ended_on = forms.DateField(
        label=_("停用日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("填了就不再列出，记录保留"),
    )


class PartForm(forms.Form):
    """填报双线日报: a whole number for each field of the part; what the product knows is filled in already."""

    def __init__(self, fields: list[Any], known: Mapping[str, int], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        english = (get_language() or "").startswith("en")
        for one in fields:
            unit = one.unit_word_en if english else one.unit_word
            self.fields[one.key] = forms.IntegerField(
                label=f"{word(one)}（{unit}）" if not english else f"{word(one)} ({unit})",
                min_value=0,
                max_value=one.highest,
                required=one.needed,
                initial=known.get(one.key),
                help_text=_("按系统里的数预填，请核对") if one.prefill else "",
            )

    def clean(self) -> dict[str, Any]:
        """Return the values together, for the fields are the pack's and not the input's."""
        return {"values": dict(self.cleaned_data)}
