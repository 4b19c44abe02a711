"""Doors of attachments: hang on, hand out, look, take off. What is handed out never runs as a page of ours."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sibao.kernel import subjects
from sibao.kernel.attaching import kinds, queries, services
from sibao.kernel.attaching.inputs import AddAttachment, OneAttachment, RemoveAttachment
from sibao.kernel.doors import actor_of
from sibao.kernel.files import Upload
from sibao.kernel.refusals import Invalid, NotFound
from sibao.kernel.web.inputs import carry_out
from sibao.kernel.web.limits import limit

if TYPE_CHECKING:
    from sibao.kernel.models import Attachment

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
SANDBOX = f"sandbox; {NOTHING}"
READER = f"{NOTHING}; object-src 'self'; style-src 'unsafe-inline'"
"""For PDF alone, whose reader in the browser does not open within a sandbox; nothing may be loaded or run there."""


class RemoveForm(forms.Form):
    """移除附件."""

    reason = forms.CharField(label=gettext_lazy("理由"), min_length=2, max_length=200)


@require_POST
def add(request: HttpRequest, kind: str, subject_id: int) -> HttpResponse:
    """Hang a file on a thing and go back to its page."""
    limit(request, "upload")
    upload = request.FILES.get("file")
    if not isinstance(upload, UploadedFile):
        raise Invalid(_("请选择要上传的文件"), fields={"file": _("请选择文件")})
    given = AddAttachment(subject_kind=kind, subject_id=subject_id, upload=Upload(upload.name or "", "", upload.read()))
    return _back(services.add_attachment(actor=actor_of(request), given=given))


@never_cache
@require_GET
def download(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Hand out an attachment as a file to keep."""
    taken = services.read_attachment(actor=actor_of(request), given=OneAttachment(attachment_id=attachment_id))
    return _sent(taken, "attachment", SANDBOX)


@never_cache
@require_GET
def look(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Open an image or a PDF in the browser; everything else is handed out only."""
    actor = actor_of(request)
    if queries.attachment(actor, attachment_id).content_type not in kinds.SHOWN:
        raise NotFound
    taken = services.read_attachment(actor=actor, given=OneAttachment(attachment_id=attachment_id))
    return _sent(taken, "inline", READER if taken.content_type == "application/pdf" else SANDBOX)


def _sent(taken: Upload, how: str, policy: str) -> HttpResponse:
    response = HttpResponse(taken.content, content_type=taken.content_type)
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(taken.name, safe='')}"
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, attachment_id: int) -> HttpResponse:
    """Take an attachment off, after saying why."""
    actor = actor_of(request)
    found = queries.attachment(actor, attachment_id)
    form = RemoveForm(request.POST or None)
    if request.method == "POST":
        done: Any = carry_out(
            form,
            RemoveAttachment,
            lambda given: services.remove_attachment(actor=actor, given=given),
            attachment_id=attachment_id,
        )
        if done is not None:
            return _back(done)
    context = {"form": form, "found": found, "back": subjects.url_of(found.subject_kind, found.subject_id)}
    return render(request, "kernel/attachments/remove.html", context, status=422 if form.errors else 200)


def _back(found: "Attachment") -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{subjects.url_of(found.subject_kind, found.subject_id)}#attachments")
