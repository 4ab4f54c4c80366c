"""Sentences that give orders to a machine instead of telling news. They are neither told nor cited.

A summarizer that only splices what it reads cannot obey, but it could repeat. The patterns ask for an
order *about the text or its reader*, so that news about such orders ("he told staff to ignore previous
instructions from head office") mostly stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.text.cues import Cued, fold_case
from service.text.foreign_orders import CUES, FOREIGN

_ORDER = r"(?:ignore|disregard|forget|override|bypass|overlook|skip)"
_TEXT = (
    r"(?:instructions?|prompts?|articles?|documents?|sources?|texts?"
    r"|reports?|messages?|rules|context|guidelines)"
)
_START = r"(?:^|[.:;!?\"“(\]\n-]\s*|\b(?:please|must|now|and|you (?:should|will|are to))\s+)"
_WHICH = r"(?:all|any|the|every|your|these|those|previous|other|above|earlier|prior)"
_MACHINE = (
    r"(?:a\.?i\.?|language|chat|summari[sz]ation|summari[sz]ing)[ -]?"
    r"(?:systems?|models?|assistants?|bots?|agents?|tools?)"
    r"|ai|llms?|chatbots?|assistants?|summari[sz]ers?|gpt|chatgpt|machines? reading"
)

PATTERNS: Mapping[str, Cued] = {
    "an order about texts": Cued(
        re.compile(
            rf"{_START}{_ORDER}\b[^.]{{0,40}}\b{_WHICH}\b[^.]{{0,40}}\b{_TEXT}\b",
            re.IGNORECASE,
        ),
        ("ignore", "disregard", "forget", "override", "bypass", "overlook", "skip"),
    ),
    "addressed to a machine": Cued(
        re.compile(
            r"(?:^|[.;!?\n])\s*+\W{0,6}(?:(?:note|attention|message|instructions?|notice|dear|hey|hello|important)\s*+){0,2}"
            rf"(?:(?:to|for)\s*+)?(?:(?:all|any|the)\s*+)?(?:{_MACHINE})\s*+(?:reading this\s*+)?[:!]",
            re.IGNORECASE,
        ),
        (":", "!"),
    ),
    "told what to say to machines": Cued(
        re.compile(
            rf"\bif you(?: are|['’]re) (?:an? )?(?:large )?(?:{_MACHINE})\b"
            rf"|\b(?:{_MACHINE}) (?:reading|summari[sz]ing|that reads?) (?:this|these)\b",
            re.IGNORECASE,
        ),
        ("if you", "reading th", "summari", "that read"),
    ),
    "told what to say": Cued(
        re.compile(
            r"(?:^|[\n|])\W{0,6}(?:please )?"
            r"(?:write|say|state|report|claim|pretend|tell (?:the|your) readers?)(?: only)? that\b",
            re.IGNORECASE,
        ),
        (" that",),
    ),
    "a turn of a chat": Cued(
        re.compile(r"(?:^|[.;!?\n]\s*)(?:system|user|human|ai|assistant)\s*:\s*\w", re.IGNORECASE),
        (":",),
    ),
    "an order to answer with": Cued(
        re.compile(r"(?:^|[.:;!?,\n]\s*)(?:answer|reply|respond)\s+(?:only\s+)?with\b", re.IGNORECASE),
        ("answer", "reply", "respond"),
    ),
    "an order to a summarizer": Cued(
        re.compile(
            r"(?:^|[.:;!?\n,]\s*|\bmust\s+|\bplease\s+)"
            r"(?:write|say|state|report|output|respond|reply|print|include|add|begin|start|end)\b"
            r"[^.]{0,30}\b(?:in|to|with|of)?\s*(?:your|the) (?:summary|answer|response|output|reply)\b",
            re.IGNORECASE,
        ),
        ("summary", "answer", "response", "output", "reply"),
    ),
    "speaks of its prompt": Cued(
        re.compile(
            r"\b(?:(?:your|my) system prompt|as an ai (?:language )?model|you are now (?:a|an|in)\b)", re.I
        ),
        ("system prompt", "as an ai", "you are now"),
    ),
    "chat template": Cued(
        re.compile(
            r"<\|[^|<>\s]{1,30}\|>|\[/?INST\]|<</?SYS>>|</?s>|</?(?:system|assistant|user)>|<(?:start|end)_of_turn>"
            r"|\[(?:SEP|CLS|MASK|PAD)\]|<(?:bos|eos|pad|unk|mask|file_sep|repo_name)>"
            r"|(?:^|\n)#{1,6} (?:instructions?|response|input|output|prompt)\s?:",
            re.IGNORECASE,
        ),
        ("<", "[", "#"),
    ),
    "a citation of its own making": Cued(
        re.compile(r"</?citation\b|[\"'](?:cited_text|document_index|start_char_index)[\"']", re.IGNORECASE),
        ("citation", "cited_text", "document_index", "start_char_index"),
    ),
    "in another language": Cued(FOREIGN, CUES),
}
"""Kinds of order; case is ignored in all."""


_TURN = re.compile(
    r"(?:instructions?|response|input|output|prompt|system|user|human|assistant)\s?:", re.IGNORECASE
)


def opens_turn(line: str) -> str | None:
    """Whose turn a line of its own opens, in chat templates without special tokens; None if nobody's."""
    found = _TURN.fullmatch(line.strip())
    return found[0].rstrip(" :").lower() if found else None


def gives_orders(text: str) -> bool:
    """Whether a sentence is an order to a machine that reads it."""
    lines = (" ".join(line.split()) for line in text[:2000].splitlines())
    seen = "\n".join(line for line in lines if line)  # long runs of white space would make the patterns slow
    folded = fold_case(seen)
    return any(kind.found_in(seen, folded) for kind in PATTERNS.values())
