"""How a thing's attachments are shown, on whatever page they hang."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from sibao.kernel.access import Actor, may
from sibao.kernel.attaching import hanging, kinds, queries
from sibao.kernel.models import Attachment

SHOWN_AT_ONCE = 100
ICONS = {"application/pdf": "file-type-pdf", "image/png": "photo", "image/jpeg": "photo"}


def panel(actor: Actor, kind: str, subject_id: int) -> Mapping[str, Any]:
    """Return a thing's attachments with what the actor may do with each; removed ones are named with their reason."""
    takes = hanging.takes(actor, kind, subject_id)
    rows = list(queries.attachments(actor, kind, subject_id)[:SHOWN_AT_ONCE])
    removable = takes and may(actor, "kernel:attachment:remove")
    return {
        "files": [_line(row, removable and queries.is_of_house(actor, row)) for row in rows if row.removed_at is None],
        "removed": [row for row in rows if row.removed_at is not None],
        "add_url": _add_url(kind, subject_id) if takes and may(actor, "kernel:attachment:add") else "",
        "accept": ",".join(f".{ending}" for ending in kinds.ENDINGS),
        "megabytes": settings.ATTACHMENT_BYTES // 1_000_000,
    }


def _add_url(kind: str, subject_id: int) -> str:
    return reverse("kernel:attachment-add", args=[kind, subject_id])


def _line(row: Attachment, removable: bool) -> dict[str, Any]:
    shown = row.content_type in kinds.SHOWN
    return {
        "row": row,
        "icon": ICONS.get(row.content_type, "file"),
        "url": reverse("kernel:attachment-look" if shown else "kernel:attachment", args=[row.pk]),
        "download_url": reverse("kernel:attachment", args=[row.pk]),
        "remove_url": reverse("kernel:attachment-remove", args=[row.pk]) if removable else "",
        "kilobytes": max(1, row.size // 1000),
    }
