"""Pages of personal data: who looked at mine, answering a person, the register of processing, keys."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from sibao.audit import queries, services
from sibao.audit.inputs import DestroyKeys, Inquire, RetireKeys, RotateKey
from sibao.audit.web.forms import DestroyForm, InquireForm
from sibao.kernel.access import may
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.documents import pdf
from sibao.kernel.web.inputs import carry_out

SHOWN = 200
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Who looked at my data, and why."""
    actor = actor_of(request)
    looks = [_look(row) for row in queries.own_looks(actor)[:SHOWN]]
    return render(request, "audit/own_looks.html", {"looks": looks})


@never_cache
@get_or_post
def inquire(request: HttpRequest) -> HttpResponse:
    """Tell a person who shows her number who looked at her data."""
    actor = actor_of(request)
    form = InquireForm(request.POST or None)
    found = None
    if request.method == "POST":
        ask = partial(services.inquire_looks, actor=actor)
        found = carry_out(form, Inquire, lambda given: ask(given=given), how=request.POST.get("how") or "show")
    looks = None if found is None else [_look(row) for row in found]
    context = {"form": form, "looks": looks, "how": request.POST.get("how"), "purpose": request.POST.get("purpose", "")}
    return render(request, "audit/inquire.html", context, status=422 if form.errors else 200)


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """What personal data are processed, why, on what basis, by whom and for how long."""
    english = (get_language() or "").startswith("en")
    rows = [
        {"row": row, "name": row.name_en if english else row.name} for row in queries.processings(actor_of(request))
    ]
    return render(request, "audit/register.html", {"rows": rows})


@get_or_post
def keys(request: HttpRequest) -> HttpResponse:
    """The keys of personal data: until when they are kept, and destroying them."""
    actor = actor_of(request)
    form = DestroyForm(request.POST or None)
    if request.method == "POST":
        destroy = partial(services.destroy_keys, actor=actor)
        pack, _dot, period = request.POST.get("typed", "").strip().partition(".")
        made = carry_out(form, DestroyKeys, lambda given: destroy(given=given), pack=pack, period=period)
        if made is not None:
            messages.success(request, _("已销毁，证明 %s 已出具") % made.number)
            return HttpResponseRedirect(reverse("audit:keys"))
    context = {
        "periods": queries.key_periods(actor),
        "destroyed": queries.destroyed_keys(actor)[:SHOWN],
        "rotations": queries.rotations(actor)[:SHOWN],
        "form": form,
        "may_retire": may(actor, "audit:key:retire"),
        "may_rotate": may(actor, "audit:key:rotate"),
        "may_destroy": may(actor, "audit:key:destroy"),
    }
    return render(request, "audit/keys.html", context, status=422 if form.errors else 200)


@require_POST
def rotate(request: HttpRequest) -> HttpResponse:
    """Make a further key and seal former values anew."""
    made = services.rotate_key(actor=actor_of(request), given=RotateKey(**_key(request)))
    messages.success(request, _("已换发 %s，原有数据在后台重新加密") % made.name)
    return HttpResponseRedirect(reverse("audit:keys"))


@require_POST
def retire(request: HttpRequest) -> HttpResponse:
    """Destroy former keys that nothing needs."""
    given = RetireKeys(**_key(request), reason=_("换发后停用旧密钥"))
    retired = services.retire_keys(actor=actor_of(request), given=given)
    messages.success(request, _("已停用 %s") % "、".join(retired))
    return HttpResponseRedirect(reverse("audit:keys"))


def _key(request: HttpRequest) -> dict[str, str]:
    pack, _dot, period = request.POST.get("key", "").partition(".")
    try:
        return RotateKey(pack=pack, period=period).model_dump()
    except ValidationError as error:
        raise NotFound from error


@require_GET
def certificate(request: HttpRequest, destroyed_id: int) -> HttpResponse:
    """The certificate of a destruction."""
    found = queries.destroyed_keys(actor_of(request)).filter(pk=destroyed_id).first()
    if found is None or found.document is None:
        raise NotFound
    return pdf(found.document)


def _look(row: Any) -> dict[str, Any]:
    return {"row": row, "what": queries.label(row.what)}
