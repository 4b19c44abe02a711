"""The record changes by nothing but commands elsewhere; it can be exported, sealed, attested and examined."""

from sibao.audit.services.checkpoints import sign_checkpoint, take_checkpoint
from sibao.audit.services.exports import export_lines
from sibao.audit.services.keys import destroy_keys, rotate_key
from sibao.audit.services.looks import inquire_looks
from sibao.audit.services.packs import load_pack
from sibao.audit.services.sealing import seal_lines
from sibao.audit.services.verifying import verify_record

__all__ = [
    "destroy_keys",
    "export_lines",
    "inquire_looks",
    "load_pack",
    "rotate_key",
    "seal_lines",
    "sign_checkpoint",
    "take_checkpoint",
    "verify_record",
]
