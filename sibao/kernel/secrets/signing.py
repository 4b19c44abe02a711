"""Signatures (签名): Ed25519 keys on disk, one in use per purpose, the public ones of all ages beside it.

`<home>/keys/<purpose>-sign.pem` signs (0600); `<purpose>-sign.<key id>.pub.pem` verify what older keys signed.
"""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from sibao.kernel.secrets import keyring


class KeyExists(Exception):
    """There is a signing key already; replacing it is a decision of its own."""


class NoSigningKey(Exception):
    """The signing key's file is not there, or is none."""


@dataclass(frozen=True, slots=True)
class Signer:
    """The key in use: its id and what it signs with."""

    key_id: str
    _private: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte signature of a message."""
        return self._private.sign(message)


def make(purpose: str, *, replace: bool = False) -> str:
    """Make the signing key of a purpose and return its id; an older public key stays.

    Raises:
        KeyExists: there is one and it is not to be replaced.
    """
    path = _private_path(purpose)
    if path.exists() and not replace:
        raise KeyExists(purpose)
    private = Ed25519PrivateKey.generate()
    public = private.public_key()
    _write(_public_path(purpose, key_id(public)), public_pem(public), mode=0o644)
    _write(path, private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), mode=0o600)
    return key_id(public)


def signer(purpose: str) -> Signer:
    """Return the key in use.

    Raises:
        NoSigningKey: it was never made, or it is lost.
    """
    path = _private_path(purpose)
    if not path.exists():
        raise NoSigningKey(purpose)
    try:
        private = load_pem_private_key(path.read_bytes(), password=None)
    except ValueError as error:
        raise NoSigningKey(purpose) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise NoSigningKey(purpose)
    return Signer(key_id(private.public_key()), private)


def public_keys(purpose: str) -> dict[str, Ed25519PublicKey]:
    """Return the public keys of all ages by their id."""
    found = (read_public(path.read_bytes()) for path in keyring.folder().glob(f"{purpose}-sign.*.pub.pem"))
    return {key_id(public): public for public in found}


def read_public(pem: bytes) -> Ed25519PublicKey:
    """Return the public key of a PEM file.

    Raises:
        ValueError: it is none of Ed25519.
    """
    public = load_pem_public_key(pem)
    if not isinstance(public, Ed25519PublicKey):
        raise ValueError("not an Ed25519 public key")
    return public


def public_pem(public: Ed25519PublicKey) -> bytes:
    """Return a public key as a PEM file."""
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key_id(public: Ed25519PublicKey) -> str:
    """Return a key's id: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes."""
    return hashlib.sha256(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def is_signed(public: Ed25519PublicKey, signature: bytes, message: bytes) -> bool:
    """Return whether the key's owner signed the message."""
    try:
        public.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _private_path(purpose: str) -> Path:
    return keyring.folder() / f"{purpose}-sign.pem"


def _public_path(purpose: str, name: str) -> Path:
    return keyring.folder() / f"{purpose}-sign.{name}.pub.pem"


def _write(path: Path, content: bytes, *, mode: int) -> None:
    draft = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
