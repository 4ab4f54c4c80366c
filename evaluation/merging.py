"""How good merged sentences are beside references: ROUGE, the content told, the length."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, median

from service.errors import InvalidRequest
from service.text.words import containment, content_stems, count_words

MEASURES = ("rouge1", "rouge2", "rougeL")
Scorer = Callable[[str, str], tuple[float, ...]]
"""Reference and text to the F1 of ROUGE-1, ROUGE-2 and ROUGE-L, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Merging:
    """The figures of one system on one set; shares are 0 to 1, means over groups; lengths are in words."""

    count: int
    rouge1: float
    rouge2: float
    rouge_l: float
    told: float  # share of the best reference's content words
    median_words: float
    mean_words: float


def rouge_scorer() -> Scorer:
    """Return ROUGE with stemming, as the package rouge-score has it. Raises InvalidRequest without it."""
    try:
        from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415 - optional dependency
    except ModuleNotFoundError:
        raise InvalidRequest("rouge-score is not installed: pip install 'citeweave[evaluate]'") from None
    scorer = RougeScorer(list(MEASURES), use_stemmer=True)

    def score(reference: str, text: str) -> tuple[float, ...]:
        found: Mapping[str, object] = scorer.score(reference, text)
        return tuple(float(found[name].fmeasure) for name in MEASURES)  # type: ignore[attr-defined]

    return score


def merging(texts: Sequence[str], references: Sequence[Sequence[str]], score: Scorer) -> Merging:
    """Return the figures of a system's texts, each against its reference with the best ROUGE-1."""
    best = [_best(text, known, score) for text, known in zip(texts, references, strict=True)]
    told = [
        containment(content_stems(reference), content_stems(text))
        for text, (_, reference) in zip(texts, best, strict=True)
    ]
    rouge1, rouge2, rouge_l = (mean(column) for column in zip(*(scores for scores, _ in best), strict=True))
    lengths = [count_words(text) for text in texts]
    return Merging(len(texts), rouge1, rouge2, rouge_l, mean(told), median(lengths), mean(lengths))


def _best(text: str, references: Sequence[str], score: Scorer) -> tuple[tuple[float, ...], str]:
    scored = [(score(reference, text), reference) for reference in references]
    return max(scored, key=lambda pair: pair[0])
