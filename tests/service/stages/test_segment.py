import pytest
from hypothesis import given, settings

from service.stages.clean import clean
from service.stages.segment import segment
from service.types import Block, BlockKind, Document, MediaType
from tests.strategies import hostile_lines


def whole(text: str, media_type: MediaType = MediaType.TEXT, language: str = "en") -> Document:
    """A document of one block."""
    block = Block(0, len(text), BlockKind.BODY)
    return Document(3, "d", text, media_type, language=language, blocks=(block,))


@settings(deadline=None, max_examples=60)
@given(hostile_lines)
def test_every_sentence_is_where_it_says(text: str) -> None:
    for media_type in (MediaType.TEXT, MediaType.MARKDOWN):
        document = clean(Document(7, "d", text, media_type, language="en"))
        end_before = 0
        for position, sent in enumerate(segment(document)):
            block = document.blocks[sent.paragraph]
            assert document.text[sent.start : sent.end] == sent.text
            assert sent.text == sent.text.strip()
            assert block.start <= sent.start < sent.end <= block.end
            assert block.kind is sent.kind
            assert sent.kind is not BlockKind.BOILERPLATE
            assert end_before <= sent.start
            assert any(char.isalnum() for char in sent.display)
            assert (sent.doc, sent.position) == (7, position)
            end_before = sent.end


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- The ferry runs.", "The ferry runs."),
        ("• The ferry runs.", "The ferry runs."),
        ("> The ferry runs.", "The ferry runs."),
        ("3. The ferry runs.", "The ferry runs."),
        ("– The ferry runs.", "The ferry runs."),
        ("2031 was a bad year.", "2031 was a bad year."),
        ("-5 degrees were measured.", "-5 degrees were measured."),
    ],
)
def test_markers_are_left_out(text: str, shown: str) -> None:
    (sent,) = segment(whole(text))
    assert sent.text == shown
    assert text[sent.start : sent.end] == shown


def test_german_dates_are_no_list_numbers() -> None:
    (sent,) = segment(whole("5. Mai ist ein Feiertag in der Stadt.", language="de"))
    assert sent.text.startswith("5. Mai")


def test_markdown_is_shown_without_its_marks() -> None:
    text = "## **What** next ##"
    document = Document(0, "d", text, MediaType.MARKDOWN, blocks=(Block(0, len(text), BlockKind.HEADING),))
    (sent,) = segment(document)
    assert sent.text == "**What** next"
    assert sent.display == "What next"
    assert sent.kind is BlockKind.HEADING


def test_sentences_stop_at_blocks_and_skip_boilerplate() -> None:
    text = "One line without end\nBy Mara Quill\nanother line"
    blocks = (
        Block(0, 20, BlockKind.BODY),
        Block(21, 34, BlockKind.BOILERPLATE),
        Block(35, 47, BlockKind.DIGEST),
    )
    sents = segment(Document(0, "d", text, MediaType.TEXT, language="en", blocks=blocks))
    assert [(sent.text, sent.kind, sent.paragraph) for sent in sents] == [
        ("One line without end", BlockKind.BODY, 0),
        ("another line", BlockKind.DIGEST, 2),
    ]


def test_a_line_break_within_a_paragraph_ends_nothing() -> None:
    (sent,) = segment(whole("The bridge was\r\nclosed on Monday."))
    assert sent.display == "The bridge was closed on Monday."


def test_what_holds_no_word_is_no_sentence() -> None:
    assert segment(whole("* * *")) == []
    assert segment(whole("\u200d ... \u200b")) == []


def test_marks_of_footnotes_belong_to_the_sentence_before() -> None:
    text = "The bridge was built in 1604.[2][13] Ice took it twice.[4]"
    assert [sent.text for sent in segment(whole(text))] == [
        "The bridge was built in 1604.",
        "Ice took it twice.",
    ]
