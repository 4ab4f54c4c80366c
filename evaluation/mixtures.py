"""Requests that mix two events, and partial copies, made from articles whose event is known.

ECB+ (Cybulska and Vossen 2014) has, for each topic, articles on one event (`ecb`) and on another of the
same kind (`ecbplus`): two earthquakes, two arrests. No dates of publication are known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluation.files import Row, spread

Half = Literal["tuned", "held", "both"]
FEWEST_WORDS = 60  # shorter texts are headlines and captions
MAJORITY = 8
FEWEST_MAIN = 4
MINORITIES = (0, 1, 2, 3)
SHARES = (1.0, 0.7, 0.5, 0.3)
FEWEST_SENTENCES = 10  # of an article that is copied in part
_SUBTOPIC = re.compile(r"(\d+)(ecb|ecbplus)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"“'A-Z])")


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its name."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Mixture:
    """A request; `off` names the articles that are on another event than most."""

    name: str
    articles: tuple[Article, ...]
    off: frozenset[str]


@dataclass(frozen=True, slots=True)
class PartialCopy:
    """A request in which the last article has `share` of its sentences from the first one.

    The others are untouched. What is not copied is from another article on the same event.
    """

    name: str
    articles: tuple[Article, ...]
    share: float


def mixtures(rows: Sequence[Row], half: Half) -> Iterator[Mixture]:
    """Yield up to eight articles on one event with none to three on the other, each topic both ways.

    `tuned` takes the topics of even numbers, `held` those of odd ones.
    """
    for topic, subtopics in _topics(rows, half).items():
        for most, least in (("ecb", "ecbplus"), ("ecbplus", "ecb")):
            main, others = subtopics.get(most, []), subtopics.get(least, [])
            if len(main) < FEWEST_MAIN or not others:
                continue
            for few in MINORITIES:
                told, strange = spread(main, MAJORITY), spread(others, few) if few else []
                if len(strange) == few and 2 * few < len(told):
                    off = frozenset(article.id for article in strange)
                    yield Mixture(f"{topic}{most}+{few}", (*told, *strange), off)


def partial_copies(rows: Sequence[Row], half: Half) -> Iterator[PartialCopy]:
    """Yield, for each subtopic with two long articles, a partial copy of the longest for every share."""
    for topic, subtopics in _topics(rows, half).items():
        for name, articles in sorted(subtopics.items()):
            by_length = sorted(articles, key=lambda a: (-len(_sentences(a.text)), a.id))
            if len(by_length) < 3 or len(_sentences(by_length[2].text)) < FEWEST_SENTENCES:
                continue
            original, donor, *rest = by_length
            for share in SHARES:
                made = Article("copy", _partly(original.text, donor.text, share))
                yield PartialCopy(f"{topic}{name}", (original, *rest[:3], made), share)


def _partly(original: str, donor: str, share: float) -> str:
    """Return as many sentences as the shorter text has, `share` of them the first ones of `original`."""
    copied, own = _sentences(original), _sentences(donor)
    count = min(len(copied), len(own))
    taken = round(share * count)
    return "\n".join(
        [*own[: (count - taken) // 2], *copied[:taken], *own[(count - taken) // 2 : count - taken]]
    )


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text.replace("\n", " ")) if len(part.split()) > 3]


def _topics(rows: Sequence[Row], half: Half) -> Mapping[int, dict[str, list[Article]]]:
    found: dict[int, dict[str, list[Article]]] = {}
    for row in rows:
        name = _SUBTOPIC.fullmatch(row["id"])
        if name and half in ("both", "held" if int(name[1]) % 2 else "tuned"):
            long = [d for d in row["documents"] if len(d["text"].split()) >= FEWEST_WORDS]
            found.setdefault(int(name[1]), {})[name[2]] = [Article(d["id"], d["text"]) for d in long]
    return dict(sorted(found.items()))
