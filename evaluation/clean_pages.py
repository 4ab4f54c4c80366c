"""How much of a web page's article is taken, and how much else: the measure of article-extraction-benchmark.

The measure is that of https://github.com/scrapinghub/article-extraction-benchmark: texts are compared as bags
of four words in a row, precision and recall are means over pages, F1 is the harmonic mean of the two means.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean

from evaluation.files import Row
from service.limits import Limits
from service.stages.clean import clean
from service.stages.ingest import ingest
from service.types import BlockKind, Document, MediaType, SourceDocument

FILE = "article_extraction_dev.jsonl.gz"
SYSTEMS = ("citeweave", "citeweave, titles too", "trafilatura")
TUNED, HELD = "tuned on", "held back"
_RUN = 4
_WORD = re.compile(r"\w+")
_FRAME = frozenset((BlockKind.BOILERPLATE, BlockKind.TITLE))
_CLUTTER = frozenset((BlockKind.BOILERPLATE,))


@dataclass(frozen=True, slots=True)
class PageScore:
    """Precision and recall of one page, 0 to 1; None where nothing was, or should have been, taken."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float:
        """The harmonic mean of the two, 0 where one of them is missing."""
        return _harmonic(self.precision or 0.0, self.recall or 0.0)


@dataclass(frozen=True, slots=True)
class PagesScore:
    """Means over pages."""

    count: int
    f1: float
    precision: float
    recall: float


def score_page(true: str, taken: str) -> PageScore:
    """Compare the text that was taken with the true one."""
    expected, found = _runs(true), _runs(taken)
    both = (expected & found).total()
    return PageScore(
        precision=both / found.total() if found else None,
        recall=both / expected.total() if expected else None,
    )


def average(scores: Sequence[PageScore]) -> PagesScore:
    """Return the means over pages; pages without the figure do not count in its mean."""
    precision = _mean([score.precision for score in scores if score.precision is not None])
    recall = _mean([score.recall for score in scores if score.recall is not None])
    return PagesScore(len(scores), _harmonic(precision, recall), precision, recall)


def half_of(name: str) -> str:
    """Tell whether a page is one that rules may be tuned on. It follows from the page's id alone."""
    return TUNED if hashlib.sha256(name.encode()).digest()[0] % 2 else HELD


def take(markup: str) -> Mapping[str, str]:
    """Return what each of the systems takes to be the article of a page."""
    document = clean(ingest(SourceDocument(0, "page", markup, MediaType.HTML), Limits()))
    texts = (article(document, _FRAME), article(document, _CLUTTER), _plain_trafilatura(markup))
    return dict(zip(SYSTEMS, texts, strict=True))


def article(document: Document, without: frozenset[BlockKind] = _FRAME) -> str:
    """Return the text of all blocks but those of some kinds."""
    kept = [block for block in document.blocks if block.kind not in without]
    return "\n".join(document.text[block.start : block.end] for block in kept)


def score_pages(rows: Sequence[Row]) -> dict[str, dict[str, PageScore]]:
    """Return, for each system, the score of every page by its id."""
    scores: dict[str, dict[str, PageScore]] = {name: {} for name in SYSTEMS}
    for row in rows:
        for name, text in take(row["html"]).items():
            scores[name][row["id"]] = score_page(row["text"], text)
    return scores


def _plain_trafilatura(markup: str) -> str:
    from trafilatura import extract  # noqa: PLC0415 - heavy, and only of use here

    return extract(markup) or ""


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return Counter(
        run for place in range(max(1, len(words) - _RUN + 1)) if (run := tuple(words[place : place + _RUN]))
    )


def _mean(values: Sequence[float]) -> float:
    return mean(values) if values else 0.0


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
