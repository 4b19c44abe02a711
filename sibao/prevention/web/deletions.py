"""Pages of deletions: one certificate with what went by which rule, and its document."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.documents import pdf
from sibao.prevention import queries
from sibao.prevention.web.deletion_lists import OCCASIONS


@require_GET
def deletion(request: HttpRequest, deletion_id: int) -> HttpResponse:
    """One certificate: which data, how many, of which days, by which rule, who did it, and whether it is as it was written."""
    found = queries.deletion(actor_of(request), deletion_id)
    lines = queries.lines_of(found)
    name = queries.data_names(found.zone_id)
    context = {
        "found": found,
        "number": queries.number_of(found),
        "occasion": OCCASIONS[found.occasion],
        "lines": [(name(one), one) for one in lines],
        "digest": bytes(found.digest).hex(),
        "as_written": queries.digest_of(found, lines) == bytes(found.digest),
        "document": queries.deletion_document(found),
    }
    return render(request, "prevention/deletion.html", context)


@require_GET
def document(request: HttpRequest, deletion_id: int) -> HttpResponse:
    """The certificate's PDF, byte for byte as it went out."""
    found = queries.deletion_document(queries.deletion(actor_of(request), deletion_id), with_content=True)
    if found is None:
        raise NotFound
    return pdf(found)
