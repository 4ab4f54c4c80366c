"""Scores one summary of one annotated event.

The summary is read in its wire form (the JSON that the HTTP endpoint answers with), so that any
system can be scored. A key is the `key.json` of an event: its facts, conflicts, roles, clutter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluation.conflicts import ConflictScore, score_conflicts
from evaluation.matching import found, holds_phrase, one_line, tells
from evaluation.ratio import Ratio

Json = Mapping[str, Any]
_BARE_DATE = re.compile(r"(?=.*\d)[\s\d.,:]*(?:[A-Z][a-z]+day)?[\s\d.,:]*(?:[A-Z][a-z]{2,8})?[\s\d.,:]*")


@dataclass(frozen=True, slots=True)
class EventScore:
    """The figures of one summary. Ratios add up over events; lists say what to read."""

    event: str
    salient: Ratio  # facts of salience 3 that are told
    coverage: Ratio  # facts told, weighted by salience
    citation_correctness: Ratio  # told facts of which a telling sentence cites a file that states them
    citation_precision: Ratio  # files cited by telling sentences that state one of the facts told
    citation_recall: Ratio  # files that state a told fact that are cited by a sentence telling it
    source_recall: Ratio  # the same with copies counted as one source
    offsets: Ratio  # citations and sentences whose offsets give exactly their text
    roles: Ratio
    copies: Ratio  # documents that are, or are said to be, a copy: of the right one
    timeline: Ratio  # entries telling a dated fact that carry its date
    conflict_precision: Ratio
    conflict_recall: Ratio
    abstractive: Ratio
    fused: Ratio  # the abstractive, of the sentences that several independent sources tell
    words: int
    forbidden: tuple[str, ...]
    boilerplate: tuple[str, ...]
    false_conflicts: tuple[str, ...]
    missed_conflicts: tuple[str, ...]
    missed_facts: tuple[str, ...]  # of salience 3
    wrong_dates: tuple[str, ...]
    wrong_roles: tuple[str, ...]
    seconds: float = 0.0


def score_event(key: Json, response: Json, texts: Sequence[str]) -> EventScore:
    """Return the figures of `response` against `key`.

    `texts` are the documents' texts in the order of the request; the `text` that the response
    gives for a document stands in its stead, since offsets count in that one.
    """
    reader = _Reader(key, response)
    told = reader.told()
    conflicts = score_conflicts(key, response)
    roles, wrong_roles = _roles(key, response)
    timeline, wrong_dates = _timeline(key, response)
    return EventScore(
        event=str(key["id"]),
        salient=_share(told, [fact for fact in key["facts"] if fact["salience"] == 3]),
        coverage=_coverage(told, key["facts"]),
        citation_correctness=Ratio.of(reader.cited_right(fact) for fact in told.values()),
        citation_precision=reader.citation_precision(),
        citation_recall=Ratio.total(reader.recall(fact) for fact in told.values()),
        source_recall=Ratio.total(reader.recall(fact, reader.originals) for fact in told.values()),
        offsets=_offsets(response, texts),
        roles=roles,
        copies=_copies(key, response),
        timeline=timeline,
        conflict_precision=conflicts.precision,
        conflict_recall=conflicts.recall,
        abstractive=Ratio.of(s["method"] == "abstractive" for s in response["sentences"]),
        fused=Ratio.of(
            s["method"] == "abstractive" for s in response["sentences"] if s.get("corroboration", 1) > 1
        ),
        words=len(str(response["summary"]).split()),
        forbidden=_forbidden(key, response),
        boilerplate=_boilerplate(key, response),
        false_conflicts=conflicts.false,
        missed_conflicts=conflicts.missed,
        missed_facts=tuple(_missed(told, key["facts"])),
        wrong_dates=wrong_dates,
        wrong_roles=wrong_roles,
    )


class _Reader:
    """Which facts the sentences tell, and whom they cite for it."""

    def __init__(self, key: Json, response: Json) -> None:
        self.facts: Sequence[Json] = key["facts"]
        self.sentences: Sequence[Json] = response["sentences"]
        self.originals = {d["file"]: d["copy_of"] or d["file"] for d in key["documents"]}

    def told(self) -> dict[str, Json]:
        return {f["id"]: f for f in self.facts if self._tellers(f)}

    def _tellers(self, fact: Json) -> list[Json]:
        return [s for s in self.sentences if tells(fact["match"], s["text"])]

    def _cited(self, fact: Json) -> set[str]:
        return {file for sentence in self._tellers(fact) for file in cited_files(sentence)}

    def cited_right(self, fact: Json) -> bool:
        return bool(self._cited(fact) & set(fact["documents"]))

    def recall(self, fact: Json, source_of: Mapping[str, str] | None = None) -> Ratio:
        stating, cited = set(fact["documents"]), self._cited(fact)
        if source_of is not None:
            stating = {source_of.get(file, file) for file in stating}
            cited = {source_of.get(file, file) for file in cited}
        return Ratio(len(stating & cited), len(stating))

    def citation_precision(self) -> Ratio:
        pairs = []
        for sentence in self.sentences:
            told = [fact for fact in self.facts if tells(fact["match"], sentence["text"])]
            stating = {file for fact in told for file in fact["documents"]}
            pairs += [file in stating for file in cited_files(sentence) if told]
        return Ratio.of(pairs)


def cited_files(part: Json) -> set[str]:
    """Return the ids of the documents that a sentence, side or timeline entry cites."""
    return {str(citation["document_id"]) for citation in part["citations"]}


def _share(told: Mapping[str, Json], facts: Sequence[Json]) -> Ratio:
    return Ratio.of(fact["id"] in told for fact in facts)


def _coverage(told: Mapping[str, Json], facts: Sequence[Json]) -> Ratio:
    weights = {fact["id"]: fact["salience"] for fact in facts}
    return Ratio(sum(weights[name] for name in told), sum(weights.values()))


def _missed(told: Mapping[str, Json], facts: Sequence[Json]) -> Iterable[str]:
    return (f"{f['id']}: {f['text']}" for f in facts if f["salience"] == 3 and f["id"] not in told)


def _offsets(response: Json, texts: Sequence[str]) -> Ratio:
    documents = [d.get("text") or text for d, text in zip(response["documents"], texts, strict=True)]
    summary = response["summary"]
    right = [summary[s["start"] : s["end"]] == s["text"] for s in response["sentences"]]
    for citation in all_citations(response):
        text = documents[citation["document_index"]]
        right.append(
            text[citation["start_char_index"] : citation["end_char_index"]] == citation["cited_text"]
        )
    return Ratio.of(right)


def all_citations(response: Json) -> list[Json]:
    """Return every citation of the sentences, the conflicts' sides and the timeline."""
    sides = [side for conflict in response["conflicts"] for side in conflict["sides"]]
    return [c for part in (*response["sentences"], *sides, *response["timeline"]) for c in part["citations"]]


