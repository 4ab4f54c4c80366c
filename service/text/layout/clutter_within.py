"""What the clutter of web pages looks like where only a line's middle or end tells it.

Such lines begin with anything at all, so every line of an article would be read to its end once for each
pattern; a pattern is tried only where one of its cues stands. `service.text.layout.boilerplate` has the rest.
"""

# ruff: noqa: E501 (a pattern reads better on one line than broken over several)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from service.text.cues import Cued


def _lines(*lines: str, cues: tuple[str, ...]) -> Cued:
    return Cued(re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE), cues)


OPEN: Mapping[str, Sequence[Cued]] = {
    "photo": (
        _lines(
            r"^[^.!?\n]{3,250}\((?:[^()\n]{0,80}[\s/])?(?:photo|image|getty images|reuters|ap|afp|epa|file)[^()\n]{0,60}\)\.?$",
            r"^[^\n]{3,360}\((?:photos?|images?|pictures?)(?:\s?[:/]| by| courtesy| illustration)[^()\n]{0,80}\)\W{0,2}$",
            r"^[^\n]{3,360}\([^()\n]{0,80}(?:ap photo|getty images|/reuters|/afp|/ap|/epa)[^()\n]{0,60}\)"
            r"(?:\s?\(associated press\))?\W{0,2}$",
            r"^[^\n]{3,360}\.\.\. \(associated press\)$",
            r"^[^\n]{0,360}\((?:l|r|c|left|right|center|2nd [lr])\)[^\n]{0,300}\b(?:19|20)\d{2}\.?$",
            r"^[^\n]{0,360}\((?:photo |image |picture )?credits?\s?:[^()\n]{2,100}\)\W{0,2}$",
            cues=("(",),
        ),
        _lines(
            r"^[^\n]{3,380}(?:via (?:reuters|ap|afp)|getty images|/file photo|/reuters|/afp|/epa|ap photo)[^\n]{0,80}$"
            + r"[^\n]{0,400}(?<![.!])$",
            cues=("reuters", "via ap", "via afp", "getty images", "/file photo", "/afp", "/epa", "ap photo"),
        ),
        _lines(
            r"^[^|\n]{20,360}[.!?\"”]\s?\|\s[^|.!?\n]{2,40}$",
            cues=("|",),
        ),
    ),
    "credits": (
        _lines(
            r"^[^.!?\n]{3,200}(?:[A-Z]\. [^.!?\n]{3,60})?\bcontributed (?:to this|reporting)\b[^.!?\n]{0,60}\.?$",
            cues=("contributed ",),
        ),
        _lines(
            r"^[^.\n]{3,60} can be (?:reached|contacted|followed) (?:at|on|via)\b[^\n]{0,120}$",
            cues=("can be ",),
        ),
    ),
    "follow": (
        _lines(
            r"^[^\n]{0,300}\bfollow [\w.'’ -]{2,40} on (?:x|twitter|facebook|instagram|youtube|telegram|google news)\b[^\n]{0,80}$",
            cues=("follow ",),
        ),
    ),
    "newsletter": (
        _lines(
            r"^[\w'’& -]{2,40} newsletters?$",
            cues=("newsletter",),
        ),
        _lines(
            r"^[^.!?\n]{3,80}\b(?:by clicking|click) here\W{0,2}$",
            cues=("click",),
        ),
    ),
    "legal": (
        _lines(
            r"^[^\n]{0,100}\ball rights reserved\b[^\n]{0,200}$",
            cues=("all rights reserved",),
        ),
        _lines(
            r"^[^\n]{0,80}\b(?:is|are) not responsible for (?:the )?content (?:of|on) external\b[^\n]{0,60}$",
            cues=("not responsible for ",),
        ),
        _lines(
            r"^[^.!?\n]{2,60} (?:and (?:its |selected )?partners )?uses? cookies (?:for|to|and)\b[^\n]{0,150}$",
            cues=(" cookies ",),
        ),
        _lines(
            r"^(?:this (?:site|page)|[^.!?\n]{2,60}) is protected by recaptcha\b",
            cues=("recaptcha",),
        ),
    ),
    "tweet": (
        _lines(
            r"^[^\n]{0,400}\bpic\.twitter\.com/\w{4,20}[^\n]{0,40}$",
            cues=("pic.twitter.com/",),
        ),
    ),
}
"""Kinds of clutter by the names of `service.text.layout.boilerplate`, and the lines that are it."""
