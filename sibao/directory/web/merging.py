"""Pages on units that may be one: the pair side by side, the preview of a merge, a merge and its undoing."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.directory import queries, services
from sibao.directory.inputs import DecideLikeness, MergeUnits, UndoMerge
from sibao.directory.web.frames import get_or_post
from sibao.directory.web.merge_lists import reasons_of
from sibao.kernel.access import Actor, may
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out


class ReasonForm(forms.Form):
    """理由."""

    reason = forms.CharField(label=gettext_lazy("理由"), min_length=2, max_length=200)


class ApartForm(forms.Form):
    """为什么不是同一家."""

    note = forms.CharField(label=gettext_lazy("为什么不是同一家"), min_length=2, max_length=200)


class OtherForm(forms.Form):
    """与哪一家合并: found by code within reach."""

    code = forms.CharField(
        label=gettext_lazy("要并入本单位的那一家：信用代码或项目代码"),
        max_length=40,
        help_text=gettext_lazy("下一步先看预览，确认后才合并"),
    )

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        self.actor = actor

    def clean_code(self) -> int:
        code = self.cleaned_data["code"].strip().upper()
        found: Any = queries.units(self.actor).filter(code=code).first()
        if found is None:
            raise forms.ValidationError(_("您的范围内没有这个代码的单位"))
        return int(found.pk)


class MergeForm(ReasonForm):
    """合并: which details are taken from the retired unit, and why they are one."""

    take = forms.MultipleChoiceField(choices=queries.DETAILS.items(), required=False)
    retired_version = forms.IntegerField()
    survivor_version = forms.IntegerField()
    seen = forms.JSONField()


@get_or_post
def likeness(request: HttpRequest, likeness_id: int) -> HttpResponse:
    """A pair side by side; saying that they are two."""
    actor = actor_of(request)
    row = queries.likeness(actor, likeness_id)
    form = ApartForm(request.POST or None)
    if request.method == "POST":
        command = services.decide_likeness
        done = carry_out(form, DecideLikeness, lambda given: command(actor=actor, given=given), likeness_id=row.pk)
        if done is not None:
            return HttpResponseRedirect(reverse("directory:likenesses"))
    sides = [_side(actor, row.first, row.second_id), _side(actor, row.second, row.first_id)]
    context = {"row": row, "reasons": reasons_of(row), "sides": sides, "form": form}
    allowed = {"may_decide": may(actor, "directory:likeness:decide"), "may_merge": may(actor, "directory:unit:merge")}
    return render(request, "directory/likeness.html", context | allowed, status=422 if form.errors else 200)


def _side(actor: Actor, unit: Any, other_id: int) -> dict[str, Any]:
    return {
        "unit": unit,
        "former_names": queries.former_names(actor, unit.pk),
        "contacts": queries.contacts_of(actor, unit.pk),
        "merge_url": reverse("directory:merge-units", args=[unit.pk, other_id]),
    }


@get_or_post
def choose(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Name the unit that is to be merged into this one; the preview comes next."""
    actor = actor_of(request)
    unit = queries.unit_in_use(actor, unit_id)
    form = OtherForm(actor, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return HttpResponseRedirect(reverse("directory:merge-units", args=[unit_id, form.cleaned_data["code"]]))
    title, back = _("%(name)s：合并重复的一家") % {"name": unit.name}, reverse("directory:unit", args=[unit_id])
    context = {"form": form, "title": title, "back": back, "button": _("看预览")}
    return render(request, "directory/form.html", context, status=422 if form.errors else 200)


@get_or_post
def merge_units(request: HttpRequest, unit_id: int, retired_id: int) -> HttpResponse:
    """What merging would do, and doing it."""
    actor = actor_of(request)
    preview = queries.preview_merge(actor, retired_id, unit_id)
    form = MergeForm(request.POST or None)
    pair = {"retired_id": retired_id, "survivor_id": unit_id}
    if request.method == "POST":
        made = carry_out(form, MergeUnits, lambda given: services.merge_units(actor=actor, given=given), **pair)
        if made is not None:
            return HttpResponseRedirect(reverse("directory:merge", args=[made.pk]))
    taken = request.POST.getlist("take") if form.is_bound else [one.key for one in preview.lines if one.suggested]
    context = {"preview": preview, "form": form, "taken": taken, "seen": json.dumps(preview.seen)}
    return render(request, "directory/merge_units.html", context, status=422 if form.errors else 200)


@get_or_post
def merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """A merge with what it moved; what undoing it would do, and doing that."""
    actor = actor_of(request)
    row = queries.merge(actor, merge_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        command = services.undo_merge
        done = carry_out(form, UndoMerge, lambda given: command(actor=actor, given=given), merge_id=merge_id)
        if done is not None:
            return HttpResponseRedirect(reverse("directory:merge", args=[merge_id]))
    allowed = may(actor, "directory:unit:unmerge") and not row.undone_at
    undoing = queries.undo_of(row) if allowed else None
    context = {"row": row, "moved": queries.moved_lines(row), "undoing": undoing, "form": form}
    return render(request, "directory/merge.html", context, status=422 if form.errors else 200)
