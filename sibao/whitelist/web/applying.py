"""Pages of a unit that applies: how it stands, the one page of its application, taking it back, an appeal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.tabs import unit_page
from sibao.whitelist import queries, services, states
from sibao.whitelist.inputs import (
    FillApplication,
    LodgeAppeal,
    ReasonedApplication,
    StartApplication,
    SubmitApplication,
)
from sibao.whitelist.web.application_shown import check_shown
from sibao.whitelist.web.forms import ReasonForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class ApplicationForm(forms.Form):
    """申报: all that is asked; everything else is shown."""

    contact = forms.ChoiceField(label=_("这件事找谁"), required=False)
    statement = forms.CharField(
        label=_("补充说明"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("没有可以不填"),
    )
    declared = forms.BooleanField(label=_("本单位自愿申报，所填和所附材料属实"), required=False)

    def __init__(self, contacts: list[Any], *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        shown = [(one.duty, f"{one.duty} · {one.name} {one.phone}") for one in contacts]
        self.fields["contact"].choices = [*shown, ("", _("提交人本人"))]  # type: ignore[attr-defined]


class AppealForm(forms.Form):
    """申诉."""

    reason = forms.CharField(
        label=_("为什么认为决定有误"), min_length=10, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_GET
def self_check(request: HttpRequest, unit_id: int) -> HttpResponse:
    """How a unit stands to its sector's standard, clause by clause, and whether it may apply."""
    actor = actor_of(request)
    unit = directory.unit(actor, unit_id)
    check = queries.self_check(actor, unit, clock.now())
    shown = check_shown(actor, unit, check) | {"may_start": may(actor, "whitelist:application:start")}
    return unit_page(request, unit, "standard", "whitelist/self_check.html", shown)


@get_or_post
def start(request: HttpRequest, unit_id: int) -> HttpResponse:
    """Begin an application."""
    actor = actor_of(request)
    unit = directory.unit(actor, unit_id)
    form = forms.Form(request.POST or None)
    if request.method == "POST":
        made = services.start_application(actor=actor, given=StartApplication(unit_id=unit_id))
        return HttpResponseRedirect(reverse("whitelist:application-fill", args=[made.pk]))
    back = reverse("whitelist:self-check", args=[unit_id])
    context = {"form": form, "title": f"{unit.name} · {_now('申报')}", "verb": _now("开始申报"), "back": back}
    return render(request, "whitelist/form.html", context)


@get_or_post
def fill(request: HttpRequest, application_id: int) -> HttpResponse:
    """The one page of an application: what is known is shown, three things are asked; kept as a draft or handed in."""
    actor = actor_of(request)
    found = queries.application(actor, application_id)
    here = reverse("whitelist:application", args=[application_id])
    if found.state not in queries.WRITTEN:
        return HttpResponseRedirect(here)
    contacts = directory.contacts_of(actor, found.unit_id)
    written = {"contact": found.contact, "statement": found.statement}
    if found.submitted_at is None and not found.contact and contacts:
        written["contact"] = contacts[0].duty
    form = ApplicationForm(contacts, request.POST or None, initial=written)
    if request.method == "POST" and _taken(request, form, application_id):
        return HttpResponseRedirect(request.path if "keep" in request.POST else here)
    check = queries.self_check(actor, found.unit, clock.now())
    context = {
        "found": found,
        "form": form,
        "unit": found.unit,
        "contacts": contacts,
        "measures": directory.measures_of(actor, found.unit_id)[:1],
        "proof": panel(actor, "application", application_id),
        **check_shown(actor, found.unit, check),
    }
    return render(request, "whitelist/apply.html", context, status=422 if form.errors else 200)


def _taken(request: HttpRequest, form: forms.Form, application_id: int) -> bool:
    """Keep what is written, or hand it in; tell what came of it."""
    actor, given = actor_of(request), {"application_id": application_id, "version": request.POST.get("version")}
    if "keep" in request.POST:
        form.fields.pop("declared")
        kept = carry_out(
            form, FillApplication, lambda wanted: services.fill_application(actor=actor, given=wanted), **given
        )
        if kept is not None:
            messages.success(request, _now("草稿已保存"))
        return kept is not None
    made = carry_out(
        form, SubmitApplication, lambda wanted: services.submit_application(actor=actor, given=wanted), **given
    )
    if made is not None:
        messages.success(request, _now("已提交：%(state)s") % {"state": states.APPLICATION.states[made.state].label})
    return made is not None


@get_or_post
def withdraw(request: HttpRequest, application_id: int) -> HttpResponse:
    """Take an application back."""
    actor = actor_of(request)
    found = queries.application(actor, application_id)
    form = ReasonForm(request.POST or None)
    given = {"application_id": application_id, "version": request.POST.get("version")}
    made = None
    if request.method == "POST":
        made = carry_out(
            form, ReasonedApplication, lambda wanted: services.withdraw_application(actor=actor, given=wanted), **given
        )
    return step_page(request, form, found, made, _now("撤回"))


@get_or_post
def appeal(request: HttpRequest, application_id: int) -> HttpResponse:
    """Object to a refusal."""
    actor = actor_of(request)
    found = queries.application(actor, application_id)
    form = AppealForm(request.POST or None)
    made = None
    if request.method == "POST":
        made = carry_out(
            form,
            LodgeAppeal,
            lambda given: services.lodge_appeal(actor=actor, given=given),
            application_id=application_id,
        )
    return step_page(request, form, found, made, _now("申诉"))


def step_page(
    request: HttpRequest, form: forms.Form, found: Any, made: object, verb: str, version: int | None = None
) -> HttpResponse:
    """Return the page of one step of an application, or lead back to it once the step is taken."""
    back = reverse("whitelist:application", args=[found.pk])
    if made is not None:
        return HttpResponseRedirect(back)
    title, seen = f"{found.unit.name} · {verb}", found.version if version is None else version
    context = {"form": form, "title": title, "verb": verb, "back": back, "version": seen}
    return render(request, "whitelist/form.html", context, status=422 if form.errors else 200)
