"""Pages of a unit that applies: how it stands, the one page of its application, taking it back, an appeal."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from pydantic import BaseModel

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.commands import Command
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
from sibao.whitelist.web.steps import Shown, get_or_post, sent, step


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
    form, service = ReasonForm(sent(request)), services.withdraw_application
    return application_step(request, application_id, form, ReasonedApplication, service, _now("撤回"))


@get_or_post
def appeal(request: HttpRequest, application_id: int) -> HttpResponse:
    """Object to a refusal."""
    shown = shown_step(queries.application(actor_of(request), application_id), _now("申诉"), None)
    form, service = AppealForm(sent(request)), services.lodge_appeal
    return step(request, form, LodgeAppeal, service, shown, application_id=application_id)


def application_step(
    request: HttpRequest,
    application_id: int,
    form: forms.Form,
    model: type[BaseModel],
    service: Command[Any, Any],
    verb: str,
) -> HttpResponse:
    """Take one step of an application in the version that was seen, or show its form."""
    found = queries.application(actor_of(request), application_id)
    shown = shown_step(found, verb, found.version)
    return step(request, form, model, service, shown, application_id=application_id)


def shown_step(found: Any, verb: str, version: int | None) -> Shown:
    """Return what the page of a step of an application says, with the version of the row that the step changes."""
    return Shown(f"{found.unit.name} · {verb}", verb, reverse("whitelist:application", args=[found.pk]), version)
