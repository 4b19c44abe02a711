"""Forms of duties."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.kernel import clock
from sibao.kernel.access import Actor

OFFERED, NAMED = 250, 8
"""More areas than this are found by name; so many are named where a name is not clear."""


def day_field(label: Any, **given: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **given)


class AssignForm(forms.Form):
    """指定、交接包保干部."""

    role = forms.ChoiceField(label=_("做什么"), choices=[("lead", _("包保干部")), ("deputy", _("协助包保"))])
    officer_id = forms.TypedChoiceField(label=_("哪位干部"), coerce=int)
    started_on = day_field(_("从哪天起"))
    reason = forms.CharField(label=_("事由"), min_length=2, max_length=200)

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.fields["started_on"].initial = clock.today
        found = queries.active_officers(actor.zone_id)
        choices = [(one.pk, f"{one.area.name} · {one.name} · {one.post}") for one in found]
        self.fields["officer_id"].choices = [("", _("请选择")), *choices]  # type: ignore[attr-defined]


class AreaField(forms.CharField):
    """An area within reach, named by name or code where there are too many to choose from; gives its id."""

    def __init__(self, actor: Actor, chosen: int | None, **given: Any) -> None:
        super().__init__(max_length=80, help_text=_("填名称或代码，如轵城镇"), **given)
        self.actor = actor
        self.codes = dict(directory.reached_areas(actor).filter(pk=chosen or 0).values_list("pk", "code"))

    def prepare_value(self, value: Any) -> Any:
        return self.codes.get(value, value)

    def clean(self, value: Any) -> Any:
        """Return the id of the one area that is meant."""
        meant = list(directory.areas_called(self.actor, super().clean(value))[:NAMED])
        if not meant:
            raise forms.ValidationError(_("没有这个区域"))
        if len(meant) > 1:
            said = "、".join(f"{one.name}（{one.code}）" for one in meant)
            raise forms.ValidationError(_("有几个，请填代码：%(names)s") % {"names": said})
        return meant[0].pk


def area_field(actor: Actor, chosen: int | None, label: Any) -> forms.Field:
    """Return a field for an area that the actor reaches: chosen where they are few, else found by name or code.

    Args:
        chosen: the id of the area that the form begins with.
    """
    found = list(directory.reached_areas(actor).values_list("pk", "name")[: OFFERED + 1])
    if len(found) > OFFERED:
        return AreaField(actor, chosen, label=label)
    return forms.TypedChoiceField(label=label, coerce=int, choices=[("", _("请选择")), *found])


class OfficerForm(forms.Form):
    """登记、修改包保干部."""

    name = forms.CharField(label=_("姓名"), min_length=2, max_length=40)
    post = forms.CharField(label=_("单位和职务"), min_length=2, max_length=80)
    area_id = forms.Field(label=_("包保哪里的单位"))
    most = forms.IntegerField(label=_("最多包保几家"), min_value=1, max_value=500, initial=12)
    account_id = forms.TypedChoiceField(
        label=_("账号"), coerce=int, empty_value=None, required=False, help_text=_("有账号的，本人能看到自己包保的单位")
    )
    stopped_on = day_field(_("最后一天"), required=False, help_text=_("不再担任时填写；此后这些单位没有包保干部"))

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        label = self.base_fields["area_id"].label
        self.fields["area_id"] = area_field(actor, self.initial.get("area_id"), label)
        people = [
            (one.pk, f"{one.name} · {one.username}") for one in accounts.liaison_accounts(actor.zone_id, clock.now())
        ]
        self.fields["account_id"].choices = [("", _("没有")), *people]  # type: ignore[attr-defined]
