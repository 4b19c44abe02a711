"""From a refusal to an answer a person can use: a page, a fragment, or an RFC 9457 problem for the API."""

import json
import logging
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from sibao.kernel.refusals import (
    BadRequest,
    Conflict,
    Denied,
    Invalid,
    NeedsConsultation,
    NotFound,
    NotSignedIn,
    Refusal,
    TooLarge,
    TooMany,
)
from sibao.kernel.web.requests import REFUSED, request_id_of

logger = logging.getLogger("sibao.refusals")
API = "/api/"
OWN_FAULT = 500
_DJANGO: dict[type[Exception], Callable[[], Refusal]] = {
    Http404: NotFound,
    PermissionDenied: lambda: Denied("", _("这个页面不对您开放")),
    RequestDataTooBig: TooLarge,
    TooManyFieldsSent: TooLarge,
    SuspiciousOperation: BadRequest,
    ValidationError: Invalid,
}


class RefusalMiddleware:
    """Turns refusals that a view raises into answers, and those of a body that the web process did not take in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        refused: Refusal | None = request.META.get("asgi.scope", {}).get(REFUSED)
        return answer(request, refused) if refused else self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        refusal = as_refusal(error)
        return answer(request, refusal) if refusal else None


def as_refusal(error: Exception) -> Refusal | None:
    """Return the refusal that an exception amounts to, or None when it is a fault of ours."""
    if isinstance(error, Refusal):
        return error
    for kind, refusal in _DJANGO.items():
        if isinstance(error, kind):
            return refusal()
    return None


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the refusal in the form that the asker understands."""
    if request.path.startswith(API):
        response = problem(request, refusal)
    elif isinstance(refusal, NotSignedIn):
        response = _to_sign_in(request)
    elif isinstance(refusal, NeedsConsultation) and refusal.ask_at:
        response = render(request, "kernel/consultation.html", {"refusal": refusal}, status=refusal.status)
    else:
        response = page(request, refusal.status, str(refusal), refusal=refusal)
    if isinstance(refusal, TooMany):
        response.headers["Retry-After"] = str(refusal.retry_after)
    return response


def problem(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return an RFC 9457 problem."""
    body: dict[str, object] = {
        "type": f"urn:sibao:problem:{refusal.code}",
        "title": str(refusal),
        "status": refusal.status,
        "instance": f"urn:sibao:request:{request_id_of(request)}",
    }
    if refusal.fields:
        body["errors"] = [{"pointer": _pointer(name), "detail": str(text)} for name, text in refusal.fields.items()]
    if isinstance(refusal, Conflict) and refusal.current is not None:
        body |= {"yours": refusal.yours, "current": refusal.current}
    if isinstance(refusal, NeedsConsultation):
        body |= {"permission": refusal.permission, "given": refusal.given}
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=refusal.status, content_type="application/problem+json")


def _pointer(field: str) -> str:
    """The JSON Pointer (RFC 6901) of a field in the body, or of a parameter; "#" is the whole."""
    return "#/" + field.replace("~", "~0") if field else "#"


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    there = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Redirect": settings.LOGIN_URL})
    return HttpResponseRedirect(settings.FRONT_URL if request.path == "/" else there)


def page(request: HttpRequest, status: int, message: str, *, refusal: Refusal | None = None) -> HttpResponse:
    """Return the human page of an error status; that of our own fault reads nothing from the database."""
    shown = {"status": status, "message": message, "refusal": refusal, "request_id": request_id_of(request)}
    return render(None if status >= OWN_FAULT else request, "kernel/error.html", shown, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token, as after a session's end."""
    return page(
        request, 403, str(_("页面停留太久，安全令牌已失效：请返回上一页，刷新后重新提交，填过的内容已留在本机草稿中"))
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400"""
    return answer(request, as_refusal(exception) or BadRequest())


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404"""
    return answer(request, NotFound())


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403"""
    return answer(request, as_refusal(exception) or Denied("", _("这个页面不对您开放")))


def too_many(request: HttpRequest) -> HttpResponse:
    """handler429, asked for by the sign-in library."""
    return answer(request, TooMany())


def failed(request: HttpRequest) -> HttpResponse:
    """handler500: says nothing of the inside; the request id leads to the log."""
    if request.path.startswith(API):
        fault = Refusal(_("系统出错，已记录"))
        fault.status, fault.code = 500, "fault"
        return problem(request, fault)
    return page(request, 500, str(_("系统出错，已记录；您提交前的内容没有丢失，请稍后重试")))
