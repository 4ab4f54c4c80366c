from __future__ import annotations

import gzip
import json

import pytest

from evaluation.haystack import (
    Haystack,
    Insight,
    Query,
    Told,
    citeweave,
    lead,
    likeness,
    nearest,
    read_queries,
    score,
    total,
)
from service.types import Format, Mode

DOCUMENTS = {
    "a": "The ferry Alba sank off Orre. Ninety people were on board.",
    "b": "A wave broke a window of the ferry. Ninety people were on board the Alba.",
    "c": "Bakers met in Hale. They chose a gooseberry tart.",
}
FLAT = dict.fromkeys(
    ("ferri", "alba", "sank", "orr", "nineti", "peopl", "board", "wave", "broke", "window"), 1.0
)
INSIGHTS = (
    Insight("Ninety people were on board the Alba.", frozenset("ab")),
    Insight("A wave broke a window.", frozenset("b")),
)
QUERY = Query("How many people were on board?", Haystack("news", DOCUMENTS, FLAT), INSIGHTS)


def test_likeness_is_the_share_of_the_insights_words():
    assert likeness("ninety people on board", "Ninety people sank.", FLAT) == pytest.approx(2 / 3)
    assert likeness("ninety people on board", "Bakers met.", FLAT) == 0.0


def test_rare_words_count_more():
    rarity = FLAT | {"alba": 4.0}
    assert likeness("the Alba sank", "the Alba", rarity) == pytest.approx(0.8)


def test_a_perfect_summary():
    summary = [Told(i.text, i.documents) for i in INSIGHTS]
    scores = score(QUERY, summary)
    assert (scores.coverage, scores.citations, scores.joint) == (1.0, 1.0, 1.0)


def test_citations_are_those_of_the_telling_sentence():
    summary = [Told("Ninety people were on board.", frozenset("ac")), Told("Bakers met.", frozenset("b"))]
    scores = score(QUERY, summary)
    assert scores.coverage == 0.5
    assert (scores.precision, scores.recall, scores.citations) == (0.5, 0.5, 0.5)
    assert scores.joint == 0.25


def test_nothing_told_is_nothing_scored():
    scores = score(QUERY, [])
    assert (scores.coverage, scores.joint, scores.told, scores.insights) == (0.0, 0.0, 0, 2)


def test_totals_are_over_insights():
    told, untold = score(QUERY, [Told(i.text, i.documents) for i in INSIGHTS]), score(QUERY, [])
    both = total([told, untold])
    assert (both.coverage, both.citations, both.joint) == (0.5, 1.0, 0.5)


def test_the_baselines_tell_as_many_sentences_as_there_are_insights():
    assert lead(QUERY) == [
        Told("The ferry Alba sank off Orre.", frozenset("a")),
        Told("A wave broke a window of the ferry.", frozenset("b")),
    ]
    assert nearest(QUERY)[0] == Told("Ninety people were on board.", frozenset("a"))


def test_the_service_is_asked_for_as_many_bullets():
    asked = []

    def summarize(request):
        asked.append(request)
        return {"sentences": [{"text": "Told.", "citations": [{"document_id": "a"}, {"document_id": "b"}]}]}

    assert citeweave(summarize, Mode.EXTRACTIVE)(QUERY) == [Told("Told.", frozenset("ab"))]
    (request,) = asked
    assert (request.query, request.length.sentences, request.format) == (QUERY.text, 2, Format.BULLETS)
    assert [d.id for d in request.documents] == ["a", "b", "c"]


def test_queries_are_read_with_their_haystack(tmp_path):
    gold = [{"topic_file": "news9", "query": "q", "gold": [{"insight": "i", "cited": ["a"]}]}]
    docs = [{"id": name, "text": text} for name, text in DOCUMENTS.items()]
    for name, content in (("summhay_citation_gold", gold), ("summhay_news9_haystack_docs", docs)):
        lines = "\n".join(map(json.dumps, content)).encode()
        (tmp_path / f"{name}.jsonl.gz").write_bytes(gzip.compress(lines))
    (query,) = read_queries(tmp_path)
    assert query.haystack.documents == DOCUMENTS
    assert query.insights == (Insight("i", frozenset("a")),)
    assert query.haystack.rarity["ferri"] < query.haystack.rarity["baker"]
