"""Answering an official document."""

from typing import Any
from urllib.parse import quote

from django.http import HttpResponse


def pdf(document: Any) -> HttpResponse:
    """Return an issued document's PDF, byte for byte as it went out, named by its number."""
    response = HttpResponse(bytes(document.content), content_type="application/pdf")
    response.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(document.number, safe='')}.pdf"
    return response
