"""Reading issued documents."""

from django.db.models import QuerySet

from sibao.kernel.models import IssuedDocument


def documented(zone_id: int, subject_kind: str) -> QuerySet[IssuedDocument]:
    """Return every document issued about subjects of a kind, without their bytes."""
    return IssuedDocument.objects.filter(zone_id=zone_id, subject_kind=subject_kind).defer("content")


def documents_of(zone_id: int, subject_kind: str, subject_id: int) -> QuerySet[IssuedDocument]:
    """Return the documents issued about a subject, oldest first, without their bytes."""
    return documented(zone_id, subject_kind).filter(subject_id=subject_id).order_by("issued_at", "id")
