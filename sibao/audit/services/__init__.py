"""The record changes by nothing but commands elsewhere; it can be exported, sealed, attested and examined."""

from sibao.audit.services.checkpoints import sign_checkpoint, take_checkpoint
from sibao.audit.services.exports import export_lines
from sibao.audit.services.sealing import seal_lines
from sibao.audit.services.verifying import verify_record

__all__ = ["export_lines", "seal_lines", "sign_checkpoint", "take_checkpoint", "verify_record"]
