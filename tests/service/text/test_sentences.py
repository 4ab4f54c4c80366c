import time

import pytest
from hypothesis import given, settings

from service.text.punkt import LANGUAGES, tokenizer
from service.text.sentences import MAX_SENTENCE, sentence_bounds
from tests.strategies import hostile_text


def split(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text, language)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["Mr. Hale met Gen. Ruiz in the U.S.", "The talks lasted until 5 p.m. Thursday."],
        ["No. 5 on the list was J. Hale, of St. Oran.", "He left on Jan. 5."],
        ["The U.S. President arrived.", "The U.S. and Peru agreed."],
        ["“It is over!” Hale said.", "Nobody cheered."],
        ['"Why?" she asked.', "He shrugged."],
        ["Sources told Zip! last night that it broke.", "Zip! asks: why?", "Nobody knows."],
        ["He said: “We lost. We go on.”", "Then he left."],
        ["“We lost a night, not a bridge,” said Hale.", "“It will reopen.”"],
        ["Prices rose... and went on rising.", "Then they fell."],
        ["The cost is $5.3 million vs. $4 million, e.g. for steel.", "Next year it falls."],
        ["It broke at 7.52 a.m. local time.", "See Fig. 3."],
        ["The dam held (so far.)", "Nobody slept."],
        ["Water filled the valley.", "Rescuers came."],
        ["One line without an end"],
    ],
)
def test_english(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


def test_sentences_that_scraping_has_glued_are_parted() -> None:
    assert split("Water filled the valley.Rescuers came at dawn.") == [
        "Water filled the valley.",
        "Rescuers came at dawn.",
    ]
    assert split("Read it at example.Com today.") == ["Read it at example.Com today."]


@pytest.mark.parametrize(
    ("language", "sentences", "joint"),
    [
        ("zh", ["他说：“桥没有塌。”", "水退了！", "真的吗？"], ""),
        ("ja", ["橋は閉鎖された。", "けが人はいない。"], ""),
        ("hi", ["पुल बंद है।", "कोई घायल नहीं हुआ।"], " "),
        ("ar", ["هل أغلق الجسر؟", "نعم، أغلق يوم الاثنين."], " "),
        ("de", ["Am 5. Mai kam Dr. Vogel, d.h. zu spät.", "Er sagte: „Gut.“", "Dann ging er."], " "),
        ("fr", ["Il a dit : « C'est fini. »", "Puis il est parti."], " "),
        ("xx", ["An unknown language.", "It is split as English is."], " "),
    ],
)
def test_other_languages(language: str, sentences: list[str], joint: str) -> None:
    assert split(joint.join(sentences), language) == sentences


@settings(deadline=None, max_examples=60)
@given(hostile_text)
def test_bounds_are_in_order_trimmed_and_short(text: str) -> None:
    end_before = 0
    for start, end in sentence_bounds(text, "en"):
        assert end_before <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert end - start <= MAX_SENTENCE
        end_before = end


@settings(deadline=None, max_examples=60)
@given(hostile_text)
def test_no_word_is_lost(text: str) -> None:
    kept = "".join(text[start:end] for start, end in sentence_bounds(text, "en"))
    assert "".join(kept.split()) == "".join(text.split())


def test_an_endless_sentence_is_split_at_commas() -> None:
    text = ", ".join(f"the {n}th clause of it" for n in range(200)) + "."
    pieces = split(text)
    assert len(pieces) > 3
    assert all(piece.endswith((",", ".")) for piece in pieces)


def test_a_cut_does_not_part_a_letter_from_its_mark() -> None:
    text = "e\u0301" * 1200
    assert all(not piece.startswith("\u0301") for piece in split(text))


@pytest.mark.parametrize("unit", ["a", ".", "a .", '"', "( ", "\u0301", "!? ", "word "])
def test_a_megabyte_without_sentences_is_quick(unit: str) -> None:
    text = "x" + unit * (300_000 // len(unit))
    began = time.process_time()
    sentence_bounds(text, "en")
    assert time.process_time() - began < 3


def test_every_language_has_its_parameters() -> None:
    for language in sorted(set(LANGUAGES) - {"en"})[:3]:
        assert tokenizer(language).span_tokenize("One.")
    assert "gen" in tokenizer("en")._params.abbrev_types
