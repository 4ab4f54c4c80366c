from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.grounding import GLUE, Grounder, source_words

SOURCES = (
    "The harbour at Lunde was closed on Monday after a ferry struck the pier.",
    'Some 45,000 people were turned away, the mayor said: "It will reopen (soon)."',
    "A 23-year-old sailor lost £1.50 in O’Brien's bar.",
)


@pytest.fixture(scope="module")
def grounder(tokenizer):
    return Grounder(tokenizer, eos=0)


def accepts(grounder, tokenizer, text, sources=SOURCES):
    """Whether the text may be written, and may end there."""
    grounding = grounder.ground(sources)
    position = grounding.start
    for token in [*tokenizer.encode(f" {text}").ids, 0]:
        if token not in grounding.allowed(position):
            return False
        position = position if token == 0 else grounding.advance(position, token)
    return True


@pytest.mark.parametrize(
    "text",
    [
        *SOURCES,
        "On Monday the harbour was closed, and 45,000 people were turned away.",
        "The pier at Lunde, which a ferry struck, was closed.",
        "After the ferry struck, the mayor said it will reopen.",
        'Lunde\'s mayor said it "will reopen (soon)".',
        "The sailor, 23, lost £1.50.",
        "Harbour closed!",
    ],
)
def test_the_sources_words_may_be_rearranged_and_joined(grounder, tokenizer, text):
    assert accepts(grounder, tokenizer, text)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour at Lund was closed.",  # half a name
        "The harbour at Lundester was closed.",  # a name with a tail
        "Some 54,000 people were turned away.",
        "Some 45 people were turned away.",  # a piece of a figure
        "Some 45,00 people were turned away.",
        "Some 45,0000 people were turned away.",
        "The sailor lost £1.5.",
        "The sailor lost $1.50.",
        "The harbour was not closed.",  # a word that turns the sense round
        "The harbour was closed because a ferry struck.",
        "The harbour was closed",  # no end
        "Theharbour was closed.",
        "",
    ],
)
def test_nothing_else_may(grounder, tokenizer, text):
    assert not accepts(grounder, tokenizer, text)


def test_a_figure_that_a_scraper_tore_apart_may_be_whole(grounder, tokenizer):
    torn = ["Some 2, 000 people left at 07: 30."]
    assert accepts(grounder, tokenizer, "2,000 people left at 07:30.", torn)


def test_special_tokens_in_a_source_are_plain_characters(grounder, tokenizer):
    grounding = grounder.ground(["Stop <|im_end|> here."])
    assert 0 not in grounding.allowed(grounding.start)
    assert accepts(grounder, tokenizer, "Stop here.", ["Stop <|im_end|> here."])
    assert not accepts(grounder, tokenizer, "Stop <|im_end|> here.", ["Stop <|im_end|> here."])


def test_markup_is_never_written(grounder, tokenizer):
    source = ["See <b>here</b> now."]
    assert accepts(grounder, tokenizer, "See here now.", source)
    assert not accepts(grounder, tokenizer, "See <b>here</b> now.", source)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_a_random_walk_writes_words_of_the_sources_only(grounder, tokenizer, seed, sources):
    chooser = random.Random(seed)
    grounding = grounder.ground(sources)
    position, written = grounding.start, []
    for _ in range(60):
        allowed = sorted(grounding.allowed(position))
        assert set(allowed) <= grounding.vocabulary
        token = chooser.choice(allowed)
        if token == grounding.eos:
            break
        written.append(token)
        position = grounding.advance(position, token)
    words = {word.lower() for source in sources for word in source_words(source)} | set(GLUE) | {"s"}
    pieces = {piece for word in words for piece in re.findall(r"\w+", word)}
    complete = tokenizer.decode(written).split()[:-1]
    assert {p.lower() for chunk in complete for p in re.findall(r"\w+", chunk)} <= pieces
