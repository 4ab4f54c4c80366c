"""title: a short line that says what the summary is about, and that the documents bear out.

Headlines are the best titles, and the least careful sentences of an article: they tease, count too soon, name
the site. So one is taken only if the articles' own text has its names and figures. The best is the one
nearest to all that they say and to one sentence of theirs, in the words that most sources use. Where no
headline will do, the summary's first sentence stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from models.protocols import Embeddings
from service.text.facts.figures import COUNTED, opposed
from service.text.facts.numbers import quantities
from service.text.facts.quantity import same_value
from service.text.fusing.splicing import LINKS
from service.text.language import READ_BY_MODELS, language_of
from service.text.likeness.importance import importance, mean_value
from service.text.style import FIRST_PERSON, QUESTION, QUOTATION
from service.text.words import (
    NEGATIONS,
    STOP_WORDS,
    containment,
    content_stems,
    content_words,
    count_words,
    names,
)
from service.types import BlockKind, Claim, DocumentRole, Role, Sentence

MOST_WORDS = 16
FEWEST_WORDS = 3
FEWEST_CUT = 8  # words that are left of a sentence that is cut short
# What begins a phrase that the words before it can do without; `_JOINING` a clause, where there is no phrase.
_OPENING = LINKS - {"to"} | {"against", "despite", "under", "where", "which", "who"}
_JOINING = frozenset({"and", "but", "that"})
_HANGING = STOP_WORDS | NEGATIONS | LINKS | frozenset("beyond despite outside throughout via".split())
BORNE_OUT = 0.5  # what nearness to one sentence counts for, beside nearness to all
SHARED = 0.5  # what the mean share of sources that use its words counts for
NAMED = 0.15  # what it counts for to name whom most sources name
SHOUTED = 0.3  # what capitals throughout cost
FEWEST_NEAR = 0.4  # nearness to one sentence, below which nothing in the text bears a headline out
TOLD = 0.6  # share of its words that the text must have at least
SITE_SUFFIX = re.compile(r"\s+[|»–—-]\s+([^|»–—-]{2,40})$")
ANNOUNCES = re.compile(
    r"\b(?:live|as it happened|rolling coverage|updates|follow (?:the|our|along)|what we know|in pictures"
    r"|watch|video|opinion|analysis|explained|explainer|editorial|podcast|newsletter)\b",
    re.IGNORECASE,
)
_DOUBLE = {"“": "”", '"': '"', "„": "“", "«": "»", "”": "”"}
_BREAKS = ",;:–—- "
_ANY_DOUBLE = re.compile('[“”"„«»]')


def title(
    sentences: Sequence[Sentence],
    embeddings: Embeddings,
    roles: Sequence[DocumentRole],
    claims: Sequence[Claim],
    overtaken: Collection[int] = frozenset(),
) -> str:
    """The headline of a main document that the others bear out best; else the first claim, cut short.

    `overtaken` are rows of sentences that later reports contradict. Without claims the title is empty.
    """
    main = {role.doc for role in roles if role.role is Role.MAIN}
    body = [i for i, s in enumerate(sentences) if s.doc in main and s.kind is BlockKind.BODY]
    rows = [
        i
        for i, s in enumerate(sentences)
        if s.doc in main and s.kind is BlockKind.TITLE and i not in overtaken
    ]
    told = [sentences[i].display for i in body]
    shown = {i: whole_quotations(without_site(sentences[i].display, told)) for i in rows}
    fit = [i for i in rows if _fit(shown[i], told)]
    own = [sentences[i] for i in body]
    shared = importance(own, [content_stems(text) for text in told], {r.doc: r.source for r in roles}).spread
    worth = {}
    for row in fit:
        near = float((embeddings[body] @ embeddings[row]).max())
        if near >= FEWEST_NEAR:
            centre = float((embeddings[body] @ embeddings[row]).mean())
            value = centre + BORNE_OUT * near + _in_their_words(shown[row], shared)
            worth[row] = round(value - SHOUTED * shown[row].isupper(), 5)
    if not worth:
        return shortened(claims[0].text) if claims else ""
    return shown[max(worth, key=lambda row: (worth[row], shown[row]))].removesuffix(".")


def _in_their_words(text: str, shared: Mapping[str, float]) -> float:
    named = any(shared.get(word.stem, 0.0) >= 0.5 for word in names(text))
    return SHARED * mean_value(content_stems(text), shared) + NAMED * named


def _fit(text: str, told: Sequence[str]) -> bool:
    """Whether a headline can stand over a summary: short, no tease, and nothing in it that the text lacks."""
    if not FEWEST_WORDS <= count_words(text) <= MOST_WORDS:
        return False
    if QUESTION.search(text) or ANNOUNCES.search(text) or FIRST_PERSON.search(QUOTATION.sub("", text)):
        return False
    known = frozenset[str]().union(*(content_stems(line) for line in told))
    own = content_stems(text)
    first = content_words(text)[:1]  # it may be a name
    named = {word.stem for word in (*first, *names(text)) if not any(c.isdigit() for c in word.norm)}
    capitals = sum(word[:1].isupper() for word in text.split()) > count_words(text) / 2
    return containment(own, known) >= TOLD and (capitals or named <= known) and _figures_told(text, told)


def _figures_told(text: str, told: Sequence[str]) -> bool:
    """Whether every figure stands in the text, and no sentence that is on the same thing gives another."""
    figures = [q for q in quantities(text) if q.kind in COUNTED]
    if not figures:
        return True
    known = [q for line in told for q in quantities(line)]
    own = content_stems(text)
    near = [line for line in told if containment(own, content_stems(line)) >= TOLD]
    return all(any(q.kind == k.kind and same_value(q, k) for k in known) for q in figures) and not any(
        opposed(text, line) for line in near
    )


def without_site(text: str, told: Sequence[str]) -> str:
    """The headline without a site's name at its end: what stands after a bar and in no article's text."""
    found = SITE_SUFFIX.search(text)
    if found is None:
        return text
    suffix = content_stems(found[1])
    known = any(containment(suffix, content_stems(line)) == 1.0 for line in told)
    return text if known else text[: found.start()]


def whole_quotations(text: str) -> str:
    """The text without marks around all of it, and without one that has no partner."""
    text = text.strip()
    marks = _ANY_DOUBLE.findall(text)
    if len(marks) == 2 and _DOUBLE.get(text[:1]) == text[-1:]:
        return text[1:-1].strip()
    if len(marks) % 2 == 0:
        return text
    bare = text.strip("".join(set(marks)))
    return bare if len(_ANY_DOUBLE.findall(bare)) % 2 == 0 else _ANY_DOUBLE.sub("", text)


def shortened(text: str) -> str:
    """The text without its full stop; of a long one its first words, to where a clause or a phrase ends.

    Phrases are known in English only. Other languages are cut at a clause's end, else at the most words.
    """
    kept = text.split()
    if len(kept) <= MOST_WORDS:
        return text.rstrip(".")
    english = language_of([text]) in READ_BY_MODELS
    cuts = {place: " ".join(kept[:place]).rstrip(_BREAKS) for place in range(MOST_WORDS, FEWEST_CUT - 1, -1)}
    whole = [place for place, cut in cuts.items() if not (english and _hangs(cut))] or [MOST_WORDS]
    clauses = [place for place in whole if kept[place - 1][-1] in _BREAKS]
    starts = (_OPENING, _JOINING) if english else ()
    phrases = [place for words in starts for place in whole if kept[place] in words]
    return whole_quotations(cuts[(clauses or phrases or whole)[0]]) + " …"


def _hangs(text: str) -> bool:
    """Whether the last word points to one that would follow. Names such as "May" and "US" do not."""
    last = text.rpartition(" ")[2].strip("“”\"'‘()")
    return last.replace("’", "'") in _HANGING
