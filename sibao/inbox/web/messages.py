"""The bell in the head, and the page of one message."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sibao.inbox import queries, services
from sibao.inbox.inputs import OneMessage
from sibao.inbox.web import message_shown, panels
from sibao.kernel.doors import actor_of


@require_GET
def bell(request: HttpRequest) -> HttpResponse:
    """What the head of every page counts, drawn again without the page around it."""
    return HttpResponse(_bell(request))


@require_GET
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """One message, with the way to what it is about as long as that is within reach; the page marks it as read."""
    actor = actor_of(request)
    found = queries.message(actor, message_id)
    context = {
        "message": found,
        "shown": message_shown.row(found),
        "subject_url": message_shown.subject_url(actor, found),
    }
    return render(request, "inbox/message.html", context)


@require_POST
def read(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark one message as read; a page that does so by itself loses its button and gets its bell drawn again."""
    services.read_message(actor=actor_of(request), given=OneMessage(message_id=message_id))
    if request.headers.get("HX-Request"):
        return HttpResponse(_bell(request, beside=True))
    return HttpResponseRedirect(reverse("inbox:messages"))


def _bell(request: HttpRequest, *, beside: bool = False) -> str:
    """Draw the bell; `beside` another answer it finds its place by itself."""
    return render_to_string("inbox/head.html", {"data": panels.in_head(actor_of(request)), "beside": beside})
