"""introduce: who somebody is, put into the first fact told of them, where another sentence says so.

What is put in hangs on the name alone, so it may come from any sentence of the request; the first place to
look is the article itself, which introduced the name before it went on with the last one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from models.protocols import ClaimVerifier
from service.text.eligible import eligible
from service.text.fusing.introductions import Introduced, Introductions
from service.text.style import joins_well
from service.text.words import count_words
from service.types import BlockKind, Choice, Cluster, DocumentRole, Mode, Sentence, Verdict

KINDS = frozenset({BlockKind.BODY})


def introduce(
    clusters: Sequence[Cluster],
    may: Sequence[bool],
    sentences: Sequence[Sentence],
    roles: Sequence[DocumentRole],
) -> list[Introduced | None]:
    """For each cluster its own sentence with the names introduced, the clusters in their order.

    None where there is nothing to put in, or the cluster `may` not be rewritten. The carriers are numbers of
    `sentences`: first those of the sentence's own article, then of its cluster, then all others.
    """
    if not any(may):
        return [None] * len(clusters)
    usable = [
        i for i, ok in enumerate(eligible(sentences, roles, KINDS)) if ok and joins_well(sentences[i].display)
    ]
    told = [sentences[c.members[0]].display for c, ok in zip(clusters, may, strict=True) if ok]
    known = Introductions([sentences[i].display for i in usable], told)
    found: list[Introduced | None] = []
    for cluster, ok in zip(clusters, may, strict=True):
        centre = sentences[cluster.members[0]]
        made = None
        if ok and joins_well(centre.display):
            near = partial(_distance, centre, cluster)
            order = sorted(range(len(usable)), key=lambda n: near(sentences[usable[n]], usable[n]))
            made = known.introduce(centre.display, order)
        found.append(made and Introduced(made.text, tuple(usable[n] for n in made.carriers)))
    return found


def offer(
    choices: Sequence[Choice],
    own: Sequence[int],
    introduced: Sequence[Introduced | None],
    sentences: Sequence[Sentence],
    most: int,
    verifier: ClaimVerifier,
) -> dict[int, tuple[Choice, tuple[int, ...]]]:
    """For the facts that are to be told in their `own` sentence, the better one, and the sentences behind it.

    By the facts' numbers, without what the verifier refuses or what has more than `most` words. A text rests
    on its own sentence and on all carriers; no rule is asked, since what is put in was found by its form.
    """
    rows = {
        number: (sentence, *made.carriers)
        for number, (choice, sentence, made) in enumerate(zip(choices, own, introduced, strict=True))
        if made and choice[0] == sentences[sentence].display and count_words(made.text) <= most
    }
    texts = {number: made.text for number, made in enumerate(introduced) if made and number in rows}
    cases = [([sentences[i].display for i in row], [texts[number]]) for number, row in rows.items()]
    chances = [found[0] for found in verifier.verify(cases)] if cases else []
    return {
        number: (
            (texts[number], Mode.ABSTRACTIVE, Verdict(True, round(chance, 3), tuple(range(len(row))))),
            row,
        )
        for (number, row), chance in zip(rows.items(), chances, strict=True)
        if chance >= verifier.threshold
    }


def _distance(centre: Sentence, cluster: Cluster, sentence: Sentence, number: int) -> tuple[int, int, int]:
    """What is relied on first; the centre itself says nothing new of its names."""
    near = 0 if sentence.doc == centre.doc else 1 if number in cluster.members else 2
    return near, abs(sentence.position - centre.position) if near == 0 else 0, number
