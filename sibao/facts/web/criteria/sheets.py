"""Doors of a draft's workbook: take it along, bring it back changed, see the difference in words, and only then write it."""

import json
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from sibao.criteria import CriterionError
from sibao.criteria.sentences import part_words
from sibao.facts import queries, rules, services
from sibao.facts.inputs import CriterionContent, EditCriterion
from sibao.facts.web.criteria import rows, tree
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.doors import actor_of
from sibao.kernel.files import Upload
from sibao.kernel.refusals import Invalid
from sibao.kernel.sheets.export import Note
from sibao.kernel.web.inputs import checked
from sibao.kernel.web.limits import limit

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FileForm(forms.Form):
    """The workbook that comes back."""

    file = forms.FileField(
        label=gettext_lazy("改好的表"), widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xls,.et,.ods,.csv"})
    )


def _read(found: Any) -> tuple[queries.Known, tree.Rows]:
    """The catalogue, and a criterion's tree as rows."""
    known = queries.known_facts(found.zone_id)
    return known, tree.from_data(found.tree, known.catalogue)


def _to(found: Any) -> HttpResponse:
    return HttpResponseRedirect(reverse("facts:criterion", args=[found.pk]))


@never_cache
@require_GET
def download(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """Hand out the top-level conditions of a draft as a workbook."""
    actor = actor_of(request)
    found = queries.criterion_of_own(actor, criterion_id)
    if found.state != "draft":
        return _to(found)
    known, root = _read(found)
    title = _("%(name)s 第%(number)d版") % {"name": found.title, "number": found.number}
    when = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
    content = rows.written(root, known.catalogue, Note(title, f"{actor.name} · {actor.position}", when))
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}.xlsx', safe='')}"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, criterion_id: int) -> HttpResponse:
    """Read a workbook that came back and show what it would change; write it when that was seen."""
    actor = actor_of(request)
    found = queries.criterion_of_own(actor, criterion_id)
    if found.state != "draft":
        return _to(found)
    known, root = _read(found)
    if request.method == "POST" and "tree" in request.POST:
        return _write(request, actor, found)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    taken: rows.Taken | None = None
    if request.method == "POST" and form.is_valid():
        limit(request, "upload")
        try:
            taken = rows.read(_file(form.cleaned_data["file"]), root, known.catalogue)
        except Invalid as refusal:
            form.add_error("file", "；".join(str(one) for one in (refusal.fields or {}).values()))
    wrong = bool(form.errors or (taken and taken.problems))
    return render(
        request, "facts/criteria/rows.html", _shown(found, known, root, form, taken), status=422 if wrong else 200
    )


def _file(file: Any) -> Upload:
    return Upload(file.name or "", "", file.read())


def _shown(
    found: Any, known: queries.Known, root: tree.Rows, form: forms.Form, taken: rows.Taken | None
) -> dict[str, Any]:
    former = queries.checked(known, found.tree, (), clock.now()).criterion
    shown: dict[str, Any] = {"found": found, "form": form, "back": reverse("facts:criterion-edit", args=[found.pk])}
    shown["groups"] = [_words(known, part) for part in root.parts if isinstance(part, tree.Rows)]
    if taken is None or taken.problems:
        return shown | {"problems": taken.problems if taken else ()}
    after = queries.checked(known, taken.tree, (), clock.now())
    shown |= {"tree": json.dumps(taken.tree, ensure_ascii=False), "warning": after.problem}
    if former is None or after.criterion is None:
        return shown | {"unread": True}
    changes = rules.differences(former, after.criterion)
    words = [[rules.in_language(one) if one else "" for one in (each.before, each.after)] for each in changes]
    return shown | {"changes": [{"before": before, "after": come} for before, come in words]}


def _words(known: queries.Known, group: tree.Rows) -> str:
    try:
        found = known.catalogue.criterion(rules.tree_of(tree.to_data(group, known.catalogue)))
    except CriterionError:
        return _("一组还没有填好的条件")
    return rules.in_language(part_words(found.root))


def _write(request: HttpRequest, actor: Actor, found: Any) -> HttpResponse:
    """Put the rows that were shown into the draft, in the version that they were compared with."""
    try:
        wanted = json.loads(request.POST["tree"])
    except (ValueError, RecursionError):
        raise Invalid(fields={"tree": _("条件不是有效的结构")}) from None
    kept = {name: getattr(found, name) for name in CriterionContent.model_fields if name != "tree"}
    content = {**kept, "tree": wanted}
    given = {"criterion_id": found.pk, "version": request.POST.get("version", "0"), "content": content}
    services.edit_criterion(actor=actor, given=checked(EditCriterion, given))
    messages.success(request, _("已写入草稿"))
    return _to(found)
