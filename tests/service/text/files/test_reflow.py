import time

from service.text.files.reflow import join, page_width, reflow

WRAPPED = [
    "The bridge at Ostrava Ford was closed on Monday after an inspection",
    "had found cracks in its middle pier. The council said the bridge",
    "would stay closed for six weeks.",
    "Engineers expect the repair to cost two million crowns, money that",
    "the town does not have.",
]


def test_wrapped_lines_are_joined_into_paragraphs() -> None:
    paragraphs = reflow(WRAPPED, page_width(WRAPPED))
    assert [paragraph[:9] for paragraph in paragraphs] == ["The bridg", "Engineers"]
    assert " ".join(paragraphs) == " ".join(WRAPPED)


def test_blank_lines_and_bullets_part_paragraphs() -> None:
    assert reflow(["one line of text", "", "another one", "- a bullet"], 60) == [
        "one line of text",
        "another one",
        "- a bullet",
    ]


def test_a_divided_word_becomes_whole() -> None:
    assert join("an inspec-", "tion found") == "an inspection found"
    assert join("soft\u00ad", "ly") == "softly"
    assert join("the Austro-", "Hungarian army") == "the Austro-Hungarian army"


def test_short_lines_stay_apart() -> None:
    assert reflow(["Bridge closed", "By Mara Quill", "Monday"], 60) == [
        "Bridge closed",
        "By Mara Quill",
        "Monday",
    ]


def test_a_paragraph_of_very_many_lines_costs_no_more_than_its_length() -> None:
    lines = ["The ferry that sank in the strait of Orre on Monday had ninety people on"] * 8000
    began = time.process_time()
    assert len(reflow(lines, 72)) == 1
    assert time.process_time() - began < 3
