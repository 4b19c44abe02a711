"""Every change guides and plans allow."""

from sibao.guidance.services.documents import edit_document, enforce_document, withdraw_document
from sibao.guidance.services.packs import load_pack

__all__ = ["edit_document", "enforce_document", "load_pack", "withdraw_document"]
