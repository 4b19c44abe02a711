"""What everyone may do with her own sign-in: switch position and language, see her own rights."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from sibao.accounts import queries, services
from sibao.accounts.inputs import ActIn, ChooseLanguage
from sibao.kernel.access import Actor
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound, NotSignedIn
from sibao.kernel.web.requests import request_id_of

LANGUAGE_SECONDS = 365 * 24 * 3600


def own_actor_of(request: HttpRequest) -> Actor:
    """Return the actor of who is signed in, outside any position.

    Raises:
        NotSignedIn: nobody is.
    """
    account = queries.signed_in(request.user)
    if account is None:
        raise NotSignedIn
    return queries.own_actor(account, request_id=request_id_of(request))


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act in another of one's own appointments; the page one stood on may not be open to it, so home is next."""
    text = request.POST.get("appointment", "")
    account = queries.signed_in(request.user)
    if account is None or not (text.isascii() and text.isdigit() and len(text) < 19):
        raise NotFound
    own = queries.own_actor(account, request_id=request_id_of(request))
    services.act_in(actor=own, given=ActIn(appointment_id=int(text)))
    request.session[queries.ACTING_KEY] = int(text)
    return HttpResponseRedirect("/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Show pages in another language: kept in a cookie, and with the account of someone signed in."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        raise NotFound
    account = queries.signed_in(request.user)
    if account is not None:
        own = queries.own_actor(account, request_id=request_id_of(request))
        services.choose_language(actor=own, given=ChooseLanguage.model_validate({"language": wanted}))
    response = HttpResponseRedirect(_back(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=LANGUAGE_SECONDS,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response


@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """What the position one acts in may do, and which rows it reaches."""
    return render(request, "accounts/rights.html", {"rights": queries.own_rights(actor_of(request))})


def _back(request: HttpRequest) -> str:
    there = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()}, require_https=request.is_secure())
    return there if ours else "/"
