"""Seals words so that only the holder of one private key reads them: HPKE (RFC 9180) by the `cryptography` library.

Whoever has the public part can seal and never open, so what is sealed stays closed to the process, the editors, the
dumps and the administrators of the place where it waits.
"""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

KEY_BYTES: Final = 32
_SUITE: Final = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class NotOpened(ValueError):
    """What was sealed does not open with this key: it is damaged, or was sealed for another."""

    def __init__(self) -> None:
        super().__init__("What was sealed does not open with this installation's key; it was left where it is.")


def new_private_key() -> bytes:
    """Return a new private key of 32 bytes."""
    return X25519PrivateKey.generate().private_bytes_raw()


def public_part(private: bytes) -> bytes:
    """Return the public part, 32 bytes, of a private key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal(words: bytes, *, public: bytes, purpose: bytes) -> bytes:
    """Return the words sealed for whoever holds the private key; the same words never look alike twice.

    `purpose` is bound to the seal: what is sealed for one use does not open for another.
    """
    return _SUITE.encrypt(words, X25519PublicKey.from_public_bytes(public), purpose)


def unseal(sealed: bytes, *, private: bytes, purpose: bytes) -> bytes:
    """Return the words that were sealed.

    Raises:
        NotOpened: it is damaged, or sealed for another key or another purpose.
    """
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), purpose)
    except InvalidTag:
        raise NotOpened from None
