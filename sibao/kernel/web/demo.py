"""The demo's clock, moved on from the head of every page."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sibao.kernel.demo import AdvanceClock, advance_clock
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import Invalid


@require_POST
def advance(request: HttpRequest) -> HttpResponse:
    """Move the demo's clock on."""
    days = request.POST.get("days", "")
    if days not in {"1", "5"}:
        raise Invalid(_("只能拨快 1 天或 5 天"))
    advance_clock(actor=actor_of(request), given=AdvanceClock(days=int(days)))
    there = request.POST.get("next", "/")
    return HttpResponseRedirect(there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else "/")
