"""Public data."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from sibao.portal.web.public import cacheable


def data(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Return data as the product writes it in one way: sorted keys, no spaces; the same bytes in every language."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return cacheable(request, HttpResponse(text, content_type="application/json"))