def _roles(key: Json, response: Json) -> tuple[Ratio, tuple[str, ...]]:
    given = {d["id"]: d["role"] for d in response["documents"]}
    wrong = [
        f"{d['file']}: {d['role']}, not {given.get(d['file'])}"
        for d in key["documents"]
        if given.get(d["file"]) != d["role"]
    ]
    total = len(key["documents"])
    return Ratio(total - len(wrong), total), tuple(wrong)


def _copies(key: Json, response: Json) -> Ratio:
    expected = {d["file"]: d["copy_of"] for d in key["documents"]}
    ids = [d["id"] for d in response["documents"]]
    given = {d["id"]: _as_id(d["copy_of"], ids) for d in response["documents"]}
    return Ratio.of(given.get(f) == copy for f, copy in expected.items() if copy or given.get(f))


def _as_id(copy_of: int | str | None, ids: Sequence[str]) -> str | None:
    return ids[copy_of] if isinstance(copy_of, int) else copy_of


def _timeline(key: Json, response: Json) -> tuple[Ratio, tuple[str, ...]]:
    right, wrong = 0, []
    for entry in response["timeline"]:
        dates = _dates_told(key, entry)
        if any(date.startswith(entry["date"]) for date in dates):
            right += 1
        elif dates:
            wrong.append(f"{entry['date']} should be {' or '.join(sorted(dates))}: {one_line(entry['text'])}")
    return Ratio(right, right + len(wrong)), tuple(wrong)


def _dates_told(key: Json, entry: Json) -> set[str]:
    """Return the dates of the facts that the entry tells and that a file it cites states."""
    cited = cited_files(entry)
    facts = (f for f in key["facts"] if f["event_date"] and cited & set(f["documents"]))
    return {f["event_date"] for f in facts if tells(f["match"], entry["text"])}


def _forbidden(key: Json, response: Json) -> tuple[str, ...]:
    lines = [
        one_line(text) for text in (response["title"] or "", *(s["text"] for s in response["sentences"]))
    ]
    return tuple(line for line in lines if any(found(pattern, line) for pattern in key["forbidden"]))


def _boilerplate(key: Json, response: Json) -> tuple[str, ...]:
    """Return the clutter told in the summary, of any document, or cited, of the document itself.

    A line that is only a date is clutter where it stands, but a summary may well give the date.
    """
    clutter = {d["file"]: d["boilerplate"] for d in key["documents"]}
    phrases = sorted(
        {phrase for own in clutter.values() for phrase in own if not _BARE_DATE.fullmatch(phrase)}
    )
    told = [f"summary: {p}" for p in phrases if holds_phrase(p, response["summary"])]
    cited = {
        f"{citation['document_id']}: {phrase}"
        for citation in all_citations(response)
        for phrase in clutter.get(citation["document_id"], ())
        if holds_phrase(phrase, citation["cited_text"])
    }
    return (*told, *sorted(cited))


__all__ = ["ConflictScore", "EventScore", "Ratio", "all_citations", "cited_files", "score_event"]
