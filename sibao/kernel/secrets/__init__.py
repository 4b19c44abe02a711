"""Personal data at rest: sealed with one key per pack and period, found by a keyed hash.

>>> sealed = seal("张三")
... open_sealed(sealed)
'张三'
"""

from sibao.kernel.secrets.masks import mask_identity, mask_name, mask_phone
from sibao.kernel.secrets.sealing import (
    SealBroken,
    key_of,
    keyed_hash,
    month,
    open_bytes,
    open_sealed,
    open_shown,
    seal,
    seal_bytes,
    sealed_anew,
    sealer,
)

__all__ = [
    "SealBroken",
    "key_of",
    "keyed_hash",
    "mask_identity",
    "mask_name",
    "mask_phone",
    "month",
    "open_bytes",
    "open_sealed",
    "open_shown",
    "seal",
    "seal_bytes",
    "sealed_anew",
    "sealer",
]
