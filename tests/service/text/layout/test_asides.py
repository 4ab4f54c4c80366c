import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.layout.asides import ASIDES, Form, find_asides
from tests.strategies import hostile_lines

BEFORE = "The bridge at Ostrava Ford was closed on Monday."
AFTER = "Nobody was hurt."


def asides(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in find_asides(paragraph)]


@pytest.mark.parametrize(
    "aside",
    [
        "This article explains why the arch gave way.",
        "This story has been updated to correct the name of the pier.",
        "An earlier version of this article gave the wrong day.",
        "This story first appeared in the Aug. 23 issue of The Lantern.",
        "This is a developing story.",
        "More details to follow.",
        "Updated at 9:23 a.m. to correct the depth of the river.",
        "Follow Mara Quill on Twitter: @maraquill.",
        "Follow her at lantern.com/quill and on Facebook.",
        "Stay with Lantern News for the latest on the bridge.",
        "Check back for more on the closure.",
        "Sign up here for our daily newsletter.",
        "Click here to see the plans of the bridge.",
        "Visit lantern.com for more information.",
        "For more on the bridge, visit the U.S. Department of Rivers.",
        "Call Lantern reporter Mara Quill at (317) 555-6156.",
        "Let us know what you think.",
        "If you enjoyed this article, we have a proposition for you: join us.",
        "RELATED: Ferry captain retires after forty years.",
        "Mara Quill contributed to this report.",
        "Lantern writers Edith M. Hart in St. Ostra and Tom Hill contributed to this report.",
        "(Reporting by Mara Quill; editing by Tom Hart)",
        "Copyright 2031 The Lantern.",
        "All rights reserved.",
        "FILE - In this May 24, 2030, file photo, the bridge is seen from the north.",
        "Photo by Mara Quill.",
        "[Seven bridges that should not be there]",
        "(PHOTOS: The bridge through the years)",
        "(Photo: Tom Hart, The Lantern)",
        "A post shared by Mara Quill (@maraquill) on Jun 20, 2031 at 11:32am PDT",
        "You can unsubscribe at any time.",
        "Email: quill@lantern.example; Twitter: @maraquill.",
        "Update, November 11, 12:03 PT: adds a statement of the council.",
        "Please keep posting them in the comments.",
        "(AP)",
        "(Courtesy of the town of Ostrava Ford)",
        "https://lantern.example/bridge",
        "To learn more about the bridge, click here.",
        "The best of the valley, every morning in your inbox.",
        "AP writer Mara Quill contributed.",
        "The Lantern will update this story as it learns more.",
    ],
)
def test_asides_are_found_within_a_paragraph(aside: str) -> None:
    assert asides(f"{BEFORE} {BEFORE} {aside} {AFTER}") == [aside]
    assert asides(aside) == [aside]


@pytest.mark.parametrize(
    "sentence",
    [
        "This article of faith was never questioned.",
        "This story is told by every ferryman in the valley.",
        "Follow-up inspections are planned for June, the mayor said on Twitter.",
        "“Follow us on Twitter,” the mayor said.",
        "Visit the bridge, she said, while it stands.",
        "Call it what you like, the engineer said.",
        "The council contributed to the fund for the bridge.",
        "Photographs of the pier were published by the council.",
        "In this town, bridges do not last.",
        "Check the pier once a year, the inspectors had written.",
        "The black cat of the ferryman (see below) was unhurt as well.",
        "Copyright law does not protect bridges.",
        "Get used to it, the governor said.",
        "Related problems were found on two other bridges.",
        "Updated plans were shown to the council on Friday.",
        "Sign up for the ferry was slow.",
        "E-mail was down as well.",
        "(The mayor was away.)",
    ],
)
def test_sentences_of_the_story_stay(sentence: str) -> None:
    assert asides(f"{BEFORE} {sentence} {AFTER}") == []


def test_a_caption_poured_into_a_paragraph_goes_to_its_credit() -> None:
    caption = "The bridge at dawn (Photo: Tom Hart, The Lantern)"
    assert asides(f"{caption} {BEFORE}") == [caption]
    assert asides(f"The bridge at dawn. | AP Photo {BEFORE}") == ["The bridge at dawn. | AP Photo"]


def test_what_is_in_brackets_within_a_sentence_does_not_tear_it() -> None:
    assert asides("The flyer (click here) was printed on Monday, and the bridge (Photo: Hart) fell.") == []


@settings(deadline=None, max_examples=80)
@given(hostile_lines)
def test_asides_are_in_order_and_apart(text: str) -> None:
    end_before = 0
    for start, end in find_asides(text):
        assert end_before <= start < end <= len(text)
        end_before = end


@pytest.mark.parametrize(
    "unit", ["A.", "U.S. ", "a", " ", "(", "[A", "Photo by ", "In this ", "Follow A ", "| A B", ". A"]
)
def test_no_pattern_is_slow(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    for opening in ("", "Follow us on Twitter ", "In this photo ", "The A", "Click here "):
        began = time.process_time()
        list(find_asides(opening + text))
        assert time.process_time() - began < 1


def searched_everywhere(text: str) -> list[tuple[int, int]]:
    """The same asides, by trying every form at every character."""
    kinds = (
        re.compile("|".join(f"(?:{form.pattern.pattern})" for form in forms)) for forms in ASIDES.values()
    )
    found = sorted(match.span() for kind in kinds for match in kind.finditer(text))
    before = [0, *(max(end for _, end in found[:place]) for place in range(1, len(found)))]
    return [(max(start, last), end) for (start, end), last in zip(found, before, strict=False) if end > last]


FORMS = [form for forms in ASIDES.values() for form in forms]
matches = st.sampled_from(FORMS).flatmap(lambda form: st.from_regex(form.pattern))


@settings(deadline=None, max_examples=80)
@given(st.lists(matches | hostile_lines | st.sampled_from([BEFORE, " ", "(", "\n"]), max_size=5).map("".join))
def test_no_aside_is_missed_for_where_it_begins_or_what_it_lacks(text: str) -> None:
    assert list(find_asides(text)) == searched_everywhere(text)


@settings(deadline=None, max_examples=80)
@given(st.data(), st.sampled_from([form for form in FORMS if form.cue]))
def test_a_form_is_never_found_without_its_cue(data: st.DataObject, form: Form) -> None:
    match = form.pattern.search(data.draw(st.from_regex(form.pattern)))
    assert match is not None
    assert form.cue in match[0]
