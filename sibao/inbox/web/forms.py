"""Forms of the inbox."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.inbox import queries
from sibao.inbox.queries import GUARANTEES
from sibao.inbox.web import shown
from sibao.kernel.access import Actor, may

LONG = 1000
OF_DIGEST = "inbox:digest"
DIGEST = "digest"


class MomentInput(forms.DateTimeInput):
    """A day and a time of the browser's own kind."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


@dataclass(frozen=True, slots=True)
class Known:
    """What the form of preferences is made from: kinds by the name of their field, ways to choose from, hints."""

    kinds: dict[str, tuple[Any, str]]
    ways: list[tuple[str, Any]]
    robots: bool
    phone: str
    robot: str

    def ways_of(self, code: str) -> list[tuple[str, Any]]:
        """Return the ways to choose from for a kind: a digest does not wait for itself."""
        return [way for way in self.ways if code != OF_DIGEST or way[0] != DIGEST]


class AssignForm(forms.Form):
    """交办任务."""

    kind = forms.ChoiceField(label=_("任务种类"))
    title = forms.CharField(label=_("要办什么"), min_length=2, max_length=120)
    details = forms.CharField(
        label=_("说明"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    position_id = forms.TypedChoiceField(label=_("交给哪个岗位"), coerce=int)
    unit_code = forms.CharField(
        label=_("企业（项目）代码"), max_length=40, required=False, help_text=_("涉及一家单位时填写；交包保干部须填写")
    )
    guarantee = forms.ChoiceField(label=_("属于哪一保"), required=False)
    days = forms.IntegerField(
        label=_("限几个工作日"), min_value=1, max_value=250, required=False, help_text=_("不填时按任务种类的时限")
    )

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.actor = actor
        kinds = [(one.code, one.name) for one in queries.kinds(actor.zone_id)]
        _choices(self, "kind", kinds)
        _choices(self, "position_id", [("", _("请选择")), *shown.seat_options(queries.seats(actor))])
        _choices(self, "guarantee", [("", _("按任务种类")), *GUARANTEES])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        code = cleaned.pop("unit_code", "").strip().upper()
        if code:
            unit = directory.units(self.actor).filter(code=code).first() if _reads_units(self.actor) else None
            if unit is None:
                self.add_error("unit_code", _("您的范围内没有这个代码的单位"))
            cleaned["unit_id"] = unit.pk if unit else None
        cleaned["guarantee"] = cleaned.get("guarantee") or None
        return cleaned


def _reads_units(actor: Actor) -> bool:
    return may(actor, "directory:unit:read")


def _choices(form: forms.Form, name: str, choices: Any) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]


class NoteForm(forms.Form):
    """接收、恢复计时."""

    note = forms.CharField(label=_("说明（可不填）"), max_length=LONG, required=False)


class ReasonForm(forms.Form):
    """退回、暂停、重新办理、撤销."""

    reason = forms.CharField(label=_("理由"), min_length=2, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}))


class ResultForm(forms.Form):
    """办结."""

    result = forms.CharField(
        label=_("办理结果"), min_length=2, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )


class TransferForm(ReasonForm):
    """转办."""

    position_id = forms.TypedChoiceField(label=_("转给哪个岗位"), coerce=int)
    field_order = ("position_id", "reason")

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        _choices(self, "position_id", [("", _("请选择")), *shown.seat_options(queries.seats(actor))])


class HolidayForm(forms.Form):
    """维护节假日."""

    day = forms.DateField(label=_("哪一天"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    kind = forms.ChoiceField(label=_("怎样"), choices=[("holiday", _("放假")), ("makeup_workday", _("调休上班"))])
    name = forms.CharField(label=_("名称"), max_length=40, help_text=_("如 端午节"))
    source = forms.CharField(label=_("依据"), min_length=4, max_length=200, help_text=_("文件名称和文号"))


class YearForm(forms.Form):
    """确认年度安排."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    source = forms.CharField(label=_("依据"), min_length=4, max_length=200, help_text=_("文件名称和文号"))


class PreferencesForm(forms.Form):
    """消息设置."""

    quiet_from = forms.TimeField(label=_("免打扰，从"), required=False, widget=forms.TimeInput(attrs={"type": "time"}))
    quiet_to = forms.TimeField(
        label=_("免打扰，到"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text=_("可以过夜，如 22:00 到 07:00；紧急消息不受限制"),
    )
    phone = forms.CharField(label=_("接收短信的手机号"), max_length=30, required=False)
    remove_phone = forms.BooleanField(label=_("删去手机号"), required=False)
    robot = forms.CharField(label=_("群机器人地址"), max_length=500, required=False)
    remove_robot = forms.BooleanField(label=_("删去群机器人"), required=False)

    def __init__(self, known: "Known", *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.kinds = known.kinds
        for name, hint in (("phone", known.phone), ("robot", known.robot)):
            self.fields[name].help_text = hint
        if not known.robots:
            del self.fields["robot"], self.fields["remove_robot"]
        for name, (label, code) in known.kinds.items():
            self.fields[name] = forms.MultipleChoiceField(
                label=label, choices=known.ways_of(code), required=False, widget=forms.CheckboxSelectMultiple
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {
            "kinds": [_choice(code, cleaned.get(name, [])) for name, (_label, code) in self.kinds.items()],
            "quiet_from": _minute(cleaned.get("quiet_from")),
            "quiet_to": _minute(cleaned.get("quiet_to")),
            "phone": _address(cleaned, "phone"),
            "robot": _address(cleaned, "robot"),
        }


def _choice(code: str, chosen: list[str]) -> dict[str, Any]:
    channels = [one for one in chosen if one != DIGEST]
    return {"kind": code, "channels": channels, "digest": DIGEST in chosen}


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute


def _address(cleaned: dict[str, Any], name: str) -> str | None:
    """Return what a field says of an address: nothing typed keeps it, the box removes it."""
    return "" if cleaned.get(f"remove_{name}") else cleaned.get(name) or None


class AnnouncementForm(forms.Form):
    """发布公告."""

    title = forms.CharField(label=_("标题"), min_length=2, max_length=120)
    text = forms.CharField(label=_("公告内容"), min_length=2, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    area_path = forms.ChoiceField(label=_("哪个区域"), required=False)
    sector_id = forms.TypedChoiceField(label=_("哪个领域"), required=False, coerce=int, empty_value=None)
    roles = forms.MultipleChoiceField(
        label=_("哪些角色"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("一个也不选，即全部角色")
    )
    starts_at = forms.DateTimeField(
        label=_("从什么时候"), required=False, widget=MomentInput(), help_text=_("不填即现在")
    )
    ends_at = forms.DateTimeField(label=_("到什么时候"), widget=MomentInput())
    must_acknowledge = forms.BooleanField(label=_("须签收"), required=False)
    urgent = forms.BooleanField(label=_("紧急，不受免打扰限制"), required=False)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        areas = [(one.path, one.name) for one in directory.reached_areas(actor)]
        _choices(self, "area_path", [("", _("不限")), *areas])
        _choices(self, "sector_id", [("", _("不限")), *((one.pk, one.name) for one in directory.sectors(actor))])
        _choices(self, "roles", list(queries.role_names(actor).items()))
