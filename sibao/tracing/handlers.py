"""Scans of venues' codes are told of by signals, in the transaction of their delivery."""

from sibao.prevention.queries import hear
from sibao.tracing.services.scans import SCAN, fold

hear(SCAN, fold)
