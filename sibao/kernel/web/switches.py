"""Pages of feature switches: which there are, how they stand, and turning one."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.standing import in_words
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.zoned import services, switches
from sibao.kernel.zoned.inputs import TurnSwitch


class ReasonForm(forms.Form):
    """理由."""

    reason = forms.CharField(label=_("理由"), min_length=2, max_length=200)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every feature that the zone may do without, and how its switches were turned."""
    actor = actor_of(request)
    lines = [
        {"switch": switch, "row": row, "on": row.on if row else switch.on} for switch, row in switches.rows_of(actor)
    ]
    context = {
        "lines": lines,
        "entries": [_entry(row) for row in switches.history(actor) if row.reason],
        "may_turn": may(actor, "kernel:switch:turn"),
    }
    return render(request, "kernel/zoned/switches.html", context)


def _entry(row: Any) -> dict[str, Any]:
    switch = switches.SWITCHES.get(row.key)
    title = f"{switch.label if switch else row.key} · {_now('打开') if row.on else _now('关闭')}"
    icon, tone = ("toggle-right", "ok") if row.on else ("toggle-left", "warn")
    note = " · ".join(filter(None, (in_words(row.by), row.reason)))
    return {"at": row.turned_at, "icon": icon, "tone": tone, "title": title, "note": note}


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: HttpRequest, feature: str) -> HttpResponse:
    """Switch a feature on or off."""
    actor, back = actor_of(request), reverse("kernel:switches")
    switch, row = _found(actor, feature)
    on = not (row.on if row else switch.on)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        more = {"key": feature, "on": on, "version": request.POST.get("version", "")}
        if carry_out(form, TurnSwitch, lambda given: services.turn_switch(actor=actor, given=given), **more):
            return HttpResponseRedirect(back)
    verb = _now("开启") if on else _now("关闭")
    context = {"form": form, "title": f"{verb} · {switch.label}", "verb": verb, "lead": switch.about, "back": back}
    context["version"] = row.version if row else 0
    return render(request, "kernel/zoned/form.html", context, status=422 if form.errors else 200)


def _found(actor: Any, feature: str) -> Any:
    found = next((one for one in switches.rows_of(actor) if one[0].key == feature), None)
    if found is None:
        raise NotFound
    return found
