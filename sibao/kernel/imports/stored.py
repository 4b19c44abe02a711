"""Rows of an import as they are kept: plain values as JSON, personal ones sealed."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sibao.kernel.secrets import month, open_sealed, seal

PACK = "imports"


def encode(value: Any) -> Any:
    """Return a value as JSON can hold it, with its type where JSON has none."""
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return {"decimal": str(value)} if isinstance(value, Decimal) else value


def decode(kept: Any) -> Any:
    """Undo `encode`."""
    if not isinstance(kept, dict):
        return kept
    return date.fromisoformat(kept["date"]) if "date" in kept else Decimal(kept["decimal"])


def split(values: Mapping[str, Any], personal: frozenset[str]) -> tuple[dict[str, Any], bytes | None]:
    """Return the plain values and the sealed personal ones."""
    plain = {key: encode(value) for key, value in values.items() if key.partition("@")[0] not in personal}
    hidden = {key: encode(value) for key, value in values.items() if key.partition("@")[0] in personal}
    return plain, seal(json.dumps(hidden, ensure_ascii=False), pack=PACK, period=month()) if hidden else None


def join(plain: Mapping[str, Any], sealed: bytes | memoryview | None) -> dict[str, Any]:
    """Return all values again."""
    hidden = json.loads(open_sealed(sealed)) if sealed else {}
    return {key: decode(value) for key, value in {**plain, **hidden}.items()}
