"""The way through: the one file that knows the stages' order.

    ingest -> clean -> segment -> group -> shortlist -> encode -> rank -> cluster -> select
           -> fuse -> verify -> choose -> cite -> assemble -> conflicts, timeline

Documents are worked on in an order of their own, by content, so that the request's order cannot matter.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelsError
from models.protocols import ClaimVerifier, Embeddings, SentenceEncoder, SentenceFuser
from service import identity
from service.errors import Fault, InvalidRequest, RequestError, StageError, TooLarge
from service.limits import Limits
from service.stages.assemble import fit, lay_out, reading_order, title
from service.stages.choose import Choice, choose_all
from service.stages.cite import cite
from service.stages.clean import clean_all
from service.stages.cluster import cluster
from service.stages.conflicts import conflicts
from service.stages.encode import encode
from service.stages.fuse import fuse, fusible
from service.stages.group import group
from service.stages.ingest import ingest
from service.stages.rank import Query, rank
from service.stages.segment import segment
from service.stages.select import select
from service.stages.shortlist import shortlist
from service.stages.timeline import timeline
from service.stages.verify import fewest, verify
from service.summarizer import Progress
from service.text.words import count_words
from service.types import (
    Claim,
    Cluster,
    Document,
    DocumentRole,
    Format,
    Mode,
    Sentence,
    Summary,
    SummaryRequest,
)

RULES = "rules-2"
MOST_SENTENCES = 2500  # encoded and compared pairwise; a larger request is thinned by words first
FUSED_LANGUAGES = frozenset({"en", "und"})
FUSED_SHARE = 1.2  # facts for this many times the budget are fused; spare ones are told as they stand
UNLIMITED = 10**6


@dataclass
class _Run:
    """One request on its way: its clock, and who wants to hear how far it is."""

    progress: Progress | None
    timings: dict[str, float] = field(default_factory=dict)
    done: int = 0

    STAGES = 16

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time a stage; what fails inside it and is not the client's fault becomes a StageError."""
        if self.progress:
            self.progress(name, self.done / self.STAGES)
        began = time.perf_counter()
        try:
            yield
        except (RequestError, ModelsError):
            raise
        except Exception as error:
            raise StageError(name) from error
        self.timings[name] = (time.perf_counter() - began) * 1000
        self.done += 1


@dataclass(frozen=True)
class _Reading:
    """What is understood of the documents, before anything is told. Sentences go by their place here."""

    documents: tuple[Document, ...]
    sentences: tuple[Sentence, ...]
    roles: tuple[DocumentRole, ...]
    embeddings: Embeddings
    salience: NDArray[np.float64]


class Pipeline:
    """The summarizer: stages in order, learned parts from outside. Safe to share between threads."""

    def __init__(
        self, encoder: SentenceEncoder, fuser: SentenceFuser, verifier: ClaimVerifier, limits: Limits
    ) -> None:
        self._encoder = encoder
        self._fuser = fuser
        self._verifier = verifier
        self._limits = limits
        self._ready = False
        self._loading = threading.Lock()

    def load(self) -> None:
        """Read the weights and warm up; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""
        with self._loading:
            if not self._ready:
                self._encoder.load()
                self._fuser.load()
                self._verifier.load()
                self._ready = True

    @property
    def ready(self) -> bool:
        """Whether the weights are loaded."""
        return self._ready

    def summarize(self, request: SummaryRequest, progress: Progress | None = None) -> Summary:
        """Return the summary. Raises RequestError's subclasses, ModelsError, and StageError."""
        self.load()
        run = _Run(progress)
        reading = self._read(request, run)
        claims = self._tell(request, reading, run)
        return self._answer(request, reading, claims, run)

    def _read(self, request: SummaryRequest, run: _Run) -> _Reading:
        with run.stage("ingest"):
            documents = _canonical(_ingest_all(request, self._limits))
        with run.stage("clean"):
            documents = clean_all(documents)
        with run.stage("segment"):
            sentences = [sentence for document in documents for sentence in segment(document)]
            _check_sentences(sentences, self._limits)
        with run.stage("group"):
            roles = group(documents, sentences)
        with run.stage("shortlist"):
            sentences = shortlist(sentences, request.query, MOST_SENTENCES)
        with run.stage("encode"):
            embeddings = encode([sentence.display for sentence in sentences], self._encoder)
            query = Query(request.query, encode([request.query], self._encoder)) if request.query else None
        with run.stage("rank"):
            salience = rank(sentences, embeddings, roles, query)
        return _Reading(tuple(documents), tuple(sentences), tuple(roles), embeddings, salience)

    def _tell(self, request: SummaryRequest, reading: _Reading, run: _Run) -> list[Claim]:
        with run.stage("cluster"):
            clusters = cluster(reading.sentences, reading.embeddings, reading.salience, reading.roles)
        with run.stage("select"):
            chosen = self._select(request, reading, clusters)
        with run.stage("fuse"):
            candidates = self._fuse(request, reading, chosen)
        evidence = [fusible(c, reading.sentences) for c in chosen]
        texts = [[reading.sentences[i].display for i in members] for members in evidence]
        with run.stage("verify"):
            verdicts = verify(candidates, texts, self._verifier)
        with run.stage("choose"):
            choices = choose_all(candidates, verdicts, texts, _words_for_one(request))
        with run.stage("cite"):
            choices = self._carried(choices, texts)
            return [
                cite(*choice, members, c, reading.sentences, reading.roles)
                for choice, members, c in zip(choices, evidence, chosen, strict=True)
            ]

    def _carried(self, choices: Sequence[Choice], texts: Sequence[Sequence[str]]) -> list[Choice]:
        """The choices, each resting on no more of its evidence than it needs."""
        verdicts = fewest([(text, verdict) for text, _, verdict in choices], texts, self._verifier)
        return [(text, mode, v) for (text, mode, _), v in zip(choices, verdicts, strict=True)]

    def _select(self, request: SummaryRequest, reading: _Reading, clusters: list[Cluster]) -> list[Cluster]:
        words = _words_for_one(request)
        most = request.length.sentences or UNLIMITED
        chosen = select(clusters, reading.sentences, reading.embeddings, words, most)
        if not chosen:
            raise _nothing_told(clusters, reading.sentences, words)
        return chosen

    def _fuse(self, request: SummaryRequest, reading: _Reading, chosen: list[Cluster]) -> list[list[str]]:
        may = _may_fuse(request, reading, chosen)
        written = iter(
            fuse([c for c, ok in zip(chosen, may, strict=True) if ok], reading.sentences, self._fuser)
        )
        return [next(written) if ok else [] for ok in may]

    def _answer(self, request: SummaryRequest, reading: _Reading, claims: list[Claim], run: _Run) -> Summary:
        with run.stage("assemble"):
            embeddings = encode([claim.text for claim in claims], self._encoder)
            kept = [claims[i] for i in fit(claims, embeddings, request.length, request.format)]
            ordered = [kept[i] for i in reading_order(kept, reading.sentences)]
            layout = lay_out(ordered, request.format)
            headline = title(reading.sentences, reading.embeddings, reading.roles, ordered)
        with run.stage("conflicts"):
            disputed = conflicts(reading.sentences, reading.embeddings, reading.documents, reading.roles)
        with run.stage("timeline"):
            dated = timeline(layout.placed, reading.sentences, reading.documents, reading.roles)
        return Summary(
            id=identity.summary_id(request, reading.documents, self._models()),
            title=headline,
            text=layout.text,
            sentences=layout.placed,
            conflicts=tuple(disputed),
            timeline=tuple(dated),
            documents=tuple(sorted(reading.documents, key=lambda document: document.index)),
            roles=tuple(sorted(reading.roles, key=lambda role: role.doc)),
            models=self._models(),
            timings_ms=run.timings | {"total": sum(run.timings.values())},
            warnings=tuple(_warnings(request, reading)),
            include_text=request.include_text,
        )

    def _models(self) -> dict[str, str]:
        return {
            "encoder": self._encoder.name,
            "fuser": self._fuser.name,
            "verifier": f"{self._verifier.name}, {RULES}",
        }


