"""The record changes by nothing but commands elsewhere; it can be exported, sealed, attested and examined."""

from sibao.audit.services.checkpoints import sign_checkpoint, take_checkpoint
from sibao.audit.services.clearing import clear_key
from sibao.audit.services.exports import export_lines
from sibao.audit.services.holds import lift_hold, place_hold
from sibao.audit.services.keys import destroy_keys
from sibao.audit.services.looks import inquire_looks
from sibao.audit.services.packs import load_pack
from sibao.audit.services.rotations import (
    finish_rotation,
    retire_keys,
    rotate_key,
)
from sibao.audit.services.sealing import seal_lines
from sibao.audit.services.verifying import verify_record

__all__ = [
    "clear_key",
    "destroy_keys",
    "export_lines",
    "finish_rotation",
    "inquire_looks",
    "lift_hold",
    "load_pack",
    "place_hold",
    "retire_keys",
    "rotate_key",
    "seal_lines",
    "sign_checkpoint",
    "take_checkpoint",
    "verify_record",
]
