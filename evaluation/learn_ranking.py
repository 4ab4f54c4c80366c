"""Learns the weights of ranking and selection, and writes them as readable text.

    python -m evaluation.learn_ranking --data DIR

It learns from the part of the news clusters that `evaluate rouge` calls fitted, and from the annotated
events. The held-out part is never read. What is learned is linear: what each sentence would add to a
summary, a word, foretold from the features of `rank` and `select` (`models/training/imitation.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from evaluation.events import read_events
from evaluation.lessons import RANK, SELECT, Facts, Lesson, Reading, Wording, part
from evaluation.news import FITTED, read_clusters
from evaluation.options import data_option
from evaluation.oracle import rouge_tokens
from evaluation.tables import note
from models.protocols import SentenceEncoder
from models.training.imitation import Lessons, learn
from service.identity import document_key
from service.limits import Limits
from service.settings import load_settings
from service.stages.clean import clean_all
from service.stages.encode import encode
from service.stages.group import group
from service.stages.ingest import ingest
from service.stages.segment import segment
from service.text.likeness.weights import FILE
from service.types import SourceDocument

NEWS_WORDS, EVENT_WORDS = 230, 250
EVENTS_WEIGHT = 0.2  # what all events count for, beside all clusters
EVENTS_SCALE = 4.0  # points of facts against points of words
FIXED = {  # no reference teaches that a reader's question comes first, or that a sentence reads well alone
    "rank.query": 1.0,
    "rank.leaning": -0.15,
    "rank.awkward": -0.15,
}
MANY = f"{RANK}many_"  # few requests in the data have many sources
HEAD = """# The weights of ranking and selection, learned by `python -m evaluation.learn_ranking --data DIR`.
# Features lie in [0, 1]; their sum foretells what a sentence adds to a summary, a word.
# `query`, `leaning` and `awkward` are set by hand: no reference teaches them.
# `many_x` is feature x once more, in proportion to the number of independent sources.
"""


def read(documents: Sequence[SourceDocument], encoder: SentenceEncoder, limits: Limits) -> Reading:
    """Return what the service understands of a request before it ranks; the way of `service/pipeline.py`."""
    read_in = clean_all(sorted((ingest(source, limits) for source in documents), key=document_key))
    sentences = [sentence for document in read_in for sentence in segment(document)]
    roles = group(read_in, sentences)
    embeddings = encode([sentence.display for sentence in sentences], encoder)
    return Reading(tuple(sentences), embeddings, tuple(roles))


def news_lessons(data: Path, encoder: SentenceEncoder, limits: Limits) -> list[Lesson]:
    """Return the clusters of the fitted part; those without a sentence to tell are left out."""
    tokens = rouge_tokens()
    lessons = []
    for cluster in read_clusters(data):
        if cluster.part == FITTED:
            reading = read(cluster.documents, encoder, limits)
            lessons.append(Lesson(reading, Wording(reading.sentences, cluster.reference, tokens), NEWS_WORDS))
    return [lesson for lesson in lessons if lesson.tellable]


def event_lessons(data: Path, encoder: SentenceEncoder, limits: Limits) -> list[Lesson]:
    """Return the annotated events."""
    lessons = []
    for event in read_events(data):
        reading = read(event.documents, encoder, limits)
        lessons.append(Lesson(reading, Facts(reading.sentences, event.key["facts"]), EVENT_WORDS))
    return [lesson for lesson in lessons if lesson.tellable]


def to_toml(weights: Mapping[str, float]) -> str:
    """Return the weights as the text of `service/text/likeness/weights.toml`."""
    tables = (("rank", part(weights, RANK)), ("select", part(weights, SELECT)))
    bodies = ["".join(f"{name} = {value:.3f}\n" for name, value in table.items()) for _, table in tables]
    return HEAD + "".join(f"\n[{name}]\n{body}" for (name, _), body in zip(tables, bodies, strict=True))


@click.command()
@data_option
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    default=FILE,
    show_default=True,
    help="Where the weights go.",
)
def main(data: Path, out: Path) -> None:
    """Learn the weights of ranking and selection from news and annotated events below DATA."""
    from models.cpu import use_threads  # noqa: PLC0415 - heavy; wrong options are told without it
    from models.encoder import MiniLmEncoder  # noqa: PLC0415
    from models.weights import default_directory  # noqa: PLC0415

    settings = load_settings()
    use_threads(settings.threads)
    encoder = MiniLmEncoder(settings.models_dir or default_directory(), settings.encoder)
    encoder.load()
    news, events = news_lessons(data, encoder, settings.limits), event_lessons(data, encoder, settings.limits)
    note(f"{len(news)} clusters of news, {len(events)} events")
    lessons = [Lessons(news), Lessons(events, EVENTS_WEIGHT, EVENTS_SCALE)]
    names = (news + events)[0].names()
    doubted = [name for name in names if name.startswith(MANY)]
    weights = learn([lesson for lesson in lessons if lesson.cases], names, FIXED, doubted)
    out.write_text(to_toml(weights), "utf-8")


if __name__ == "__main__":
    main()
