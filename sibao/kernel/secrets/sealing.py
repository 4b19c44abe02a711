"""Sealing: AES-256-GCM with the key's name in front, so that every ciphertext says which key opens it.

Layout: 1 byte version · 1 byte length of the key's name · name · 12 bytes nonce · ciphertext with tag.
The key's name is authenticated too: it cannot be swapped.
"""

import hmac
import os
from collections.abc import Callable
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils.translation import gettext_lazy as _

from sibao.kernel import clock
from sibao.kernel.refusals import Refusal, Text
from sibao.kernel.secrets import keyring

PACK, PERIOD = "directory", "2022"
HASHES = "hash"
"""The pack of the one key that finds and seals nothing; it is neither renewed nor destroyed."""
HASH_KEY = f"{HASHES}.all.1"
_VERSION = 1
_NONCE = 12


class SealBroken(Refusal):
    """The bytes were changed, cut, or sealed by a key that is not there (410); `reason` is for the log."""

    status, code, default = 410, "sealed", _("这项数据的密钥不在或已损坏，打不开；请从密钥备份恢复，其余照常使用")

    def __init__(self, reason: str, message: Text = "") -> None:
        self.reason = reason
        super().__init__(message)


GONE = _("已按保存期限销毁")
LOST = _("密钥不在，无法显示")


@lru_cache(64)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def month() -> str:
    """Return the period of what is kept for a time and then destroyed: the product's month, such as 2022-06."""
    return f"{clock.today():%Y-%m}"


def seal_bytes(plain: bytes, *, pack: str = PACK, period: str = PERIOD) -> bytes:
    """Seal bytes with the newest key of a pack and period.

    Raises:
        SealBroken: all keys are lost.
    """
    return _with_key(_newest(pack, period))(plain)


def _newest(pack: str, period: str) -> str:
    try:
        return keyring.newest(pack, period)
    except keyring.KeyMissing as error:
        raise SealBroken(f"cannot be sealed: {error!r}") from error


def _with_key(name: str) -> Callable[[bytes], bytes]:
    head, encrypt = bytes((_VERSION, len(name))) + name.encode(), _cipher(keyring.key(name)).encrypt

    def sealed(plain: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return head + nonce + encrypt(nonce, plain, head)

    return sealed


def seal(text: str, *, pack: str = PACK, period: str = PERIOD) -> bytes:
    """Seal text; see `seal_bytes`."""
    return seal_bytes(text.encode(), pack=pack, period=period)


def sealer(*, pack: str = PACK, period: str = PERIOD) -> Callable[[str], bytes]:
    """Return `seal` with its key looked up once, for rows by the million."""
    sealed = _with_key(_newest(pack, period))
    return lambda text: sealed(text.encode())


def key_of(sealed: bytes) -> str:
    """Return the name of the key that sealed these bytes."""
    sealed = bytes(sealed)
    return sealed[2 : 2 + sealed[1]].decode("ascii", "replace") if len(sealed) > 2 else ""


def open_bytes(sealed: bytes | memoryview) -> bytes:
    """Open what `seal_bytes` sealed.

    Raises:
        SealBroken: the bytes are not intact or their key is gone.
    """
    sealed = bytes(sealed)
    if len(sealed) < 2 + _NONCE or sealed[0] != _VERSION:
        raise SealBroken("not a sealed value")
    end = 2 + sealed[1]
    try:
        cipher = _cipher(keyring.key(sealed[2:end].decode()))
        return cipher.decrypt(sealed[end : end + _NONCE], sealed[end + _NONCE :], sealed[:end])
    except keyring.KeyMissing as error:
        raise SealBroken(f"cannot be opened: {error!r}", GONE if error.destroyed else "") from error
    except (InvalidTag, UnicodeDecodeError, ValueError) as error:
        raise SealBroken(f"cannot be opened: {error!r}") from error


def open_sealed(sealed: bytes | memoryview) -> str:
    """Open what `seal` sealed; see `open_bytes`."""
    return open_bytes(sealed).decode()


def open_shown(sealed: bytes | memoryview | None, mask: Callable[[str], str] = str) -> str:
    """Open what `seal` sealed for a page, masked; where it cannot be opened the words say why, and the page goes on."""
    if sealed is None:
        return ""
    try:
        return mask(open_sealed(sealed))
    except SealBroken as broken:
        return str(broken.message if broken.message == GONE else LOST)


def sealed_anew(sealed: bytes | memoryview) -> bytes:
    """Return the same value sealed by the newest key of its pack and period; see `open_bytes` for what it raises."""
    plain = open_bytes(sealed)
    pack, period, _serial = key_of(bytes(sealed)).split(".")
    return seal_bytes(plain, pack=pack, period=period)


def keyed_hash(text: str, *, purpose: str) -> bytes:
    """Return the 32-byte keyed hash by which a sealed value is found without opening any.

    Args:
        text: the normalised value, such as an identity number.
        purpose: keeps equal texts of different kinds apart, such as "identity" or "phone".
    """
    return hmac.digest(_hash_key(), f"{purpose}\0{text}".encode(), "sha256")


def _hash_key() -> bytes:
    try:
        return keyring.key(HASH_KEY)
    except keyring.KeyMissing:
        pass
    try:
        keyring.refuse_when_lost(HASH_KEY)
    except keyring.KeyMissing as error:
        raise SealBroken(f"cannot be looked for: {error!r}") from error
    return keyring.make(HASH_KEY)
