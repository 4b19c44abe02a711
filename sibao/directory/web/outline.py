"""The page of a unit outside one's scope, under its pseudonym."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from sibao.directory import queries
from sibao.kernel.doors import actor_of


@require_GET
def outline(request: HttpRequest, unit_id: int) -> HttpResponse:
    """What may be known of a unit outside one's scope."""
    found = queries.outline(actor_of(request), unit_id)
    if found is None:
        return HttpResponseRedirect(reverse("directory:unit", args=[unit_id]))
    return render(request, "directory/outline.html", {"outline": found})
