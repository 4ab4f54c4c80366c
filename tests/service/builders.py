"""Small values for tests of the stages: an event written as lists of sentences, with true offsets."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from models.fakes import HashingEncoder, JoiningFuser, WordCorroborator, WordVerifier
from service.limits import DEFAULT_LIMITS
from service.types import (
    Block,
    BlockKind,
    Citation,
    Claim,
    Document,
    DocumentRole,
    MediaType,
    Mode,
    Role,
    Sentence,
    SourceDocument,
    SummaryRequest,
)


def sentence(text, doc=0, position=0, start=0, kind=BlockKind.BODY):
    """Return a sentence that is shown as it is written."""
    return Sentence(doc, position, position, start, start + len(text), text, text, kind)


@dataclass(frozen=True)
class Event:
    """Documents and their sentences, in the documents' order."""

    documents: list[Document]
    sentences: list[Sentence]

    @property
    def roles(self):
        """Every document on the main event, each a source of its own."""
        return [DocumentRole(document.index, Role.MAIN, document.index) for document in self.documents]

    def permuted(self, order):
        """The same documents at other places of the request."""
        documents = [replace(self.documents[old], index=new) for new, old in enumerate(order)]
        sentences = [
            replace(s, doc=new) for new, old in enumerate(order) for s in self.sentences if s.doc == old
        ]
        return Event(documents, sentences)


def event(*articles, published=(), titles=(), kinds=None):
    """Make an event of articles, each a list of sentences. A title becomes the first sentence.

    `kinds` gives the kind of sentences that are no body text, by their text.
    """
    documents, sentences = [], []
    for index, article in enumerate(articles):
        title = titles[index] if index < len(titles) else None
        lines = [title, *article] if title else list(article)
        text, own = _text_and_sentences(lines, index, title, kinds or {})
        blocks = tuple(Block(s.start, s.end, s.kind) for s in own)
        day = published[index] if index < len(published) else None
        documents.append(
            Document(
                index, f"doc-{index}", text, MediaType.TEXT, title=title, published_at=day, blocks=blocks
            )
        )
        sentences += own
    return Event(documents, sentences)


def _text_and_sentences(lines, index, title, kinds):
    own, at = [], 0
    for position, line in enumerate(lines):
        plain = BlockKind.TITLE if position == 0 and title else BlockKind.BODY
        own.append(sentence(line, index, position, at, kinds.get(line, plain)))
        at += len(line) + 1
    return "\n".join(lines), own


def claim(text, members=(), mode=Mode.EXTRACTIVE, citations=(), support=()):
    """Return a claim of one source."""
    cited = citations or (Citation(0, 0, len(text), text),)
    return Claim(text, mode, 1.0, 1, cited, tuple(members), tuple(support))


def unit_rows(*rows):
    """Return rows of length one, float32: points whose dot products can be worked out by hand."""
    table = np.array(rows, dtype=np.float32)
    return table / np.linalg.norm(table, axis=1, keepdims=True)


def from_gram(gram):
    """Return unit rows whose dot products are the given symmetric matrix with ones on its diagonal."""
    return np.linalg.cholesky(np.array(gram, dtype=np.float64)).astype(np.float32)


class StubFuser:
    """Writes what a function of the cluster's sentences says. Keeps the clusters that it was given."""

    name = "stub"

    def __init__(self, write=lambda cluster: []):
        self.write = write
        self.clusters = []

    def load(self):
        """Do nothing."""

    def fuse(self, clusters):
        """Return the candidates for each cluster."""
        self.clusters += [list(cluster) for cluster in clusters]
        return [self.write(cluster) for cluster in clusters]


def pipeline(fuser=None, encoder=None, verifier=None, limits=DEFAULT_LIMITS):
    """Return the pipeline over the stand-ins that ship."""
    from service.pipeline import Pipeline  # noqa: PLC0415 - a stage's own tests need no other stage

    return Pipeline(
        encoder or HashingEncoder(),
        fuser or JoiningFuser(),
        verifier or WordVerifier(),
        WordCorroborator(),
        limits,
    )


def source(content, index=0, media_type=MediaType.TEXT, **known):
    """Return a document as a door hands it over."""
    name = known.pop("id", f"doc-{index}")
    return SourceDocument(index, name, content, media_type, pointer=f"/documents/{index}", **known)


def request(*contents, **options):
    """Return a request for texts, or for sources that are renumbered by their place."""
    documents = tuple(
        source(content, index)
        if isinstance(content, str | bytes)
        else replace(content, index=index, pointer=f"/documents/{index}")
        for index, content in enumerate(contents)
    )
    return SummaryRequest(documents, **options)
