from __future__ import annotations

import pytest

from service.types import (
    Block,
    BlockKind,
    Citation,
    Claim,
    Conflict,
    Document,
    DocumentRole,
    MediaType,
    Mode,
    PlacedClaim,
    Role,
    Side,
    Summary,
    TimelineEntry,
)

TEXTS = (
    "Share this. \n Follow us. A crane fell at the quay. Two were hurt. The end.",
    "A crane fell at the quay, the port said. Three were hurt.",
    "A crane fell at the quay. Two were hurt. Wire copy.",
    "Years ago a crane fell there too.",
)


def cite(doc, quoted):
    start = TEXTS[doc].index(quoted)
    return Citation(doc, start, start + len(quoted), quoted)


def place(texts, gap=" ", head=""):
    spans, text = [], head
    for number, sentence in enumerate(texts):
        text += gap if number else ""
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence
    return spans, text


@pytest.fixture
def make_summary():
    """Make a summary of four documents; the second is cited first, the last is not cited."""

    def make(gap=" ", head="", **changes):
        fell, hurt = cite(0, "A crane fell at the quay."), cite(0, "Two were hurt.")
        told, three = cite(1, "A crane fell at the quay"), cite(1, "Three were hurt.")
        copied = cite(2, "A crane fell at the quay.")
        claims = (
            Claim("A crane fell.", Mode.ABSTRACTIVE, 0.98765, 2, (told, fell, copied)),
            Claim("Two were hurt.", Mode.EXTRACTIVE, 1.0, 1, (hurt, fell)),
        )
        spans, text = place([claim.text for claim in claims], gap, head)
        documents = tuple(
            Document(index, f"{name}.txt", TEXTS[index], MediaType.TEXT, language="en", title=title)
            for index, (name, title) in enumerate([("a", "Crane"), ("b", None), ("c", "Copy"), ("d", "Old")])
        )
        boilerplate = (
            Block(0, 11, BlockKind.BOILERPLATE),
            Block(14, 24, BlockKind.BOILERPLATE),
            Block(25, 65, BlockKind.BODY),
            Block(66, 74, BlockKind.BOILERPLATE),
        )
        first = Document(
            0,
            "a.txt",
            TEXTS[0],
            MediaType.TEXT,
            title="Crane",
            url="https://e.example/1",
            outlet="Port News",
            published_at="2024-05-16",
            language="en",
            blocks=boilerplate,
        )
        values = {
            "id": "s1",
            "title": "Crane falls",
            "text": text,
            "sentences": tuple(PlacedClaim(c, *span) for c, span in zip(claims, spans, strict=True)),
            "conflicts": (Conflict("people hurt", (Side("2", (hurt,)), Side("3", (three,)))),),
            "timeline": (TimelineEntry("2024-05", "A crane fell.", (told,)),),
            "documents": (first, *documents[1:]),
            "roles": (
                DocumentRole(0, Role.MAIN, 0),
                DocumentRole(1, Role.MAIN, 1),
                DocumentRole(2, Role.SYNDICATED_COPY, 0, copy_of=0),
                DocumentRole(3, Role.EARLIER_EVENT, 3),
            ),
            "models": {"encoder": "e", "fuser": "f", "verifier": "v"},
            "timings_ms": {"rank": 1.23456},
            "warnings": ("d.txt is short",),
        }
        return Summary(**{**values, **changes})

    return make


@pytest.fixture
def hostile():
    """Return a function that makes a summary in which every string of a document is the given one."""

    def make(attack):
        text = f"{attack} fell."
        citation = Citation(0, 0, len(text), text)
        claim = Claim(text, Mode.EXTRACTIVE, 1.0, 1, (citation,))
        document = Document(0, attack, text, MediaType.TEXT, attack, attack, attack, "2024-05-16")
        other = Document(1, attack + "2", text, MediaType.TEXT, attack, attack, attack)
        return Summary(
            "s", attack, text, (PlacedClaim(claim, 0, len(text)),),
            (Conflict(attack, (Side(attack, (citation,)), Side("x", (citation,)))),),
            (TimelineEntry("2024", attack, (citation,)),),
            (document, other),
            (DocumentRole(0, Role.MAIN, 0), DocumentRole(1, Role.SYNDICATED_COPY, 0, copy_of=0)),
            {"encoder": "e"},
            warnings=(attack,),
        )  # fmt: skip

    return make
