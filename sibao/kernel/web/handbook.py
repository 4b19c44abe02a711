"""The help of every page that one may open, as one text to read or to print."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sibao.kernel.access import Actor, may
from sibao.kernel.context import context_word
from sibao.kernel.doors import PUBLIC, SIGNED_IN, actor_of
from sibao.kernel.help import help_parts
from sibao.kernel.ways import routes


@require_GET
def handbook(request: HttpRequest) -> HttpResponse:
    """The help of the pages that are open to the position one acts in, by context."""
    actor = actor_of(request)
    gates = {way.name: way.may for way in routes()}
    parts = [
        {"word": context_word(context), "pages": [page for route, page in pages.items() if _opens(actor, gates[route])]}
        for context, pages in help_parts().items()
    ]
    return render(request, "kernel/handbook.html", {"parts": [part for part in parts if part["pages"]]})


def _opens(actor: Actor, gate: str) -> bool:
    return gate in {PUBLIC, SIGNED_IN} or may(actor, gate)
