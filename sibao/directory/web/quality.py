"""The page of what may be wrong with what is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sibao.directory import queries
from sibao.kernel.doors import actor_of


@require_GET
def quality(request: HttpRequest) -> HttpResponse:
    """How many units each check is true of; each number opens its rows."""
    return render(request, "directory/quality.html", queries.quality_of_units(actor_of(request)))
