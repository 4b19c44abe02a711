"""The page of one step (一步): a form that carries a command out and leads back, or says beside its fields what is wrong."""

from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel

from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with; None where its page is opened only."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a step says.

    Attributes:
        title, verb: over the page, and on its button.
        back: where it leads once the step is taken, or left.
        version: that of the row as the page shows it; it comes back with the form.
        lead: a sentence above the form.
    """

    title: str
    verb: str
    back: str
    version: int | None = None
    lead: str = ""


def step(
    request: HttpRequest,
    form: forms.Form,
    model: type[BaseModel],
    service: Command[Any, Any],
    shown: Shown,
    **given: Any,
) -> HttpResponse:
    """Take the step with what the form and `given` hold and lead back, or show the form."""
    if request.method == "POST":
        held = given if shown.version is None else given | {"version": request.POST.get("version")}
        actor = actor_of(request)
        if carry_out(form, model, lambda wanted: service(actor=actor, given=wanted), **held) is not None:
            return HttpResponseRedirect(shown.back)
    return form_page(request, form, shown)


def form_page(request: HttpRequest, form: forms.Form, shown: Shown) -> HttpResponse:
    """Show a form."""
    return render(request, "whitelist/form.html", {"form": form, **asdict(shown)}, status=422 if form.errors else 200)
