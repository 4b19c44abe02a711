"""Forms of sites, of what is inside them, of turns and stays, and of vehicles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.directory.web.frames import day_field
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.zoned import codes

TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
COLOURS = (
    ("blue", _("蓝")),
    ("yellow", _("黄")),
    ("green", _("绿")),
    ("yellow_green", _("黄绿")),
    ("white", _("白")),
    ("black", _("黑")),
)


def _offer(form: forms.Form, name: str, actor: Actor, key: str) -> None:
    """Let a field be chosen from a code list; what the row has stays to be chosen."""
    field: Any = form.fields[name]
    field.choices = codes.choices(actor.zone_id, key, kept=str(form.initial.get(name, "")))


class SiteForm(forms.Form):
    """登记或修改场所."""

    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("如 主厂区、东郊仓库"))
    area_id = forms.TypedChoiceField(label=_("镇（街道）"), coerce=int)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    ended_on = day_field(_("停用日期"), required=False)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        areas = [(area.id, area.name) for area in queries.areas(actor.zone_id) if area.tile_column is not None]
        self.fields["area_id"].choices = [("", _("请选择")), *areas]  # type: ignore[attr-defined]


class PartForm(forms.Form):
    """登记或修改门岗、班组: a name, and when it is no longer used."""

    name = forms.CharField(label=_("名称"), max_length=40)
    ended_on = day_field(_("停用日期"), required=False, help_text=_("停用的不删，留作记录"))

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)


class ShiftForm(PartForm):
    """登记或修改班次."""

    starts_at = forms.TimeField(label=_("开始"), widget=TIME)
    ends_at = forms.TimeField(label=_("结束"), widget=TIME, help_text=_("早于开始即到次日"))
    field_order = ("name", "starts_at", "ends_at", "ended_on")


class RoomForm(PartForm):
    """登记或修改宿舍."""

    places = forms.IntegerField(label=_("床位（张）"), min_value=1, max_value=20_000)
    field_order = ("name", "places", "ended_on")


class SittingForm(PartForm):
    """登记或修改就餐批次."""

    starts_at = forms.TimeField(label=_("开始"), widget=TIME)
    ends_at = forms.TimeField(label=_("结束"), widget=TIME)
    places = forms.IntegerField(label=_("座位（个）"), min_value=1, max_value=20_000)
    field_order = ("name", "starts_at", "ends_at", "places", "ended_on")


class VenueForm(PartForm):
    """登记或修改场所部位."""

    use = forms.ChoiceField(label=_("用途"))
    places = forms.IntegerField(label=_("可容纳（人）"), min_value=0, max_value=2_000_000, required=False)
    field_order = ("name", "use", "places", "ended_on")

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(actor, *args, **given)
        _offer(self, "use", actor, "venue_use")


class PostForm(PartForm):
    """登记或修改工作岗位."""

    exposure = forms.ChoiceField(
        label=_("接触程度"), choices=[("ordinary", _("一般")), ("contact", _("流动性、接触性"))]
    )
    field_order = ("name", "exposure", "ended_on")


PART_FORMS: dict[str, type[PartForm]] = {
    "gate": PartForm,
    "team": PartForm,
    "shift": ShiftForm,
    "room": RoomForm,
    "sitting": SittingForm,
    "venue": VenueForm,
    "post": PostForm,
}


class PeriodForm(forms.Form):
    """From a day to a day; today unless said otherwise."""

    started_on = day_field(_("自"), initial=clock.today)
    ended_on = day_field(_("至"), required=False, help_text=_("空着就一直有效"))


class TurnForm(PeriodForm):
    """安排班组的班次或就餐批次."""

    target = forms.ChoiceField(label=_("班次或就餐批次"))
    field_order = ("target", "started_on", "ended_on")

    def __init__(self, targets: dict[str, list[Any]], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        words = {"shift": _("班次"), "sitting": _("就餐")}
        self.fields["target"].choices = [  # type: ignore[attr-defined]
            (f"{kind}:{one.pk}", f"{words[kind]} {one.name} {one.starts_at:%H:%M}–{one.ends_at:%H:%M}")
            for kind, found in targets.items()
            for one in found
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind, _colon, target_id = str(cleaned.pop("target", "")).partition(":")
        return {**cleaned, "kind": kind, "target_id": target_id}


class StayForm(PeriodForm):
    """安排住宿: who, by identity number, which is compared and not kept."""

    number = forms.CharField(
        label=_("证件号码"), max_length=40, widget=forms.TextInput(attrs={"data-no-draft": "", "autocomplete": "off"})
    )
    field_order = ("number", "started_on", "ended_on")


class EndForm(forms.Form):
    """What ends, and on which day."""

    ended_on = day_field(_("最后一天"), initial=clock.today)


class VehicleForm(PeriodForm):
    """登记车辆，或修改用车关系."""

    plate = forms.CharField(label=_("车牌"), max_length=12, help_text=_("如 豫U12345"))
    colour = forms.ChoiceField(label=_("牌色"), choices=COLOURS)
    kind = forms.ChoiceField(label=_("车型"))
    tenure = forms.ChoiceField(label=_("归属"), choices=[("own", _("自有")), ("contracted", _("外协"))])
    field_order = ("plate", "colour", "kind", "tenure", "started_on", "ended_on")

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _offer(self, "kind", actor, "vehicle_kind")


class FindPersonForm(forms.Form):
    """查找人员: by identity number, which is compared and not kept."""

    number = forms.CharField(
        label=_("证件号码"), max_length=40, widget=forms.TextInput(attrs={"data-no-draft": "", "autocomplete": "off"})
    )
