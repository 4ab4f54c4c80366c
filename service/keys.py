"""API keys: 256 random bits for each client, known to the service by their hashes alone.

A hash needs no salt and no slow function: nobody can go through 2^256 keys to find what it was made from.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

MARK = "cw_"
"""What every key begins with, so that one that was published by mistake is found."""

CLIENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,31}")
_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A client's name, and the SHA-256 of its key, hexadecimal."""

    client: str
    hashed: str

    def __str__(self) -> str:
        return f"{self.client}:{self.hashed}"


def new_key() -> str:
    """Return a key that nobody has."""
    return f"{MARK}{secrets.token_urlsafe(32)}"


def known_as(client: str, key: str) -> KnownKey:
    """Return what the service is to know of a client's key. Raises ValueError if the name cannot be used."""
    if not CLIENT.fullmatch(client):
        raise ValueError(
            f"{client[:40]!r} is no client's name: take up to 32 of the letters A to Z, digits, and _ . -"
        )
    return KnownKey(client, hashlib.sha256(key.encode("utf-8", "replace")).hexdigest())


def parse(text: str) -> tuple[KnownKey, ...]:
    """Read `name:hash` pairs between commas or blanks. Raises ValueError, which never quotes a hash.

    A name may come several times: those keys are one client's.
    """
    return tuple(
        _pair(part, number) for number, part in enumerate(re.split(r"[\s,]+", text.strip(" ,\n")), 1)
    )


def client_of(key: str, known: Sequence[KnownKey]) -> str | None:
    """Return whose key it is, or None. Takes as long whether the first fits, the last, or none."""
    hashed = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
    found = [one.client for one in known if hmac.compare_digest(one.hashed, hashed)]
    return found[0] if found else None


def _pair(part: str, number: int) -> KnownKey:
    client, _, hashed = part.partition(":")
    if not CLIENT.fullmatch(client) or not _HASH.fullmatch(hashed):
        raise ValueError(f"entry {number} is not NAME:HASH as `citeweave keys new NAME` prints it")
    return KnownKey(client, hashed)
