from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fakes import HashingEncoder
from service.stages.title import FEWEST_CUT, MOST_WORDS, shortened, title, whole_quotations, without_site
from service.types import DocumentRole, Role
from tests.service.builders import claim, event

RAID = "Prosecutors searched the offices of the Alba line on Monday and took 12 crates."
COURT = "A court in Orre had allowed the prosecutors to search the offices."
FIRST = "Officers took crates."


def title_of(*titles, body=(RAID, COURT), roles=None, claims=None, overtaken=()):
    told = event(*[list(body)] * len(titles), titles=titles)
    rows = HashingEncoder().encode([s.display for s in told.sentences])
    gone = {i for i, s in enumerate(told.sentences) if s.text in overtaken}
    return title(told.sentences, rows, roles or told.roles, claims or [claim(FIRST)], gone)


GOOD = "Prosecutors searched offices of the Alba line"


def test_the_title_is_the_headline_that_the_text_bears_out_best():
    assert title_of("Bakers win prizes in Hale", GOOD) == GOOD
    assert title_of(GOOD, "Prosecutors took crates") == GOOD


@pytest.mark.parametrize("role", [Role.SYNDICATED_COPY, Role.OFF_EVENT, Role.EARLIER_EVENT])
def test_only_documents_on_the_event_give_the_title(role):
    roles = [DocumentRole(0, role, 0), DocumentRole(1, Role.MAIN, 1)]
    assert title_of(GOOD, "Prosecutors took crates", roles=roles) == "Prosecutors took crates"


@pytest.mark.parametrize(
    "headline",
    [
        "Bora line: prosecutors searched the offices",  # a name that the text has not
        "Prosecutors took 15 crates from offices",  # another figure
        "Have prosecutors searched the offices of the Alba line?",
        "Our offices of the Alba line searched by prosecutors",
        "Prosecutors searched offices of the Alba line: as it happened",
        "Prosecutors searched",
        "Prosecutors searched the offices " + "of the Alba line " * 4,
        "Bakers won prizes for bread",
    ],
)
def test_a_headline_that_the_text_does_not_bear_out_is_no_title(headline):
    assert title_of(headline) == "Officers took crates"
    assert title_of(headline, GOOD) == GOOD


def test_a_headline_with_a_figure_that_the_text_gives_is_one():
    assert title_of("Prosecutors took 12 crates from offices") == "Prosecutors took 12 crates from offices"


def test_a_headline_that_was_overtaken_is_no_title():
    assert title_of(GOOD, overtaken=[GOOD]) == "Officers took crates"


def test_a_sites_name_is_not_part_of_the_title():
    assert title_of(f"{GOOD} | The Orre Courier") == GOOD
    assert without_site("Ferry sinks – four dead", ["When the ferry sank, four were dead."]) == (
        "Ferry sinks – four dead"
    )


@pytest.mark.parametrize(
    ("headline", "shown"),
    [
        ("“Not one”, says witness", "“Not one”, says witness"),
        ("Witness: “Not one”", "Witness: “Not one”"),
        ("“Not one siren was heard”", "Not one siren was heard"),
        ("“Not one”, “never”", "“Not one”, “never”"),
        ('"Not one siren', "Not one siren"),
        ("Not one siren”", "Not one siren"),
        ("Hale “sorry for all", "Hale sorry for all"),
        ("The line’s offices", "The line’s offices"),
        ("«Никто» не слышал", "«Никто» не слышал"),
    ],
)
def test_a_quotation_keeps_both_its_marks_or_loses_both(headline, shown):
    assert whole_quotations(headline) == shown


@given(st.text('“”"„«» ab', max_size=12))
def test_no_mark_is_left_alone(text):
    shown = whole_quotations(text)
    assert sum(shown.count(mark) for mark in '“”"„«»') % 2 == 0


def test_without_a_headline_the_first_claim_is_the_title():
    assert title_of(None) == "Officers took crates"
    assert title([], np.zeros((0, 4), np.float32), [], []) == ""


def test_a_long_claim_is_cut_and_says_so():
    assert shortened("word " * 40 + "end.") == "word " * (MOST_WORDS - 1) + "word …"
    start = " ".join(["word"] * FEWEST_CUT)
    assert shortened(f"{start}, " + "more " * 40 + "end.") == f"{start} …"
    assert shortened(f"word, {'more ' * 40}end.").endswith("more …")


@pytest.mark.parametrize(
    ("start", "rest"),
    [
        (
            "Two ferries with schoolchildren aboard ran into each other off Hale on Saturday",
            "after a storm had",
        ),
        (
            "Two ferries with schoolchildren aboard ran into each other off Hale",
            "on the first Saturday of May",
        ),
        ("Two ferries with schoolchildren aboard ran into each other in May", "after two stormy weeks had"),
        ("Two ferries that carried schoolchildren ran aground near Hale", "and one was said at"),
        ("The coastguard warned all captains of small boats", "that several more summer storms would come"),
        ("The minister told a crowded hall what he had apologised", "for – an unusual and very long list"),
    ],
)
def test_a_long_claim_is_cut_where_a_phrase_ends(start, rest):
    whole = f"{start} {rest} the end of a day that nobody in the harbour will forget soon."
    assert shortened(whole) == f"{start} …"


@given(st.lists(st.sampled_from("after a the ferry and sank was hall, of Hale – isn’t".split()), min_size=17))
def test_a_title_that_is_cut_is_the_start_of_the_claim_and_never_hangs(row):
    shown = shortened(" ".join(row)).removesuffix(" …")
    assert " ".join(row).startswith(shown)
    free = {"ferry", "sank", "hall", "Hale"}
    cuts = [" ".join(row[:n]).rstrip(" –,").split()[-1:] for n in range(FEWEST_CUT, MOST_WORDS + 1)]
    assert shown.split()[-1] in free or not any(free.intersection(last) for last in cuts)


def test_english_words_end_no_phrase_of_another_language():
    told = "Der Bürgermeister der kleinen Stadt an der Küste hat im Frühjahr in Orre sieben neue Brücken"
    assert shortened(f"{told} für Radfahrer und Fußgänger eröffnet.") == f"{told} …"


def test_a_line_of_dashes_is_no_error():
    assert shortened("– " * 20).strip() == "…"


def test_a_headline_in_capitals_gives_way_to_one_in_plain_letters():
    assert title_of(GOOD.upper(), GOOD) == GOOD
    assert title_of(GOOD.upper()) == GOOD.upper()
