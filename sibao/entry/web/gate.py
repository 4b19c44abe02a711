"""A gate's page on a phone: a code in, one large answer out; and what the phone keeps for when there is no network (R18)."""

import secrets
from base64 import b64encode
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sibao.directory import queries as directory
from sibao.entry import queries, services
from sibao.entry.inputs import CheckAtGate, RecordAtGate
from sibao.entry.rules.gating import ITEMS, UNKNOWN, Reason
from sibao.entry.web import gate_words as words
from sibao.entry.web.arrivals import get_or_post
from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.kernel.documents.rendering import qr_svg
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out, checked
from sibao.prevention import queries as prevention

SITES, PEOPLE = 100, 60


class GateForm(forms.Form):
    """门岗核验: at which site, and whose code."""

    site_id = forms.TypedChoiceField(label=gettext_lazy("场所"), coerce=int)
    code = forms.CharField(
        label=gettext_lazy("通行编码"),
        max_length=200,
        help_text=gettext_lazy("用手机相机扫二维码，或输入 16 个字符"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def __init__(self, actor: Actor, *args: Any, **given: Any) -> None:
        super().__init__(*args, **given)
        several = directory.sites_in_use(actor)[:SITES]
        self.fields["site_id"].choices = [(one.pk, one.name) for one in several]  # type: ignore[attr-defined]


@never_cache
@get_or_post
def gate(request: HttpRequest) -> HttpResponse:
    """The page of a guard, and the answer to a code."""
    actor = actor_of(request)
    form = GateForm(actor, request.POST or None)
    found = None
    if request.method == "POST":
        found = carry_out(form, CheckAtGate, lambda given: services.check_at_gate(actor=actor, given=given))
    shown = _shown(actor, request.POST, found) if found else {}
    minutes = queries.list_minutes(actor.zone_id)
    page = {
        "form": form,
        "minutes": minutes,
        "local": words.ANSWERS.items(),
        "may_check": may(actor, "entry:gate:check"),
        "sites": form.fields["site_id"].choices if may(actor, "entry:card:print") else [],  # type: ignore[attr-defined]
    }
    return render(request, "entry/gate.html", {**page, **shown}, status=422 if form.errors else 200)


def _shown(actor: Actor, posted: Any, found: Any) -> dict[str, Any]:
    return {
        "found": found,
        "tag": words.ANSWERS[found.answer.colour],
        "reasons": [_reason(one) for one in sorted(found.answer.reasons, key=lambda one: ITEMS.index(one.item))],
        "site_id": posted.get("site_id"),
        "code": posted.get("code"),
        "once": secrets.token_urlsafe(12),
        "may_record": found.answer.colour != UNKNOWN and may(actor, "entry:gate:record"),
    }


def _reason(one: Reason) -> dict[str, Any]:
    ends = words.ENDS.get((one.item, one.why)) or words.ENDS_BY.get(one.why, "")
    tone = words.ANSWERS[one.colour]
    return {"item": words.ITEMS[one.item], "why": words.WHY[one.why], "tone": tone, "at": one.at, "until": one.until, "ends": ends}  # fmt: skip


@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Record what the gate saw."""
    actor, posted = actor_of(request), request.POST
    values = {name: posted.get(name, "") for name in ("site_id", "code", "once")}
    found = services.record_at_gate(actor=actor, given=checked(RecordAtGate, values))
    shown = {"tag": words.ANSWERS[found.answer.colour], "found": found, "back": reverse("entry:gate")}
    return render(request, "entry/gate_recorded.html", shown)


@never_cache
@require_GET
def answers(request: HttpRequest, site_id: int) -> JsonResponse:
    """What the phone keeps of the people of a site: how a code begins, its colour, the reason, and for how many seconds."""
    actor = actor_of(request)
    found = queries.known_at(actor, directory.site(actor, site_id), clock.now())
    why = {key: str(word) for key, word in (words.WHY | words.SHOWN_OFF_LINE).items()}
    minutes = queries.list_minutes(actor.zone_id)
    return JsonResponse({"good": minutes * 60, "answers": found, "why": why})


@require_GET
def cards(request: HttpRequest, site_id: int) -> HttpResponse:
    """The codes of the people of a site, to be printed and handed out; names are masked."""
    actor = actor_of(request)
    site = directory.site(actor, site_id)
    pages = Paginator(prevention.people_at(actor, site_id), PEOPLE)
    page = pages.get_page(request.GET.get("page"))
    people = directory.shown_of(actor.zone_id, list(page.object_list))
    address = request.build_absolute_uri(reverse("entry:gate"))
    rows = [_card(actor, people[one].name, one, address) for one in page.object_list if one in people]
    return render(request, "entry/cards.html", {"site": site, "cards": rows, "page": page, "people": pages.count})


def _card(actor: Actor, name: str, person_id: int, address: str) -> dict[str, str]:
    code = queries.code_of(actor.zone_id, person_id)
    picture = b64encode(qr_svg(f"{address}#{code}").encode()).decode()
    return {"name": name, "code": code, "qr": f"data:image/svg+xml;base64,{picture}"}
