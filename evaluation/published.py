"""A judged sheet as a page that may be published: of other people's texts, hashes and offsets only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from evaluation.files import Row
from evaluation.origins import EVENTS, kind_of
from service.errors import InvalidRequest
from service.render.escape import markdown as escape
from service.render.escape import markdown_line
from service.text.words import count_words

QUOTED = 6  # words in a row that a note may not share with a text that is not ours
FIELDS = frozenset({"id", "origin", "text", "citations", "verdict", "fault", "note"})
INTRODUCTION = """# Fused sentences, read one by one

`citeweave evaluate sheet` collected these sentences, each written by the model from several source
sentences and let through by the verifier, and a reader judged each against the passages that it cites.
Sentences about the annotated events, which were written for this project, are given in full. Of others
this page has the SHA-256 of the sentence as UTF-8, its words, and the cited characters of each document:
who has the data can make them again, and compare."""


def to_markdown(rows: Sequence[Row]) -> str:
    """Return the page. Raises InvalidRequest for a row without a verdict, or a note that quotes a text."""
    _check(rows)
    ours = [row for row in rows if kind_of(row["origin"]) == EVENTS]
    others = [row for row in rows if kind_of(row["origin"]) != EVENTS]
    parts = [INTRODUCTION, "\n".join(_counts(rows))]
    if faults := Counter(row["fault"] for row in rows if row["fault"]):
        parts.append("\n".join(_table(["fault", "sentences"], _by_number(faults))))
    if ours:
        parts += ["## Sentences about the annotated events", *("\n".join(_whole(row)) for row in ours)]
    if others:
        parts += ["## Sentences about other articles", "\n".join(map(_hashed, others))]
    return "\n\n".join(parts) + "\n"


def _check(rows: Sequence[Row]) -> None:
    if not rows:
        raise InvalidRequest("the sheet has no rows")
    if any(not row.keys() >= FIELDS for row in rows):
        raise InvalidRequest("this is no sheet: every row has the fields that `evaluate sheet` writes")
    unread = [row["id"] for row in rows if not isinstance(row["verdict"], str)]
    if unread:
        raise InvalidRequest(f"{len(unread)} sentences have no verdict yet, the first is {unread[0]}")
    for row in rows:
        if kind_of(row["origin"]) != EVENTS and _quotes(row):
            raise InvalidRequest(
                f"the note of {row['id']} repeats {QUOTED} words of a text that must not be published"
            )


def _quotes(row: Row) -> bool:
    texts = [row["text"], *(citation["cited_text"] for citation in row["citations"])]
    return bool(_runs(row["note"]) & {run for text in texts for run in _runs(text)})


def _runs(text: str) -> set[tuple[str, ...]]:
    words = ["".join(filter(str.isalnum, word)) for word in text.casefold().split()]
    return {tuple(words[i : i + QUOTED]) for i in range(len(words) - QUOTED + 1)}


def _counts(rows: Sequence[Row]) -> Iterator[str]:
    verdicts = [verdict for verdict, _ in _by_number(Counter(row["verdict"] for row in rows))]
    counts = Counter((kind_of(row["origin"]), row["verdict"]) for row in rows)
    kinds = list(dict.fromkeys(kind for kind, _ in counts))
    body = [[kind, *(str(counts[kind, verdict]) for verdict in verdicts)] for kind in kinds]
    total = ["all", *(str(sum(counts[kind, verdict] for kind in kinds)) for verdict in verdicts)]
    return _table(["from", *verdicts], [*body, total])


def _by_number(counts: Counter[str]) -> list[list[str]]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [[name, str(count)] for name, count in ranked]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield from (f"| {' | '.join(map(escape, row))} |" for row in (head, ["---"] * len(head), *rows))


def _whole(row: Row) -> Iterator[str]:
    yield f"**{escape(row['id'])}**: {_judged(row)}"
    yield ""
    yield f"> {markdown_line(row['text'])}"
    yield ""
    for cited in row["citations"]:
        yield f"- {_place(cited)}: “{escape(cited['cited_text'])}”"


def _hashed(row: Row) -> str:
    digest = sha256(row["text"].encode("utf-8", "surrogatepass")).hexdigest()
    places = "; ".join(map(_place, row["citations"]))
    return (
        f"- {escape(row['id'])}: {count_words(row['text'])} words, `{digest}`; cites {places}; {_judged(row)}"
    )


def _place(cited: Row) -> str:
    return f"{escape(cited['document_id'])} {cited['start_char_index']}–{cited['end_char_index']}"


def _judged(row: Row) -> str:
    parts = [f"**{escape(row['verdict'])}**", escape(row["fault"] or ""), escape(row["note"])]
    return ", ".join(part for part in parts if part)
