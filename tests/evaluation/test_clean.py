import gzip
import json

import pytest
from click.testing import CliRunner

from evaluation import clean
from evaluation.clean_keys import score_documents
from evaluation.clean_pages import (
    HELD,
    SYSTEMS,
    TUNED,
    PageScore,
    article,
    average,
    half_of,
    score_page,
    score_pages,
)
from evaluation.ratio import Ratio
from service.types import Block, BlockKind, Document, MediaType

PARAGRAPHS = (
    "A goat ate fourteen hats at the fair in Brill on Monday, the police of the town said in the evening.",
    "The hats belonged to a milliner who had come to the fair from the coast for the first time in years.",
    "She told the reporters at the fair that she would not press charges, for the goat had good taste.",
)
NAVIGATION = "<nav><a href='/'>Front page</a> <a href='/w'>Weather</a></nav>"
HTML = (
    "<!DOCTYPE html><html><head><title>Goat eats hats</title></head><body>"
    f"{NAVIGATION}<article><h1>Goat eats hats</h1>{''.join(f'<p>{p}</p>' for p in PARAGRAPHS)}</article>"
    "<footer><p>All rights reserved.</p></footer></body></html>"
)
PAGES = [{"id": name, "text": "\n".join(PARAGRAPHS), "html": HTML} for name in ("a", "b", "g", "h")]


@pytest.mark.parametrize(
    ("taken", "precision", "recall"),
    [
        ("a goat ate fourteen hats", 1, 1),
        ("a goat, ate -- fourteen hats!", 1, 1),
        ("a goat ate fourteen", 1, 1 / 2),
        ("today a goat ate fourteen hats", 2 / 3, 1),
        ("a goat ate fourteen hats a goat ate fourteen", 2 / 6, 1),
        ("a sheep slept", 0, 0),
        ("A goat ate fourteen", 0, 0),
        ("", None, 0),
    ],
)
def test_texts_are_compared_in_runs_of_four_words(taken, precision, recall):
    assert score_page("a goat ate fourteen hats", taken) == PageScore(precision, recall)


def test_short_texts_are_one_run():
    assert score_page("a goat", "a goat") == PageScore(1, 1)
    assert score_page("", "a goat") == PageScore(0, None)


def test_f1_is_that_of_the_means():
    mean = average([PageScore(1, 0.5), PageScore(0.5, 1), PageScore(None, 0)])
    assert (mean.count, mean.precision, mean.recall) == (3, 0.75, 0.5)
    assert mean.f1 == pytest.approx(0.6)
    assert average([PageScore(None, 0)]).f1 == 0


def test_the_title_is_not_of_the_article_s_body():
    blocks = (
        Block(0, 4, BlockKind.TITLE),
        Block(5, 9, BlockKind.HEADING),
        Block(10, 14, BlockKind.BOILERPLATE),
    )
    document = Document(0, "d", "Goat Hats Menu", MediaType.TEXT, blocks=blocks)
    assert article(document) == "Hats"
    assert article(document, frozenset()) == "Goat\nHats\nMenu"


def test_every_system_takes_the_article_and_leaves_the_frame():
    scores = score_pages(PAGES[:1])
    assert list(scores) == list(SYSTEMS)
    assert scores["citeweave"]["a"] == PageScore(1, 1)
    assert scores["citeweave, titles too"]["a"].precision < 1
    assert scores["trafilatura"]["a"].recall == 1


def test_a_page_keeps_its_half():
    names = [f"page {number}" for number in range(200)]
    tuned = [name for name in names if half_of(name) == TUNED]
    assert 70 < len(tuned) < 130
    assert {half_of(name) for name in names} == {TUNED, HELD}


def document(text, *kinds):
    """A document of one block a line."""
    blocks, start = [], 0
    for line, kind in zip(text.split("\n"), kinds, strict=True):
        blocks.append(Block(start, start + len(line), kind))
        start += len(line) + 1
    return Document(0, "wire.txt", text, MediaType.TEXT, blocks=tuple(blocks))


FRAME, BODY = BlockKind.BOILERPLATE, BlockKind.BODY


def scored(key, *kinds):
    text = "BRILL WIRE\nA goat ate 14 hats in Brill on Monday.\nThe Brill Wire was there.\nFront page"
    key["documents"] = [{"file": "wire.txt", "boilerplate": ["BRILL WIRE", "- Front page", "Not there"]}]
    key["conflicts"] = []
    return score_documents(key, [document(text, *kinds)])


def test_what_is_marked_as_the_key_says(key):
    score = scored(key, FRAME, BODY, BODY, FRAME)
    assert (score.found, score.right, score.kept) == (Ratio(3, 3), Ratio(4, 4), Ratio(1, 1))
    assert (score.missed, score.wrong, score.lost) == ((), (), ())


def test_what_is_missed_and_what_is_marked_wrongly(key):
    score = scored(key, BODY, FRAME, BODY, FRAME)
    assert score.found == Ratio(2, 3)
    assert score.missed == ("wire.txt: BRILL WIRE",)
    assert score.right == Ratio(2, 11)
    assert score.wrong == ("wire.txt: A goat ate 14 hats in Brill on Monday",)
    assert score.kept == Ratio(0, 1)
    assert score.lost == ("wire.txt: A goat ate 14 hats in Brill",)


@pytest.fixture
def pages_and_events(tmp_path, key, texts):
    lines = "".join(f"{json.dumps(row)}\n" for row in PAGES)
    (tmp_path / "article_extraction_dev.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    (tmp_path / "goat").mkdir()
    for note, text in zip(key["documents"], texts, strict=True):
        (tmp_path / "goat" / note["file"]).write_text(text, "utf-8")
    (tmp_path / "goat" / "key.json").write_text(json.dumps(key), "utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(clean.main, list(arguments), catch_exceptions=False)


def test_the_command_prints_tables_and_json(pages_and_events):
    result = run("--data", str(pages_and_events), "--details", "--json", "-")
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert figures["pages"]["citeweave"]["all"] == {"count": 4, "f1": 1.0, "precision": 1.0, "recall": 1.0}
    assert sum(part["count"] for name, part in figures["pages"]["citeweave"].items() if name != "all") == 4
    assert figures["events"][0]["event"] == "goat"
    assert figures["all_events"]["found"]["count"] == sum(e["found"]["count"] for e in figures["events"])
    assert "trafilatura" in result.stderr
    assert "page " in result.stderr


def test_the_pages_held_back_are_not_named(pages_and_events):
    named = {line.split(":")[0] for line in clean.worst_pages(score_pages(PAGES))}
    assert named == {f"page {row['id']}" for row in PAGES if half_of(row["id"]) == TUNED}
    assert 0 < len(named) < len(PAGES)


def test_one_set_and_few_items(pages_and_events):
    result = run("--data", str(pages_and_events), "--set", "pages", "--limit", "1")
    assert "all" in result.stdout
    assert "goat" not in result.stdout
    result = run("--data", str(pages_and_events), "--set", "events")
    assert result.stdout.splitlines()[-1].split()[0] == "ALL"


def test_a_folder_without_the_data_is_refused(tmp_path, pages_and_events):
    (tmp_path / "goat" / "key.json").unlink()
    result = CliRunner().invoke(clean.main, ["--data", str(tmp_path), "--set", "events"])
    assert result.exit_code == 2
    assert "no event" in result.stderr
