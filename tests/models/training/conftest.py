"""A folder of invented data in the shape of the verifier's training files, and of nothing else."""

from __future__ import annotations

import gzip
import json

import pytest

from models.training.splits import is_training_source

PLACES = [
    ("Lunde", "Alba", "Monday", 212, "Ana Ruiz"),
    ("Orre", "Bora", "Tuesday", 45, "Boris Falk"),
    ("Hale", "Cyra", "Friday", 90, "Carla Dahl"),
    ("Norr", "Dione", "Sunday", 318, "Emil Lind"),
    ("Tarnow", "Elva", "Thursday", 17, "Greta Moss"),
    ("Velmora", "Fenna", "Saturday", 61, "Henk Broer"),
]
JUDGED_TOPIC, OTHER_TOPIC = "36_toy", "99_toy"


def merge(number):
    """A cluster of three sentences, two right merges and two wrong ones."""
    town, ship, day, count, mayor = PLACES[number]
    other = PLACES[number - 1][0]
    sentences = [
        f"The ferry {ship} struck the pier at {town} on {day} morning.",
        f"Some {count} passengers were taken off the {ship} by fishermen.",
        f"Mayor {mayor} closed the harbour of {town} for two days.",
    ]
    fused = (
        f"After the ferry {ship} hit a pier at {town} on {day} morning, {count} passengers were taken off."
    )
    close = (
        f"The ferry {ship} struck the pier at {town} on {day} morning and {count} passengers were taken off."
    )
    wrong = [(fused.replace(town, other), "location"), (fused.replace(str(count), "700"), "number")]
    negatives = [{"text": text, "error": error} for text, error in wrong]
    return {
        "id": f"toy-{number}",
        "sentences": sentences,
        "fused": fused,
        "close": close,
        "support": [0, 1],
        "negatives": negatives,
    }


def judged(number):
    """A cluster with two texts that a reader judged: one right, one with a span that is not."""
    row = merge(number)
    wrong = row["close"].replace("ferry", "burning ferry")
    texts = [
        {"text": row["fused"], "supported": True, "span": ""},
        {"text": wrong, "supported": False, "span": "burning"},
    ]
    return {
        "id": f"judged-{JUDGED_TOPIC}-{number}",
        "sentences": row["sentences"],
        "close": row["close"],
        "judged": texts,
    }


def article(number, version):
    """An article; the version changes its text, and with it the half that it falls into."""
    row = merge(number)
    return " ".join([*row["sentences"], f"The paper's edition number {version} has more.", row["fused"]])


def measured_and_learned():
    """Articles of the half to learn from, and of the half to measure on."""
    articles = [(n, article(n, version)) for n in range(len(PLACES)) for version in range(4)]
    learned = [pair for pair in articles if is_training_source(pair[1])]
    measured = [pair for pair in articles if not is_training_source(pair[1])]
    return learned[:3], measured[:3]


def summaries():
    """Right and wrong summaries of articles of both halves, tokenized as in a treebank."""
    rows = []
    for half in measured_and_learned():
        for number, source in half:
            right = merge(number)["close"].replace(".", " .") + " Nobody was hurt ."
            wrong = right.replace(PLACES[number][1], PLACES[number - 1][1])
            name = f"toy-{len(rows)}"
            rows.append({"id": f"{name}-ref", "source": source, "claim": right, "label": 1})
            rows.append({"id": f"{name}-edit", "source": source, "claim": wrong, "label": 0})
    return rows


def joined(number):
    """Two sentences and their human merge, which has no word of its own; or, for the last, one that has."""
    town, _, _, count, mayor = PLACES[number]
    sentences = [f"Mayor {mayor} opened the bridge of {town} .", f"The bridge cost {count} million crowns ."]
    fused = f"Mayor {mayor} opened the bridge of {town} , and it cost {count} million crowns ."
    invented = "Critics complained about wasted money yesterday ."
    return {
        "id": f"join-{number}",
        "sentences": sentences,
        "fused": [fused if number < len(PLACES) - 1 else invented],
    }


def story(topic):
    """Several articles on one event."""
    texts = [" ".join([*merge(n)["sentences"], merge(n)["close"]]) for n in range(4)]
    return {"id": topic, "documents": [{"text": text} for text in texts]}


def write_lines(path, rows):
    """Write rows as JSON lines, gzipped if the name says so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)


@pytest.fixture(scope="session")
def data(tmp_path_factory):
    """Return a folder that holds what the verifier may learn from, and no file to measure on."""
    folder = tmp_path_factory.mktemp("data")
    numbers = range(len(PLACES))
    write_lines(folder / "fusion" / "train.jsonl", map(merge, numbers))
    write_lines(folder / "fusion" / "judged_train.jsonl", map(judged, numbers))
    write_lines(folder / "bump_dev.jsonl.gz", summaries())
    write_lines(folder / "wikisplit_5000.jsonl.gz", map(joined, numbers))
    write_lines(folder / "poc_fusion.jsonl.gz", map(joined, numbers))
    write_lines(folder / "ecbplus_subtopics.jsonl.gz", map(story, (JUDGED_TOPIC, OTHER_TOPIC)))
    return folder
