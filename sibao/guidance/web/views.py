"""Pages of guides and plans: what there is and what is missing, one document, and a sector's guide."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sibao.guidance import queries, services
from sibao.guidance.inputs import EditDocument, EnforceDocument, WithdrawDocument
from sibao.guidance.rules import KINDS
from sibao.guidance.states import DOCUMENT
from sibao.guidance.web.forms import DocumentForm, EnforceForm, ReasonForm
from sibao.kernel import clock
from sibao.kernel.access import may
from sibao.kernel.attaching.shown import panel
from sibao.kernel.doors import actor_of
from sibao.kernel.web.inputs import carry_out

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
ROUTES = {"enforce": "guidance:document-enforce", "withdraw": "guidance:document-withdraw"}


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Which documents of the zone and its sectors are in force and which are missing, and each sector's guide."""
    actor = actor_of(request)
    shelves = queries.shelves(actor)
    counted = queries.items_to_confirm(actor) if may(actor, queries.READ_ITEMS) else {}
    rows = [{"shelf": shelf, "items": counted.get(shelf.sector_id or 0)} for shelf in shelves]
    wanted, missing = queries.total(shelves)
    shown = {"rows": rows, "kinds": KINDS.values(), "wanted": wanted, "missing": missing}
    return render(request, "guidance/overview.html", shown)


@require_GET
def guide(request: HttpRequest, sector_id: int) -> HttpResponse:
    """A sector's guide: its chapters with what is asked in the normal state and in an emergency; made to be printed."""
    shown = {"guide": queries.guide(actor_of(request), sector_id), "now": clock.now()}
    return render(request, "guidance/guide.html", shown)


@require_GET
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document, its files, and what may be done with it."""
    actor = actor_of(request)
    found = queries.document(actor, document_id)
    own = queries.is_own(actor, found)
    steps = [one for one in DOCUMENT.steps(found.state, actor) if own and one.open and one.move.action in ROUTES]
    shown = {
        "document": found,
        "state": DOCUMENT.states[found.state],
        "steps": [(one.move, reverse(ROUTES[one.move.action], args=[document_id])) for one in steps],
        "may_edit": own and found.state == "draft" and may(actor, "guidance:document:edit"),
        "files": panel(actor, "guide_document", document_id) if may(actor, "kernel:attachment:read") else None,
    }
    return render(request, "guidance/document.html", shown)


@get_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Draft a document."""
    actor = actor_of(request)
    form = DocumentForm(actor, request.POST or None)
    if request.method == "POST":
        edit = partial(services.edit_document, actor=actor)
        made = carry_out(form, EditDocument, lambda given: edit(given=given))
        if made is not None:
            return _back(request, made.pk, _("已存为草稿，附上文件后施行"))
    return _form(request, form, _("起草文件"), reverse("guidance:overview"))


@get_or_post
def edit(request: HttpRequest, document_id: int) -> HttpResponse:
    """Change a draft."""
    actor = actor_of(request)
    found = queries.editable(actor, document_id)
    before = {**model_to_dict(found), "sector_id": found.sector_id}
    form = DocumentForm(actor, request.POST or None, initial=before)
    if request.method == "POST":
        change = partial(services.edit_document, actor=actor)
        if carry_out(form, EditDocument, lambda given: change(given=given), **_held(request, document_id)) is not None:
            return _back(request, document_id, _("已保存"))
    return _form(request, form, _("修改草稿"), _page(document_id), found)


@get_or_post
def enforce(request: HttpRequest, document_id: int) -> HttpResponse:
    """Put a draft in force."""
    actor = actor_of(request)
    found = queries.editable(actor, document_id)
    form = EnforceForm(queries.others_in_force(found), request.POST or None)
    if request.method == "POST":
        put = partial(services.enforce_document, actor=actor)
        if carry_out(form, EnforceDocument, lambda given: put(given=given), **_held(request, document_id)) is not None:
            return _back(request, document_id, _("已施行"))
    return _form(request, form, _("施行"), _page(document_id), found)


@get_or_post
def withdraw(request: HttpRequest, document_id: int) -> HttpResponse:
    """Withdraw a document, or give up a draft."""
    actor = actor_of(request)
    found = queries.editable(actor, document_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        end = partial(services.withdraw_document, actor=actor)
        if carry_out(form, WithdrawDocument, lambda given: end(given=given), **_held(request, document_id)) is not None:
            return _back(request, document_id, _("已废止"))
    return _form(request, form, _("废止、作废"), _page(document_id), found)


def _held(request: HttpRequest, document_id: int) -> dict[str, Any]:
    return {"document_id": document_id, "version": request.POST.get("version", "0")}


def _page(document_id: int) -> str:
    return reverse("guidance:document", args=[document_id])


def _form(request: HttpRequest, form: forms.Form, title: str, back: str, found: Any = None) -> HttpResponse:
    shown = {"form": form, "title": title, "back": back, "lead": found.title if found else ""}
    version = {"version": found.version} if found else {}
    return render(request, "guidance/form.html", {**shown, **version}, status=422 if form.errors else 200)


def _back(request: HttpRequest, document_id: int, word: str) -> HttpResponse:
    messages.success(request, word)
    return HttpResponseRedirect(_page(document_id))
