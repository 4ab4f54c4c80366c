"""Ties what is written to what was read: only words of the sources, and a few that join them, may be written.

A row's words are laid out as a trie of token ids, and decoding walks it: a word once begun must be ended as
some allowed word ends, so neither a name nor a figure can be made up out of pieces of others. Words are the
sources' own, with the first letter in either case, and `GLUE`. Ending is allowed after a full stop only.
Of 45,000 words in spliced targets written by people, all but about 60 are of these kinds.

Constrained decoding over a lexicon: Hokamp and Liu 2017, https://arxiv.org/abs/1704.07138, in spirit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from tokenizers import Tokenizer

# Words that join, and no others: "not", "because" or "later" would say what no source says.
GLUE = tuple(
    """
    a an the and but while whereas although though as when where who whom whose which that this these those
    it its they them their he him his she her both each of in on at by to for from with without into over
    after before during between among about around near was were is are be been being had has have having
    also said saying says according adding including than
    """.split()
)
_JOINTS = (*', . ; : ? ! \'s ’s " ” ’ \' ) ." ," .” ,” .,'.split(),)
_CLOSERS = frozenset("%°)\"”’'")  # after these, as after a word, a clause may end
_OPENERS = ("-", "–", "—", " (", ' "', " “", " -", " –", " —", " '", " ‘", "(", '"', "“", "‘", "/")
_MARKUP = frozenset("<>{}|\\^`~\ufffd")  # never written, whatever a source holds
_EDGE = re.compile(r"^[^\w]+|[^\w]+$")
_PARTS = re.compile(r"[^\W\d_]{2,}|(?<![\d.,:])\d+(?=[-–/])")  # of "12-year-old", but not of "45,000"
_SPLIT_NUMBER = re.compile(r"(?<=\d)([,.:]) (?=\d)")  # "2, 000", as old corpora have it
_PUNCTUATION = re.compile(r" ?[^\w\s]+")
_ENDS = re.compile(r"[.!?…]['\"”’»)\]]*$")
_OPENS = re.compile(r"[-–—(\[{\"“‘'«/$£€¥#]$")


class Kind(Enum):
    """What a complete path of the trie is; it decides what may come next."""

    WORD = 1
    JOINT = 2  # punctuation that closes: a space and a word may follow
    OPENER = 3  # punctuation that opens or links: a word may follow at once
    END = 4  # punctuation that ends a sentence: a joint after which one may stop


@dataclass(frozen=True, slots=True)
class Position:
    """Trie nodes that the last tokens may have led to. Equal positions allow the same tokens."""

    nodes: frozenset[int]


class Grounding:
    """One row's trie. `eos` is allowed once a sentence is ended; the first word begins at `first`."""

    def __init__(
        self, paths: Iterable[tuple[Root, Kind, Sequence[int]]], eos: int, first: Root | None = None
    ) -> None:
        self.eos = eos
        self._children: list[dict[int, int]] = [{} for _ in Root]
        self._kinds: list[set[Kind]] = [set() for _ in Root]
        for root, kind, tokens in paths:
            self._add(root, kind, tokens)
        self.start = Position(frozenset({(first or Root.SPACED).value, Root.OPENERS.value}))

    def _add(self, root: Root, kind: Kind, tokens: Sequence[int]) -> None:
        node = root.value
        for token in tokens:
            if token not in self._children[node]:
                self._children[node][token] = len(self._children)
                self._children.append({})
                self._kinds.append(set())
            node = self._children[node][token]
        if tokens:
            self._kinds[node].add(kind)

    @property
    def vocabulary(self) -> set[int]:
        """Every token that any position allows."""
        return {self.eos}.union(*self._children)

    def allowed(self, position: Position) -> set[int]:
        """The tokens that may come next: never none."""
        tokens = {token for node in self._open(position) for token in self._children[node]}
        ended = any(Kind.END in self._kinds[node] for node in position.nodes)
        return tokens | {self.eos} if ended else tokens

    def allows(self, position: Position, token: int) -> bool:
        """Whether `token`, which does not end the row, may come next."""
        return any(token in self._children[node] for node in self._open(position))

    def begins_word(self, token: int) -> bool:
        """Whether a word with a space before it may begin with the token."""
        return token in self._children[Root.SPACED.value]

    def advance(self, position: Position, token: int) -> Position:
        """Where `token`, which must be allowed, leads."""
        reached = {self._children[node].get(token) for node in self._open(position)}
        return Position(frozenset(node for node in reached if node is not None))

    def _open(self, position: Position) -> set[int]:
        """The nodes to go on from: inside a word, and, where one is complete, the roots that may follow."""
        kinds = {kind for node in position.nodes for kind in self._kinds[node]}
        follow = {root.value for kind in kinds for root in _FOLLOWS[kind]}
        return follow.union(position.nodes)


