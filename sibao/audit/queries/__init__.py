"""Reads of the record and of its seals."""

from sibao.audit.queries.lines import label, latest, lines, timeline
from sibao.audit.queries.privacy import (
    KeyPeriod,
    destroyed_keys,
    due,
    end_of,
    held,
    holds,
    key_periods,
    own_looks,
    own_record,
    processings,
    progress,
    rotations,
)
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
    "KeyPeriod",
    "Sealing",
    "checkpoint",
    "checkpoints",
    "destroyed_keys",
    "due",
    "end_of",
    "held",
    "holds",
    "key_periods",
    "key_words",
    "label",
    "latest",
    "lines",
    "own_looks",
    "own_record",
    "processings",
    "progress",
    "rotations",
    "sealing",
    "timeline",
    "verifications",
    "words_of",
]
