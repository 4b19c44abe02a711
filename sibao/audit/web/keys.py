"""Pages of the keys of personal data: renewing, retiring, destroying, what is due, and holds."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from pydantic import ValidationError

from sibao.audit import queries, services
from sibao.audit.inputs import DestroyKeys, LiftHold, PlaceHold, RetireKeys, RotateKey
from sibao.audit.services import packs
from sibao.audit.web.forms import DestroyForm, HoldForm
from sibao.kernel import clock
from sibao.kernel.access import may, require
from sibao.kernel.doors import actor_of
from sibao.kernel.refusals import NotFound
from sibao.kernel.web.documents import pdf
from sibao.kernel.web.inputs import carry_out

SHOWN = 200
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


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


@require_GET
def due(request: HttpRequest) -> HttpResponse:
    """What the registered periods let go now; nothing is changed."""
    require(actor_of(request), "audit:key:read")
    return render(request, "audit/due.html", {"due": packs.trial(clock.now())})


@get_or_post
def holds(request: HttpRequest) -> HttpResponse:
    """Holds on personal data: those that stand and those that were lifted, and placing one."""
    actor = actor_of(request)
    form = HoldForm(request.POST or None)
    if request.method == "POST":
        place = partial(services.place_hold, actor=actor)
        if carry_out(form, PlaceHold, lambda given: place(given=given)) is not None:
            return HttpResponseRedirect(reverse("audit:holds"))
    context = {"holds": queries.holds(actor)[:SHOWN], "form": form, "may_lift": may(actor, "audit:hold:lift")}
    context["may_place"] = may(actor, "audit:hold:place")
    return render(request, "audit/holds.html", context, status=422 if form.errors else 200)


@require_POST
def lift(request: HttpRequest, hold_id: int) -> HttpResponse:
    """Lift a hold."""
    services.lift_hold(actor=actor_of(request), given=LiftHold(hold_id=hold_id))
    return HttpResponseRedirect(reverse("audit:holds"))
