"""The sentences that a reference would choose: about what choosing whole sentences can reach.

Greedy, as trained extractive summarizers have been taught since Nallapati et al. 2017
(https://arxiv.org/abs/1611.04230). It sees the reference; no summarizer does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from evaluation.baselines import Cited
from service.errors import InvalidRequest

Tokens = Callable[[str], Sequence[str]]
Grams = Counter[tuple[str, ...]]


def rouge_tokens() -> Tokens:
    """Return rouge-score's own tokenizer with stemming. Raises InvalidRequest without rouge-score."""
    try:
        from rouge_score.tokenizers import DefaultTokenizer  # noqa: PLC0415 - optional dependency
    except ModuleNotFoundError:
        raise InvalidRequest("rouge-score is not installed: pip install 'citeweave[evaluate]'") from None
    tokenizer = DefaultTokenizer(use_stemmer=True)
    return lambda text: list(tokenizer.tokenize(text))


def oracle(articles: Sequence[Sequence[Cited]], words: int, reference: str, tokens: Tokens) -> list[Cited]:
    """Take what most raises the sum of ROUGE-1 and ROUGE-2 F1 until nothing does, at most `words` words.

    Word pairs are counted inside sentences only.
    """
    wanted = [_grams(tokens(reference), size) for size in (1, 2)]
    rest = {sent: _pair(tokens(sent.text)) for article in articles for sent in article}
    told: list[Cited] = []
    have: list[Grams] = [Counter(), Counter()]
    best = 0.0
    while True:
        scored = [
            (_value(have, grams, wanted), -number, sent)
            for number, (sent, grams) in enumerate(rest.items())
            if len(sent.text.split()) <= words
        ]
        if not scored:
            return told
        value, _, sent = max(scored, key=lambda entry: entry[:2])
        if value <= best:
            return told
        best, words = value, words - len(sent.text.split())
        have = [one + other for one, other in zip(have, rest.pop(sent), strict=True)]
        told.append(sent)


def _pair(tokens: Sequence[str]) -> list[Grams]:
    return [_grams(tokens, 1), _grams(tokens, 2)]


def _grams(tokens: Sequence[str], size: int) -> Grams:
    return Counter(zip(*(tokens[start:] for start in range(size)), strict=False))


def _value(have: Sequence[Grams], more: Sequence[Grams], wanted: Sequence[Grams]) -> float:
    return sum(_f1(one + other, gold) for one, other, gold in zip(have, more, wanted, strict=True))


def _f1(told: Grams, wanted: Grams) -> float:
    shared = (told & wanted).total()
    return 2 * shared / (told.total() + wanted.total()) if shared else 0.0
