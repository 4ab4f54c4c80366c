"""Summaries of the same length by simple means, to tell what the whole machinery is worth.

A baseline is handed what Citeweave has to find out: which articles are on the event, which is a
copy, and which lines are clutter. It answers in the wire form, so that the same figures apply.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import zip_longest
from typing import Any

from evaluation.matching import one_line

Json = Mapping[str, Any]
_LINE = re.compile(r"[^\n]+")
_SENTENCE = re.compile(
    r"\S.*?(?:(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St))(?<!\b(?:Mrs))[.!?][\"'\u201d\u2019)]*(?=\s)|$)", re.DOTALL
)
_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence where it stands: `texts[doc][start:end]`."""

    doc: int
    start: int
    end: int
    text: str


Baseline = Callable[[Sequence[Sequence[Cited]], int], list[Cited]]


def summarize(
    baseline: Baseline, key: Json, documents: Sequence[Json], texts: Sequence[str], words: int
) -> Json:
    """Return the baseline's summary in at most `words` words, in the wire form.

    `documents` are the wire form's documents, `texts` the texts in which the offsets count.
    """
    notes = {note["file"]: note for note in key["documents"]}
    articles = [
        list(sentences(index, text, notes[doc["id"]]["boilerplate"]))
        for index, (doc, text) in enumerate(zip(documents, texts, strict=True))
        if notes[doc["id"]]["role"] == "main"
    ]
    return _wire(baseline(articles, words), documents)


def sentences(doc: int, text: str, clutter: Iterable[str] = ()) -> Iterator[Cited]:
    """Yield the sentences of five words and more that hold no line of `clutter`."""
    unwanted = [one_line(phrase) for phrase in clutter]
    for line in _LINE.finditer(text):
        for match in _SENTENCE.finditer(line[0]):
            shown = one_line(match[0])
            if len(shown.split()) >= 5 and not any(phrase in shown for phrase in unwanted):
                start = line.start() + match.start()
                yield Cited(doc, start, start + len(match[0]), match[0])


def lead(articles: Sequence[Sequence[Cited]], words: int) -> list[Cited]:
    """Take the articles' first sentences, then their second ones, and so on."""
    rounds = zip_longest(*articles)
    return _fill((sent for one_round in rounds for sent in one_round if sent), words)


def lexrank(articles: Sequence[Sequence[Cited]], words: int) -> list[Cited]:
    """Take the most central sentences by sumy's LexRank (Erkan and Radev 2004), in document order."""
    sents = [sent for article in articles for sent in article]
    order = _lexrank_order([sent.text for sent in sents])
    return sorted(_fill((sents[i] for i in order), words), key=lambda sent: (sent.doc, sent.start))


def shuffled(articles: Sequence[Sequence[Cited]], words: int, seed: str) -> list[Cited]:
    """Take sentences by lot; the same seed draws the same."""
    sents = [sent for article in articles for sent in article]
    random.Random(seed).shuffle(sents)  # noqa: S311 - an order, not a secret
    return _fill(sents, words)


def available() -> Mapping[str, Baseline]:
    """Return the baselines that can run here; LexRank needs sumy."""
    return {"lead": lead} | ({"lexrank": lexrank} if find_spec("sumy") else {})


def _lexrank_order(texts: Sequence[str]) -> list[int]:
    """Return sentence indices, the most central first, ties in text order."""
    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence  # noqa: PLC0415 - optional dependency
    from sumy.summarizers.lex_rank import LexRankSummarizer  # noqa: PLC0415 - optional dependency

    class Ranking(LexRankSummarizer):  # type: ignore[misc]  # sumy has no types
        """Returns all sentences by falling rank, where sumy would return the best in text order."""

        def _get_best_sentences(
            self, sentences: Sequence[object], count: int, ratings: Mapping[object, float]
        ) -> list[int]:
            return sorted(range(count), key=lambda i: (-ratings[sentences[i]], i))

    tokenizer = _Tokenizer()
    document = ObjectDocumentModel([Paragraph([Sentence(text, tokenizer) for text in texts])])
    return list(Ranking()(document, len(texts)))


class _Tokenizer:
    """What sumy asks of a tokenizer, without NLTK's downloads."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(_WORDS.findall(sentence.lower()))


def _fill(ranked: Iterable[Cited], words: int) -> list[Cited]:
    chosen: list[Cited] = []
    seen: set[str] = set()
    for sent in ranked:
        length = len(sent.text.split())
        if length <= words and one_line(sent.text) not in seen:
            chosen.append(sent)
            seen.add(one_line(sent.text))
            words -= length
    return chosen


def _wire(chosen: Sequence[Cited], documents: Sequence[Json]) -> Json:
    summary, told = "", []
    for sent in chosen:
        summary += " " if summary else ""
        citation = {
            "document_index": sent.doc,
            "document_id": documents[sent.doc]["id"],
            "start_char_index": sent.start,
            "end_char_index": sent.end,
            "cited_text": sent.text,
        }
        start, summary = len(summary), summary + sent.text
        told.append(
            {
                "text": sent.text,
                "start": start,
                "end": len(summary),
                "method": "extractive",
                "citations": [citation],
            }
        )
    plain = [{"id": d["id"], "role": "main", "copy_of": None, "text": d.get("text")} for d in documents]
    return {
        "title": "",
        "summary": summary,
        "sentences": told,
        "conflicts": [],
        "timeline": [],
        "documents": plain,
    }
