"""Set-based SQL: the chain of the record, and values that are sealed."""

from sibao.audit.sql.chain import chain, seal_some, strangers
from sibao.audit.sql.sealed import Place, is_anything_sealed, places, put, some, used_keys, with_content

__all__ = [
    "Place",
    "chain",
    "is_anything_sealed",
    "places",
    "put",
    "seal_some",
    "some",
    "strangers",
    "used_keys",
    "with_content",
]
