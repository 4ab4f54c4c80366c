"""Text from documents is hostile: here it becomes text again, whatever it is put into."""

from __future__ import annotations

import html
import re

# C0 and C1 controls (a terminal obeys them), and the bidirectional overrides that reorder what is read.
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ENTITY = re.compile(r"&(?=#?[0-9A-Za-z]+;)")
# An underscore inside a word, as in a file's name, is no markup.
_INLINE = re.compile(r"([\\`*\[\]~|]|(?<![^\W_])_|_(?![^\W_]))")
_LINK = re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*:(?=//)|\bwww(?=\.))")
_LINE_START = re.compile(r"^(\d{1,9})([.)])|^([#+=>-])")
_HTML_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def one_line(text: str) -> str:
    """Put a text on one line, without control characters."""
    return " ".join(_BIDI.sub("", _UNSEEN.sub(" ", text)).split())


def markdown(text: str) -> str:
    """Escape a text for a place inside a line of Markdown (CommonMark and GitHub's)."""
    escaped = _INLINE.sub(r"\\\1", one_line(text))
    escaped = _ENTITY.sub("&amp;", escaped).replace("<", "&lt;")
    return _LINK.sub(_break_link, escaped)


def markdown_line(text: str) -> str:
    """Escape a text that begins a line of Markdown, where `#`, `-` and `1.` mean something too."""
    return line_start(markdown(text))


def line_start(escaped: str) -> str:
    """Escape what would make a list, a heading or a quotation of a line that is escaped otherwise."""
    return _LINE_START.sub(_break_marker, escaped)


def markdown_url(url: str) -> str:
    """Show an address as code: it can be copied, and is not a link."""
    safe = re.sub(r"[\s`<>\x00-\x1f\x7f-\x9f]", "", one_line(url))
    return f"`{safe}`" if safe else ""


def markup(text: str) -> str:
    """Escape a text for HTML content or a quoted attribute; line breaks are kept."""
    return html.escape(_HTML_CONTROLS.sub("\ufffd", text), quote=True)


def _break_link(match: re.Match[str]) -> str:
    found = match.group(1)
    return f"{found[:-1]}\\:" if found.endswith(":") else f"{found}\\"


def _break_marker(match: re.Match[str]) -> str:
    number, delimiter, sign = match.groups()
    return f"\\{sign}" if sign else f"{number}\\{delimiter}"
