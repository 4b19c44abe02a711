"""The page that holds one form of accounts."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def form_page(
    request: HttpRequest, form: forms.Form, title: str, back: str, button: str, kind: str = "primary"
) -> HttpResponse:
    """Return the page of a form; 422 when it has errors.

    Args:
        back: where "not now" leads.
        button: the word on the button that does it.
        kind: how the button looks, such as "danger".
    """
    context = {"form": form, "title": title, "back": back, "button": button, "kind": kind}
    return render(request, "accounts/form.html", context, status=422 if form.errors else 200)
