"""The way through: the one file that knows the stages' order.

    ingest -> clean -> segment -> group -> shortlist -> encode -> rank -> cluster -> select
           -> introduce -> (fuse -> verify -> choose -> weigh -> cite -> fit -> corroborate), wave by wave
           -> assemble -> conflicts, timeline

A wave is a run of the selected facts: what is settled in one is told while the next is being written. The
waves follow from the facts alone, so that whoever listens gets the same sentences as who does not.
Documents are worked on in an order of their own, by content, so that the request's order cannot matter.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.protocols import ClaimVerifier, Corroborator, Embeddings, SentenceEncoder, SentenceFuser
from service import identity
from service.errors import TooLarge
from service.limits import Limits
from service.notices import nothing_told, warnings
from service.observer import Observer
from service.run import Run
from service.stages.assemble import fit, lay_out, reading_order
from service.stages.choose import choose_all
from service.stages.cite import add_sources, cite
from service.stages.clean import clean_all
from service.stages.cluster import cluster
from service.stages.conflicts import conflicts
from service.stages.corroborate import corroborate
from service.stages.encode import Space, space
from service.stages.fuse import fuse, fusible
from service.stages.group import group
from service.stages.ingest import ingest_all
from service.stages.introduce import introduce, offer
from service.stages.rank import Query, rank
from service.stages.segment import segment
from service.stages.select import select
from service.stages.shortlist import shortlist
from service.stages.timeline import timeline
from service.stages.title import title
from service.stages.verify import fewest, verify
from service.stages.weigh import Plan
from service.summarizer import Listener, Progress, Told
from service.text.facts.overtaken import overtaken
from service.text.facts.statements import Statement, all_statements
from service.text.fusing.introductions import Introduced
from service.text.likeness.novelty import stem_worth
from service.text.likeness.sameness import same_fact
from service.types import (
    Choice,
    Claim,
    Cluster,
    Document,
    DocumentRole,
    Sentence,
    Summary,
    SummaryRequest,
)
from service.waves import UNLIMITED, cut, may_fuse, words_for_one

RULES = "rules-8"
MOST_SENTENCES = 1000  # encoded and compared pairwise; a larger request is thinned by words first


@dataclass(frozen=True)
class _Reading:
    """What is understood of the documents, before anything is told. Sentences go by their place here."""

    documents: tuple[Document, ...]
    sentences: tuple[Sentence, ...]
    roles: tuple[DocumentRole, ...]
    embeddings: Embeddings
    salience: NDArray[np.float64]
    space: Space
    statements: tuple[Statement, ...]
    overtaken: frozenset[int]


@dataclass(frozen=True)
class _Facts:
    """The facts to tell, the most wanted first, whether each may be written, and whom it speaks of."""

    chosen: Sequence[Cluster]
    may: Sequence[bool]
    plan: Plan
    introduced: Sequence[Introduced | None]


@dataclass
class _Telling:
    """The claims so far, the most wanted first, one unit row for each, and which of them go in."""

    claims: list[Claim]
    embeddings: Embeddings
    kept: list[int] = field(default_factory=list)


class Pipeline:
    """The summarizer: stages in order, learned parts from outside. Safe to share between threads."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        fuser: SentenceFuser,
        verifier: ClaimVerifier,
        corroborator: Corroborator,
        limits: Limits,
        observer: Observer | None = None,
    ) -> None:
        self._encoder = encoder
        self._fuser = fuser
        self._verifier = verifier
        self._corroborator = corroborator
        self._limits = limits
        self._observer = observer or Observer()
        self._ready = False
        self._loading = threading.Lock()

    def load(self) -> None:
        """Read the weights and warm up; does nothing the second time. Raises ModelsMissing, ModelsCorrupt."""
        with self._loading:
            if not self._ready:
                self._encoder.load()
                self._fuser.load()
                self._verifier.load()
                self._corroborator.load()
                self._ready = True

    @property
    def ready(self) -> bool:
        """Whether the weights are loaded."""
        return self._ready

    def summarize(
        self, request: SummaryRequest, progress: Progress | None = None, listener: Listener | None = None
    ) -> Summary:
        """Return the summary. Raises RequestError's subclasses, ModelsError, and StageError."""
        self.load()
        run = Run(progress, listener)
        reading = self._read(request, run)
        telling = self._tell(request, reading, run)
        return self._answer(request, reading, telling, run)

    def _read(self, request: SummaryRequest, run: Run) -> _Reading:
        with run.stage("ingest"):
            documents = identity.canonical(ingest_all(request, self._limits))
        with run.stage("clean"):
            documents = clean_all(documents)
        with run.stage("segment"):
            sentences = [sentence for document in documents for sentence in segment(document)]
            _check_sentences(sentences, self._limits)
        with run.stage("group"):
            roles = tuple(group(documents, sentences))
        with run.stage("shortlist"):
            kept = tuple(shortlist(sentences, request.query, MOST_SENTENCES))
        with run.stage("encode"):
            self._observer.batch("encode", len(kept))
            points = space(kept, documents, self._encoder)
            embeddings = points.sentences(kept)
            query = Query(request.query, points.query(request.query)) if request.query else None
        with run.stage("rank"):
            salience = rank(kept, embeddings, roles, query)
            statements = tuple(all_statements(kept, documents, roles))
            gone = overtaken(statements)
            salience[sorted(gone)] = -np.inf
        return _Reading(tuple(documents), kept, roles, embeddings, salience, points, statements, gone)

    def _tell(self, request: SummaryRequest, reading: _Reading, run: Run) -> _Telling:
        with run.stage("cluster"):
            sameness = same_fact(reading.sentences, reading.embeddings)
            clusters = cluster(reading.sentences, sameness, reading.salience, reading.roles)
        with run.stage("select"):
            chosen = self._select(request, reading, clusters)
        may = may_fuse(request, reading.documents, reading.sentences, chosen)
        evidence = [fusible(c, reading.sentences) for c in chosen]
        with run.stage("introduce"):
            introduced = introduce(chosen, may, reading.sentences, reading.roles)
        facts = _Facts(chosen, may, _plan(request, reading, chosen), introduced)
        waves = cut([ok and len(members) > 1 for ok, members in zip(may, evidence, strict=True)])
        telling = _Telling([], reading.embeddings[:0])
        for wave, candidates in zip(waves, self._candidates(reading, facts, waves, run), strict=True):
            share = 1 / len(waves)
            telling.claims += self._claims(request, reading, facts, wave, candidates, run, share)
            with run.stage("fit", share):
                before = len(telling.kept)
                self._settle(request, reading, telling)
            with run.stage("corroborate", share):
                self._corroborate(reading, telling, telling.kept[before:], sameness)
            run.tell(_told(telling, before, reading))
        return telling

    def _candidates(
        self, reading: _Reading, facts: _Facts, waves: Sequence[slice], run: Run
    ) -> Iterator[list[list[str]]]:
        """What the model writes for the facts of each wave: all in one batch, if nobody listens meanwhile.

        An answer does not depend on its batch, and one batch takes less time than two.
        """
        at_once = run.listener is None
        written: list[list[str]] = []
        for wave in waves:
            if len(written) < wave.stop:
                batch = slice(wave.start, None) if at_once else wave
                with run.stage("fuse", 1 if at_once else 1 / len(waves)):
                    written += self._fuse(reading, facts.chosen[batch], facts.may[batch])
            yield written[wave]

    def _claims(
        self,
        request: SummaryRequest,
        reading: _Reading,
        facts: _Facts,
        wave: slice,
        candidates: list[list[str]],
        run: Run,
        share: float,
    ) -> list[Claim]:
        """A verified claim for each fact of a wave."""
        chosen, may = facts.chosen[wave], facts.may[wave]
        evidence = [fusible(c, reading.sentences) for c in chosen]
        texts = [[reading.sentences[i].display for i in members] for members in evidence]
        with run.stage("verify", share):
            verdicts = verify(candidates, texts, self._verifier)
        with run.stage("choose", share):
            choices = choose_all(candidates, verdicts, texts, words_for_one(request))
            choices = facts.plan.weigh(wave.start, choices, texts)
            self._observer.wave(may, texts, verdicts, [mode for _, mode, _ in choices])
        with run.stage("cite", share):
            choices = self._carried(choices, texts)
            rows = self._introduced(request, reading, facts, wave, choices)
            return [
                cite(*choice, rows.get(number, members), c, reading.sentences, reading.roles)
                for number, (choice, members, c) in enumerate(zip(choices, evidence, chosen, strict=True))
            ]

    def _settle(self, request: SummaryRequest, reading: _Reading, telling: _Telling) -> None:
        """Decide which of the newest claims go in. Later claims never drop earlier ones."""
        new = telling.claims[len(telling.embeddings) :]
        rows = reading.embeddings[[claim.support[0] for claim in new]]
        other = [i for i, c in enumerate(new) if c.text != reading.sentences[c.support[0]].display]
        if other:
            foreign = [reading.sentences[new[i].members[0]].doc in reading.space.foreign for i in other]
            rows[other] = reading.space.rows([new[i].text for i in other], foreign)
        telling.embeddings = np.concatenate([telling.embeddings, rows])
        telling.kept = fit(telling.claims, telling.embeddings, request.length, request.format)

    def _corroborate(
        self, reading: _Reading, telling: _Telling, newest: Sequence[int], sameness: NDArray[np.float32]
    ) -> None:
        """Cite the other sources that say what the newest claims say."""
        claims = [telling.claims[i] for i in newest]
        found = corroborate(
            claims, reading.sentences, sameness, reading.roles, reading.space.foreign, self._corroborator
        )
        for i, claim, others in zip(newest, claims, found, strict=True):
            telling.claims[i] = add_sources(claim, others, reading.sentences)

    def _carried(self, choices: Sequence[Choice], texts: Sequence[Sequence[str]]) -> list[Choice]:
        """The choices, each resting on no more of its evidence than it needs."""
        verdicts = fewest([(text, verdict) for text, _, verdict in choices], texts, self._verifier)
        return [(text, mode, v) for (text, mode, _), v in zip(choices, verdicts, strict=True)]

    def _introduced(
        self, request: SummaryRequest, reading: _Reading, facts: _Facts, wave: slice, choices: list[Choice]
    ) -> dict[int, tuple[int, ...]]:
        """Introduce names in the choices, where that is worth its words; return what these now rest on."""
        own = [cluster.members[0] for cluster in facts.chosen[wave]]
        offers = offer(
            choices, own, facts.introduced[wave], reading.sentences, words_for_one(request), self._verifier
        )
        for number, (choice, row) in offers.items():
            texts = [reading.sentences[i].display for i in row]
            choices[number : number + 1] = facts.plan.weigh(wave.start + number, [choice], [texts])
        return {number: row for number, (_, row) in offers.items()}

    def _select(self, request: SummaryRequest, reading: _Reading, clusters: list[Cluster]) -> list[Cluster]:
        words = words_for_one(request)
        most = request.length.sentences or UNLIMITED
        chosen = select(clusters, reading.sentences, reading.embeddings, reading.roles, words, most)
        if not chosen:
            raise nothing_told(clusters, reading.sentences, words)
        return chosen

    def _fuse(self, reading: _Reading, chosen: Sequence[Cluster], may: Sequence[bool]) -> list[list[str]]:
        written = iter(
            fuse([c for c, ok in zip(chosen, may, strict=True) if ok], reading.sentences, self._fuser)
        )
        return [next(written) if ok else [] for ok in may]

    def _answer(self, request: SummaryRequest, reading: _Reading, telling: _Telling, run: Run) -> Summary:
        with run.stage("assemble"):
            kept = [telling.claims[i] for i in telling.kept]
            ordered = [kept[i] for i in reading_order(kept, reading.sentences)]
            layout = lay_out(ordered, request.format)
            headline = title(reading.sentences, reading.embeddings, reading.roles, ordered, reading.overtaken)
        with run.stage("conflicts"):
            known = (reading.statements, reading.sentences, reading.embeddings)
            disputed = conflicts(*known, reading.documents, reading.roles)
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
            warnings=tuple(warnings(reading.documents, reading.sentences, request.mode)),
            include_text=request.include_text,
        )

    def _models(self) -> dict[str, str]:
        return {
            "encoder": self._encoder.name,
            "fuser": self._fuser.name,
            "verifier": f"{self._verifier.name}, {RULES}",
        }


def _check_sentences(sentences: Sequence[Sentence], limits: Limits) -> None:
    if len(sentences) > limits.max_sentences:
        raise TooLarge(
            f"the documents have {len(sentences)} sentences; at most {limits.max_sentences} are read"
        )


def _plan(request: SummaryRequest, reading: _Reading, chosen: Sequence[Cluster]) -> Plan:
    own = [reading.sentences[c.members[0]].display for c in chosen]
    return Plan(own, request.length, stem_worth(reading.sentences, reading.roles))


def _told(telling: _Telling, start: int, reading: _Reading) -> Iterator[Told]:
    """The kept claims from `start` on, each with the order of all up to it."""
    kept = [telling.claims[i] for i in telling.kept]
    for number in range(start, len(kept)):
        order = tuple(reading_order(kept[: number + 1], reading.sentences))
        yield Told(kept[number], number, order, reading.documents)
