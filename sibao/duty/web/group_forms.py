"""Forms of work groups and task forces."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.web.forms import day_field
from sibao.kernel import clock
from sibao.kernel.access import Actor, may


class MemberForm(forms.Form):
    """列为牵头或成员: a department, else a position, else a unit."""

    role = forms.ChoiceField(label=_("作为"), choices=[("lead", _("牵头")), ("member", _("成员"))])
    organisation_id = forms.TypedChoiceField(label=_("部门"), coerce=int, empty_value=None, required=False)
    position_id = forms.TypedChoiceField(
        label=_("或岗位"), coerce=int, empty_value=None, required=False, help_text=_("认岗位不认人")
    )
    unit_code = forms.CharField(label=_("或单位"), max_length=40, required=False, help_text=_("填信用代码或项目代码"))
    started_on = day_field(_("从哪天起"))
    ended_on = day_field(_("到哪天止"), required=False, help_text=_("没有期限的不填"))
    reason = forms.CharField(label=_("事由"), min_length=2, max_length=200)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.actor = actor
        self.fields["started_on"].initial = clock.today
        bodies = [(one.pk, one.name) for one in queries.bodies(actor)]
        seats = [(one.pk, one.title) for one in queries.seats(actor.zone_id)]
        for name, choices in (("organisation_id", bodies), ("position_id", seats)):
            self.fields[name].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        code = (cleaned.pop("unit_code", "") or "").strip().upper()
        if code:
            reads = may(self.actor, "directory:unit:read")
            unit = directory.units(self.actor).filter(code=code).first() if reads else None
            if unit is None:
                self.add_error("unit_code", _("您的范围内没有这个代码的单位"))
            cleaned["unit_id"] = unit.pk if unit else None
        if (
            sum(bool(cleaned.get(name)) for name in ("organisation_id", "position_id", "unit_id")) != 1
            and not self.errors
        ):
            self.add_error("organisation_id", _("部门、岗位、单位须选一个，且只选一个"))
        return cleaned


class ReleaseForm(forms.Form):
    """退出: the last day."""

    ended_on = day_field(_("最后一天"))
    reason = forms.CharField(label=_("事由"), min_length=2, max_length=200)


class ConfirmForm(forms.Form):
    """核实牵头部门."""

    basis = forms.CharField(
        label=_("依据"), min_length=2, max_length=200, help_text=_("文号、会议或来函；您的姓名和时间一并记下")
    )
