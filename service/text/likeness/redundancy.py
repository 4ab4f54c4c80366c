"""Whether one text tells again what another has told."""

from __future__ import annotations

from service.text.words import containment

NEAR = 0.74  # similarity in meaning from which one text may repeat the other
SOME = 0.2  # share of the shorter one's words that must be common too: an encoder that does not know a
# script finds all its texts alike
MOST = 0.6  # share of its content words already said from which a text repeats
ALL_BUT = 0.8  # share of the earlier text's content words that a longer one repeats
FEWEST = 5


def retells(similarity: float, new: frozenset[str], old: frozenset[str]) -> bool:
    """Whether `new` tells again what `old` told, by similarity in meaning and the stems of both."""
    smaller, larger = sorted((new, old), key=len)
    return (
        (similarity >= NEAR and (not smaller or containment(smaller, larger) >= SOME))
        or containment(new, old) >= MOST
        or (len(old) >= FEWEST and containment(old, new) >= ALL_BUT)
    )