class Root(Enum):
    """Where a path may begin; the values are the first nodes of the trie."""

    SPACED = 0  # a word with a space before it
    BARE = 1  # a word without one
    JOINTS = 2
    OPENERS = 3


_FOLLOWS = {
    Kind.WORD: (Root.SPACED, Root.JOINTS, Root.OPENERS),
    Kind.JOINT: (Root.SPACED, Root.JOINTS, Root.OPENERS),
    Kind.END: (Root.SPACED, Root.JOINTS, Root.OPENERS),
    Kind.OPENER: (Root.SPACED, Root.BARE, Root.OPENERS),
}


class Grounder:
    """Builds a row's trie; the glue's part is tokenised once.

    The first word has a space before it, unless `first` says otherwise.
    """

    def __init__(self, tokenizer: Tokenizer, eos: int, first: Root | None = None) -> None:
        self._tokenizer = tokenizer
        self._eos = eos
        self._first = first
        self._anchor = self._ids(["=>"])[0]
        self._bare_anchor = self._ids(["("])[0]
        self._word_anchor = self._ids(["a"])[0]
        self._glue = list(self._paths(set(GLUE), {*_JOINTS, *_OPENERS}))

    def ground(self, sentences: Sequence[str]) -> Grounding:
        """The trie of what may be written from these sentences."""
        words: set[str] = set()
        marks: set[str] = set()
        for sentence in sentences:
            text = _SPLIT_NUMBER.sub(r"\1", sentence)
            words |= set(source_words(text)) | set(source_words(sentence))
            marks |= set(_PUNCTUATION.findall(sentence))
        marks = {mark for mark in marks if not _MARKUP.intersection(mark)}
        return Grounding([*self._glue, *self._paths(words, marks)], self._eos, self._first)

    def _paths(self, words: set[str], marks: set[str]) -> Iterator[tuple[Root, Kind, Sequence[int]]]:
        forms = sorted({form for word in words for form in _cases(word)})
        for tokens in self._after("=>", self._anchor, [f" {form}" for form in forms]):
            yield Root.SPACED, Kind.WORD, tokens
        for tokens in self._after("(", self._bare_anchor, forms):
            yield Root.BARE, Kind.WORD, tokens
        ordered = sorted(marks | {mark + end for mark in marks if mark in _CLOSERS for end in ",.;:"})
        for mark, tokens in zip(ordered, self._after("a", self._word_anchor, ordered), strict=True):
            for root, kind in _mark_roles(mark):
                yield root, kind, tokens

    def _after(self, context: str, anchor: list[int], texts: Sequence[str]) -> list[list[int]]:
        """Token ids of each text as it stands right after `context`; none where the two run together."""
        found = self._ids([context + text for text in texts])
        return [ids[len(anchor) :] if ids[: len(anchor)] == anchor else [] for ids in found]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [e.ids for e in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]


def source_words(sentence: str) -> Iterator[str]:
    """Words between spaces without their outer punctuation, and the words and figures that a hyphen joins."""
    for chunk in sentence.split():
        core = _EDGE.sub("", chunk)
        if core:
            yield core
            yield from () if core.isalpha() else _PARTS.findall(core)


def _cases(word: str) -> tuple[str, ...]:
    """The word, and the word with its first letter in the other case, unless it is an acronym."""
    head, rest = word[0], word[1:]
    return (word, head.upper() + rest, head.lower() + rest if rest.islower() or not rest else word)


def _mark_roles(mark: str) -> list[tuple[Root, Kind]]:
    """Whether a mark ends, joins or opens; a quotation mark may do either of the last two."""
    if mark.startswith(" "):
        return [(Root.OPENERS, Kind.OPENER)]
    if _ENDS.search(mark):
        return [(Root.JOINTS, Kind.END)]
    opener = [(Root.OPENERS, Kind.OPENER)] if _OPENS.search(mark) else []
    return opener if opener and mark[-1] not in _CLOSERS else [(Root.JOINTS, Kind.JOINT), *opener]
