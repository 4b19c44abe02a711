"""The API: every router, and every error as an RFC 9457 problem."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as InputError
from ninja.throttling import BaseThrottle
from pydantic import ValidationError

from sibao import __version__
from sibao.approvals.api import router as approvals
from sibao.directory.api import router as directory
from sibao.duty.api import router as duty
from sibao.guidance.api import router as guidance
from sibao.kernel.api.imports import router as imports
from sibao.kernel.input_words import by_field
from sibao.kernel.refusals import BadRequest, Invalid, NotFound, NotSignedIn, Refusal
from sibao.kernel.web.limits import limit
from sibao.kernel.web.refusals import answer
from sibao.prevention.api import router as prevention
from sibao.whitelist.api import router as whitelist

FIRST_ERROR = 400
DESCRIPTION = """Session cookie and, for writes, the header X-CSRFToken; or a machine's key: `Authorization: Bearer sibao_…`. Every error is an RFC 9457 problem."""


class Often(BaseThrottle):
    """How often one person may ask the API; the refusal says how long to wait."""

    def allow_request(self, request: HttpRequest) -> bool:
        limit(request, "api")
        return True


class Api(NinjaAPI):
    """The API, whose description says that errors are problems."""

    def get_openapi_schema(self, **given: Any) -> Any:
        """Return the description with every error as application/problem+json (RFC 9457)."""
        described = super().get_openapi_schema(**given)
        for operations in described["paths"].values():
            for operation in operations.values():
                for status, declared in operation["responses"].items():
                    if int(status) >= FIRST_ERROR and "content" in declared:
                        declared["content"] = {"application/problem+json": declared["content"].pop("application/json")}
        return described


api = Api(
    title="Sibao 四保",
    version=__version__,
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url=None,
    openapi_url="/openapi.json",
    throttle=Often(),
)
api.add_router("", directory)
api.add_router("", duty)
api.add_router("", approvals)
api.add_router("", guidance)
api.add_router("", whitelist)
api.add_router("", prevention)
api.add_router("/imports", imports)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer a refusal."""
    return answer(request, refusal)


@api.exception_handler(InputError)
def not_understood(request: HttpRequest, error: InputError) -> HttpResponse:
    """Answer input that does not fit its schema."""
    return answer(request, Invalid(fields=_by_field(error.errors)))


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer input that a command's own model refuses."""
    return answer(request, Invalid(fields=by_field(error.errors())))


def _by_field(errors: Any) -> dict[str, str]:
    """A body's errors are placed below "body" and the name of the operation's argument, others below where they came."""
    found: dict[str, str] = {}
    for one in errors:
        found |= by_field([one], skip=2 if one["loc"][0] == "body" else 1)
    return found


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Answer who is not signed in."""
    return answer(request, NotSignedIn())


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """Answer what does not exist."""
    return answer(request, NotFound())


@api.exception_handler(HttpError)
def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer a body that cannot be read."""
    return answer(request, BadRequest(_("请求内容无法读取")))
