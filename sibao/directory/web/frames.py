"""The page that holds one form."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods
from pydantic import BaseModel

from sibao.kernel.commands import Command
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True, slots=True)
class Editing:
    """What stands around a form that runs one command.

    Args:
        back: where "return" and a success lead.
        version: of the row as it is shown; the one that the editor saw comes back with the form.
        draft: under which what is typed is kept on the device; empty = it is not kept.
        button: the word on the button; empty = save.
    """

    title: str
    back: str
    version: int | None = None
    draft: str = ""
    button: str = ""


def edit_page(
    request: HttpRequest,
    form: forms.Form,
    model: type[BaseModel],
    command: Command[Any, Any],
    page: Editing,
    **given: Any,
) -> HttpResponse:
    """Show a form, or run the command with what was filled in and go back.

    Args:
        model: the command's input.
        given: values of the input that are not in the form.
    """
    if request.method == "POST":
        if page.version is not None:
            given["version"] = request.POST.get("version") or 0
        done = carry_out(form, model, lambda wanted: command(actor=actor_of(request), given=wanted), **given)
        if done is not None:
            return HttpResponseRedirect(page.back)
    return form_page(request, form, page.title, page.back, version=page.version, draft=page.draft, button=page.button)


def form_page(request: HttpRequest, form: forms.Form, title: str, back: str, **more: Any) -> HttpResponse:
    """Return the page of a form; 422 when it has errors.

    Args:
        back: where "return" leads.
        more: `version` that the editor saw, `draft` under which what is typed is kept, `button`.
    """
    status = 422 if form.errors else 200
    return render(request, "directory/form.html", {"form": form, "title": title, "back": back, **more}, status=status)


def day_field(label: Any, *, required: bool = True, initial: Any = None, help_text: Any = "") -> forms.DateField:
    """Return a field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, initial=initial, widget=widget, help_text=help_text)
