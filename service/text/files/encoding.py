"""From bytes to text: byte order marks first, then UTF-8, then a careful guess."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED_CHARSET = re.compile(rb"charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.\-]{2,40})", re.IGNORECASE)
_COMMON = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("koi8_r", "cp932", "euc_jp", "gb18030", "big5", "euc_kr", "utf_16_le", "utf_16_be"),
)
"""Encodings that files are met in; the guesser mistakes French for old Macintosh ones if it may."""
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
_HEAD_BYTES = 4096
_GUESS_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was come by. `exact` means that encoding it as UTF-8 gives the bytes back."""

    text: str
    encoding: str
    exact: bool
    lossy: bool = False


def decode(content: bytes) -> Decoded:
    """Decode the bytes of a text file. Never raises: the last resort replaces what cannot be read.

    Valid UTF-8 is kept to the letter, byte order mark included.
    """
    marked = _by_mark(content)
    if marked is not None:
        return marked
    try:
        return Decoded(content.decode("utf-8"), "utf-8", exact=True)
    except UnicodeDecodeError:
        return _guess(content)


def decode_html(content: bytes) -> Decoded:
    """Decode the bytes of a web page, which may declare its own encoding in a meta element."""
    marked = _by_mark(content)
    if marked is not None:
        return marked
    try:
        return Decoded(content.decode("utf-8"), "utf-8", exact=True)
    except UnicodeDecodeError:
        declared = _declared_encoding(content)
    if declared is not None:
        try:
            return Decoded(content.decode(declared), declared, exact=False)
        except (UnicodeDecodeError, LookupError):
            pass
    return _guess(content)


def looks_binary(content: bytes) -> bool:
    """Whether bytes that carry no Unicode mark are no text at all: many control bytes near the start."""
    if any(content.startswith(mark) for mark, _ in _MARKS):
        return False
    head = content[:_HEAD_BYTES]
    return len(head) - len(head.translate(None, _CONTROLS)) > 0.1 * len(head)


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = content.decode(encoding, "replace")
            return Decoded(text, encoding, exact=False, lossy="\ufffd" in text)
    return None


def _declared_encoding(content: bytes) -> str | None:
    found = _DECLARED_CHARSET.search(content[:_HEAD_BYTES])
    if found is None:
        return None
    name = found[1].decode("ascii").lower()
    # Browsers read Latin-1 as its superset, and so do the pages that declare it.
    name = "cp1252" if name in {"iso-8859-1", "latin-1", "latin1", "ascii", "us-ascii"} else name
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text else None


def _guess(content: bytes) -> Decoded:
    """Guess from a bounded sample; a UTF-8 file with a few broken bytes stays UTF-8."""
    replaced = content.decode("utf-8", "replace")
    if replaced.count("\ufffd") * 200 < len(replaced):
        return Decoded(replaced, "utf-8", exact=False, lossy=True)
    for encoding in (*_guessed_encodings(content[:_GUESS_BYTES]), "cp1252"):
        try:
            return Decoded(content.decode(encoding), encoding, exact=False)
        except UnicodeDecodeError:
            continue
    return Decoded(replaced, "utf-8", exact=False, lossy=True)


def _guessed_encodings(sample: bytes) -> list[str]:
    """Likely encodings, the best first. A tie goes to the most common one, Western Windows."""
    matches = list(charset_normalizer.from_bytes(sample, cp_isolation=list(_COMMON)))
    return [
        match.encoding
        for match in sorted(matches, key=lambda m: (m.chaos, -m.coherence, _COMMON.index(m.encoding)))
    ]
