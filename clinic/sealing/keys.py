"""The key ring: AES-256-GCM with named keys, so that old text opens while new text is sealed with the newest key."""

import os
from base64 import b64decode
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from attrs import frozen
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

VERSION = b"\x01"
NONCE = 12
TAG = 16
FACTOR_CONTEXT = "mfa.authenticator"  # of the second factors, which allauth keeps


class CannotOpen(Exception):
    """Sealed text that this key ring cannot open: an unknown key, a moved value, or a changed one."""


@frozen
class KeyRing:
    """Keys by name; `current` seals, all open."""

    keys: Mapping[str, bytes]
    current: str

    def seal(self, text: str, *, context: str) -> bytes:
        """The text as version, key name, nonce and ciphertext; it opens in this context only."""
        name = self.current.encode()
        nonce = os.urandom(NONCE)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), context.encode())
        return VERSION + bytes([len(name)]) + name + nonce + sealed

    def open(self, sealed: bytes, *, context: str) -> str:
        """The text again; raises CannotOpen, never gives ciphertext."""
        name = self.key_name(sealed)
        rest = sealed[2 + sealed[1] :]
        if name not in self.keys:
            raise CannotOpen(f"The key {name!r} is not in the key ring: put it back into OPENIPT_SEALING_KEYS_FILE.")
        try:
            return AESGCM(self.keys[name]).decrypt(rest[:NONCE], rest[NONCE:], context.encode()).decode()
        except InvalidTag:
            raise CannotOpen(f"Sealed text in {context} was changed, or belongs to another row.") from None

    def key_name(self, sealed: bytes) -> str:
        """Name of the key that sealed it."""
        if len(sealed) < 2 or sealed[:1] != VERSION or len(sealed) < 2 + sealed[1] + NONCE + TAG:
            raise CannotOpen("This is not sealed text.")
        return sealed[2 : 2 + sealed[1]].decode(errors="replace")


def read_keys(path: Path) -> KeyRing:
    """The key ring in a file of `name:base64` lines, the last of which is current; ValueError names a bad line."""
    keys: dict[str, bytes] = {}
    for number, line in enumerate(path.read_text().splitlines(), start=1):
        if not line.strip():
            continue
        name, _, text = line.strip().partition(":")
        try:
            key = b64decode(text, validate=True)
        except ValueError:
            key = b""
        if not name or len(name) > 40 or len(key) != 32:
            raise ValueError(f"{path}, line {number}: expected `name:` and 32 bytes in base64.")
        if name in keys:
            raise ValueError(f"{path}, line {number}: there is a key {name} above already, and only one could be used.")
        keys[name] = key
    if not keys:
        raise ValueError(f"{path} holds no key.")
    return KeyRing(keys=keys, current=list(keys)[-1])


@cache
def sealing_keys() -> KeyRing:
    """The ring of OPENIPT_SEALING_KEYS_FILE, read once."""
    return read_keys(settings.SEALING_KEYS)
