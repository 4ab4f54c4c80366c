import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text import style


@pytest.mark.parametrize(
    "text",
    [
        "He said that the ferry was old.",
        "That is why the ferry sank.",
        "Here is what we know.",
        "“It was dark,” the mate said.",
        "Two of them were children.",
        "As a result, the port closed.",
        "Because of the storm, it closed.",
    ],
)
def test_what_points_back_leans(text):
    assert style.leans(text)


@pytest.mark.parametrize(
    "text", ["The ferry sank.", "Hertha Moe said so.", "Italy sent divers.", "Two of the divers drowned."]
)
def test_what_names_its_subject_does_not_lean(text):
    assert not style.leans(text)


@pytest.mark.parametrize(
    "text",
    ["Why did it sink?", "We saw it sink.", "The mate said “it is lost.", "The ferry sank this morning."],
)
def test_what_is_awkward(text):
    assert style.awkward(text) > 0.5


@pytest.mark.parametrize("text", ["The ferry sank.", "“We saw it sink,” the mate said.", ""])
def test_what_is_not(text):
    assert style.awkward(text) == 0.0


def test_the_share_that_is_quoted():
    assert style.quoted('"ab" cd') == pytest.approx(4 / 7)
    assert style.quoted("no quotation") == style.quoted("") == 0.0


def test_density_counts_words():
    content, names, figures = style.density("The ferry Alba sank with 90 people.")
    assert content == pytest.approx(5 / 7)
    assert names == figures == pytest.approx(1 / 7)


def test_lengths():
    assert style.length("a " * style.LONGEST) == style.length("a " * 100) == 1.0
    assert style.length("") == 0.0
    assert style.shortness("a " * style.SHORT) == style.longness("a " * style.LONG) == 0.0
    assert style.shortness("a b") == style.longness("a " * 90) == 1.0


@given(st.text(max_size=200))
def test_every_measure_lies_between_nothing_and_all(text):
    found = (style.awkward(text), style.quoted(text), style.length(text), *style.density(text))
    assert all(0.0 <= value <= 1.0 for value in (*found, style.shortness(text), style.longness(text)))


@pytest.mark.parametrize(
    "text",
    [
        "How much of the cargo was burned.",
        "Whether the second engine was running.",
        "Why the alarm stayed silent.",
    ],
)
def test_a_question_told_is_no_statement(text):
    assert style.is_indirect_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "Why did the alarm stay silent?",
        "How much of the cargo was burned is not known.",
        "Whether the second engine was running remains unclear.",
        "How the fire began is being investigated, the harbour master said.",
        "However the ship was towed, it sank.",
        "When the tugs came, the fire was out.",
    ],
)
def test_a_statement_about_a_question_is_none(text):
    assert not style.is_indirect_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "Calls Growing for Inquiry Into Ferry Owner Over Orre Loss.",
        "Ferry Alba Is Lost, Captain Tells Inquiry",
    ],
)
def test_headlines_are_in_title_case(text):
    assert style.in_title_case(text)


@pytest.mark.parametrize(
    "text",
    [
        "The ferry Alba sank off Orre on Monday.",
        "Captain Hertha Moe of the Orre Shipping Company said on Monday that Alba was sound.",
        "Alba Sank.",
        "",
    ],
)
def test_sentences_with_names_are_not(text):
    assert not style.in_title_case(text)


def test_what_was_cut_off_breaks_off_and_a_quotation_may_trail_off():
    assert style.breaks_off("The bank said that...")
    assert style.breaks_off("The bank said that…")
    assert not style.breaks_off("“I do not know...”")
    assert not style.breaks_off("The bank said so.")
