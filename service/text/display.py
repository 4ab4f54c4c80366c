"""A stretch of source text as a reader should see it: one line, no markup, no control characters."""

from __future__ import annotations

import re

_IMAGE = re.compile(r"!\[[^\[\]\n]{0,300}\](?:\([^()\s]{0,1000}(?:\s[^()\n]{0,200})?\)|\[[^\[\]\n]{0,100}\])")
_LINK = re.compile(
    r"\[([^\[\]\n]{1,500})\]"
    r"(?:\([^()\s]{0,1000}(?:\([^()\s]{0,200}\)[^()\s]{0,500})?(?:\s[^()\n]{0,200})?\)|\[[^\[\]\n]{0,100}\])"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,40}\]")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,1000}|[^<>\s@]{1,100}@[^<>\s@]{1,200})>")
_CODE = re.compile(r"(?<!`)(`{1,3})(?!`)([^`\n]{1,500})\1(?!`)")
_STRONG = re.compile(r"(?<![\\*\w])(\*{1,3})(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*\\])\1(?!\*)")
_STRONG_TAIL = re.compile(r"(?<!\\)\*{2,3}(?=[^\s*])([^*\n]{1,1000}?)(?<=[^\s*\\])\*{2,3}")
_UNDERSCORED = re.compile(r"(?<![\\_\w])(_{1,3})(?=[^\s_])([^_\n]{1,1000}?)(?<=[^\s_\\])\1(?![_\w])")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,1000}?)~~")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LINE_MARK = re.compile(r"(?m)^[ \t]{0,8}(?:>[ \t]?)+|[ \t]{0,4}\\$")
_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|button|center|cite|code|dd|del|details|div|dl|dt|em|figcaption|figure|font|h[1-6]"
    r"|hr|i|iframe|img|ins|kbd|li|mark|ol|p|pre|q|s|script|section|small|span|strong|style|sub|summary|sup|table"
    r"|tbody|td|th|thead|tr|u|ul)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.{0,2000}?-->", re.DOTALL)
_IDLE_JOINER = re.compile(r"(?<![^\s\u200c\u200d])[\u200c\u200d]+|[\u200c\u200d]+(?![^\s\u200c\u200d])")
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ue000-\uf8ff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f\U000f0000-\U0010ffff]"
)
"""Control, format and private characters (categories Cc, Cf, Co), but the two joiners."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def display(text: str, *, markdown: bool = False) -> str:
    """Return `text` on one line, without markup or characters that cannot be seen.

    Line breaks and tabs become spaces; other control and format characters go, except joiners
    between two visible characters, which shape emoji and Indic or Persian words. A lone surrogate
    becomes U+FFFD. The text is not normalized: letters and their marks stay as they are.
    """
    if "<" in text:
        text = _TAG.sub("", _COMMENT.sub("", text))
    if markdown:
        text = strip_inline_markdown(text)
    text = " ".join(text.split())
    if text.isascii() and text.isprintable():
        return text
    text = _UNSEEN.sub("", _SURROGATE.sub("\ufffd", text))
    return " ".join(_IDLE_JOINER.sub("", text).split())


def strip_inline_markdown(text: str) -> str:
    """Return Markdown `text` without its inline marks: links keep their words, images go."""
    if ">" in text or "\\" in text:
        text = _LINE_MARK.sub("", text)
    if "[" in text:
        text = _FOOTNOTE.sub("", _LINK.sub(r"\1", _IMAGE.sub("", text)))
    if "<" in text:
        text = _AUTOLINK.sub(r"\1", text)
    if "`" in text:
        text = _CODE.sub(r"\2", text)
    if "*" in text:
        text = _STRONG_TAIL.sub(r"\1", _STRONG.sub(r"\2", text))
    if "_" in text:
        text = _UNDERSCORED.sub(r"\2", text)
    if "~~" in text:
        text = _STRUCK.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def fold(text: str) -> str:
    """Return `text` with case, quotes and dashes made alike, one code point for each code point."""
    lowered = text.lower()  # which may only grow, so equal lengths mean that all places are kept
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for char, plain in _ALIKE.items():  # mostly absent, and then much quicker than to translate
        lowered = lowered.replace(char, plain)
    return lowered


_ALIKE = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛′`´＇", "'"),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    **dict.fromkeys("\u00a0\u2007\u2009\u200a\u202f\t", " "),
}
