"""The page of the seals: how far the record is sealed, what attests it, what examinations found."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from sibao.audit import queries, services
from sibao.audit.inputs import OneCheckpoint
from sibao.audit.services.checkpoints import file_name
from sibao.kernel.access import may
from sibao.kernel.commands import NoInput
from sibao.kernel.doors import actor_of

SHOWN = 30


@require_GET
def seals(request: HttpRequest) -> HttpResponse:
    """How far the record is sealed."""
    actor = actor_of(request)
    examined = [
        {"row": row, "findings": [queries.words_of(one) for one in row.findings]}
        for row in queries.verifications(actor)[:SHOWN]
    ]
    context = {
        "sealing": queries.sealing(),
        "key_words": queries.key_words(),
        "checkpoints": queries.checkpoints()[:SHOWN],
        "examined": examined,
        "may_seal": may(actor, "audit:line:seal"),
        "may_sign": may(actor, "audit:checkpoint:sign"),
        "may_take": may(actor, "audit:checkpoint:take"),
        "may_verify": may(actor, "audit:record:verify"),
    }
    return render(request, "audit/seals.html", context)


@require_POST
def seal(request: HttpRequest) -> HttpResponse:
    """Seal what waits."""
    services.seal_lines(actor=actor_of(request), given=NoInput())
    return HttpResponseRedirect(reverse("audit:seals"))


@require_POST
def sign(request: HttpRequest) -> HttpResponse:
    """Sign a checkpoint."""
    services.sign_checkpoint(actor=actor_of(request), given=NoInput())
    return HttpResponseRedirect(reverse("audit:seals"))


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for an examination of the record."""
    services.verify_record(actor=actor_of(request), given=NoInput())
    return HttpResponseRedirect(reverse("audit:seals"))


@require_GET
def checkpoint(request: HttpRequest, checkpoint_id: int) -> HttpResponse:
    """Download a checkpoint."""
    file = services.take_checkpoint(actor=actor_of(request), given=OneCheckpoint(checkpoint_id=checkpoint_id))
    response = HttpResponse(file.text(), content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name(file)}"'
    return response
