"""Reads for the public: what was officially issued about the whitelist."""

from django.db.models import QuerySet

from sibao.kernel.documents.check_codes import normalise_check_code
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import Invalid, NotFound
from sibao.whitelist import queries as whitelist

SEARCH = "portal_search"
"""The switch of searching the public list."""


def notices(zone_id: int) -> QuerySet[IssuedDocument]:
    """Return the notices of a zone, newest first, without their bytes; voided ones too, for they went out."""
    rows = IssuedDocument.objects.filter(zone_id=zone_id, kind__in=whitelist.PUBLIC_NOTICES)
    return rows.defer("content").order_by("-issued_at", "-id")


def notice(zone_id: int, check_code: str, *, with_content: bool = False) -> IssuedDocument:
    """Return one notice by its check code.

    Raises:
        NotFound: the zone issued no notice with this code.
    """
    try:
        code = normalise_check_code(check_code)
    except Invalid as mistyped:
        raise NotFound from mistyped
    rows = notices(zone_id)
    found = (rows.defer(None) if with_content else rows).filter(check_code=code).first()
    if found is None:
        raise NotFound
    return found
