"""Reads of the record and of its seals."""

from sibao.audit.queries.lines import label, latest, lines, timeline
from sibao.audit.queries.seals import (
    KEY,
    Sealing,
    checkpoint,
    checkpoints,
    key_words,
    sealing,
    verifications,
    words_of,
)

__all__ = [
    "KEY",
    "Sealing",
    "checkpoint",
    "checkpoints",
    "key_words",
    "label",
    "latest",
    "lines",
    "sealing",
    "timeline",
    "verifications",
    "words_of",
]
