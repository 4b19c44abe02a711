"""Reads of guides and plans, narrowed to the asker."""

from sibao.guidance.queries.documents import (
    Cell,
    Shelf,
    access_document,
    document,
    documents,
    editable,
    is_own,
    of_sectors,
    others_in_force,
    reached_documents,
    sector_options,
    sectors_to_edit,
    shelves,
    takes_files,
    total,
)
from sibao.guidance.queries.items import READ as READ_ITEMS
from sibao.guidance.queries.items import Chapter, Guide, guide, items_to_confirm

__all__ = [
    "READ_ITEMS",
    "Cell",
    "Chapter",
    "Guide",
    "Shelf",
    "access_document",
    "document",
    "documents",
    "editable",
    "guide",
    "is_own",
    "items_to_confirm",
    "of_sectors",
    "others_in_force",
    "reached_documents",
    "sector_options",
    "sectors_to_edit",
    "shelves",
    "takes_files",
    "total",
]