def _ingest_all(request: SummaryRequest, limits: Limits) -> list[Document]:
    """Read every document; all that cannot be read are named in one error."""
    if len(request.documents) > limits.max_documents:
        raise TooLarge(f"at most {limits.max_documents} documents are read in one request")
    documents: list[Document] = []
    faults: list[Fault] = []
    for source in request.documents:
        try:
            documents.append(ingest(source, limits))
        except InvalidRequest as error:
            faults += error.faults or (Fault(source.pointer, error.detail),)
    if faults:
        raise InvalidRequest("Some documents cannot be read.", faults)
    return documents


def _canonical(documents: Sequence[Document]) -> list[Document]:
    return sorted(documents, key=identity.document_key)


def _check_sentences(sentences: Sequence[Sentence], limits: Limits) -> None:
    if len(sentences) > limits.max_sentences:
        raise TooLarge(
            f"the documents have {len(sentences)} sentences; at most {limits.max_sentences} are read"
        )


def _words_for_one(request: SummaryRequest) -> int:
    """The words that a sentence may have at most, were it told alone; a bullet's mark counts as a word."""
    words = request.length.words or UNLIMITED
    return words - 1 if request.format is Format.BULLETS else words


def _may_fuse(request: SummaryRequest, reading: _Reading, chosen: Sequence[Cluster]) -> list[bool]:
    """Whether each cluster goes to the model: those that will likely be told, in a language it knows."""
    languages = {document.index: document.language for document in reading.documents}
    most = request.length.sentences or UNLIMITED
    left = FUSED_SHARE * (request.length.words or UNLIMITED)
    may = []
    for number, cluster_ in enumerate(chosen):
        known = all(languages[reading.sentences[i].doc] in FUSED_LANGUAGES for i in cluster_.members)
        may.append(request.mode is Mode.ABSTRACTIVE and known and left > 0 and number < most)
        left -= count_words(reading.sentences[cluster_.members[0]].display)
    return may


def _nothing_told(clusters: Sequence[Cluster], sentences: Sequence[Sentence], words: int) -> InvalidRequest:
    if not clusters:
        return InvalidRequest(
            "The documents hold no sentence that can be told.",
            [Fault("/documents", "no whole sentence was found besides headings and site clutter")],
        )
    shortest = min(count_words(sentences[c.members[0]].display) for c in clusters)
    return InvalidRequest(
        "The length is too short for these documents.",
        [Fault("/length", f"no sentence fits in {words} words; the shortest has {shortest}")],
    )


def _warnings(request: SummaryRequest, reading: _Reading) -> Iterator[str]:
    for document in sorted(reading.documents, key=lambda document: document.index):
        yield from document.warnings
    told = {sentence.doc for sentence in reading.sentences}
    for document in sorted(reading.documents, key=lambda document: document.index):
        if document.index not in told:
            yield f"document {document.id!r}: no whole sentence was found besides headings and site clutter"
    foreign = sorted({d.language for d in reading.documents} - FUSED_LANGUAGES)
    if foreign:
        rest = "; their sentences are not fused" if request.mode is Mode.ABSTRACTIVE else ""
        yield f"the models read English best; in {', '.join(foreign)} similar facts may be missed{rest}"
