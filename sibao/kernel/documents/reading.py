"""Reading issued documents."""

from django.db.models import QuerySet

from sibao.kernel.models import IssuedDocument


def documents_of(zone_id: int, subject_kind: str, subject_id: int) -> QuerySet[IssuedDocument]:
    """Return the documents issued about a subject, oldest first, without their bytes."""
    rows = IssuedDocument.objects.filter(zone_id=zone_id, subject_kind=subject_kind, subject_id=subject_id)
    return rows.defer("content").order_by("issued_at", "id")
