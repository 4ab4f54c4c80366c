from datetime import date

import pytest

from service.text.layout.datelines import dated_line, dateline_length, days, publication_day


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Saturday, May 25, 2030", date(2030, 5, 25)),
        ("Monday 9 June 2031, 19.40", date(2031, 6, 9)),
        ("Published: Tuesday, June 10, 2031, 06:15", date(2031, 6, 10)),
        ("Page last updated Sunday 8 June 2031, 20:05 local time", date(2031, 6, 8)),
        ("Oran, 5 September 2030", date(2030, 9, 5)),
        ("Rivers May 16, 2030 No Comments on A bridge", date(2030, 5, 16)),
        ("Mon 21 Mar 2033 | Inspection | 4 comments", date(2033, 3, 21)),
        ("The Lantern, a weekly. Posted on Wednesday, 11 June 2031 by Mara Quill", date(2031, 6, 11)),
        ("2031-06-10", date(2031, 6, 10)),
        ("Dienstag, 10. Juni 2031", date(2031, 6, 10)),
        ("Le mardi 10 juin 2031", None),
        ("10 de junio de 2031", date(2031, 6, 10)),
        ("He died on 16 October 2032.", None),
        ("16 October 2032 was a dark day for the valley.", None),
        ("On 16 October 2032, two trains met.", None),
        ("31 February 2032", None),
        ("05/06/2031", None),
    ],
)
def test_lines_that_tell_the_day(line: str, day: date | None) -> None:
    found = dated_line(line)
    assert (found.day if found else None) == day


@pytest.mark.parametrize(
    "dateline",
    [
        "PELINOVO, Bulgaria, June 9, 2031 (MPA) — ",
        "SAN TEO DEL RIO, Chile (ANS) - ",
        "OSLO, March 20 (Wire) - ",
        "LEEDS, England (Wire) - ",
        "(Wire) - ",
        "KYIV/LVIV, May 5 (Wire) - ",
    ],
)
def test_datelines_of_agencies_are_measured(dateline: str) -> None:
    assert dateline_length(dateline + "The bridge closed.", leads=False) == len(dateline)


def test_a_bare_place_counts_only_at_the_lead() -> None:
    text = "Hong Kong — Officials closed the bridge."
    assert dateline_length(text, leads=True) == len("Hong Kong — ")
    assert dateline_length(text, leads=False) == 0


@pytest.mark.parametrize(
    "text",
    [
        "The mayor — who was away — came back.",
        "Holt - a tall man - came.",
        "The plan: close it.",
        "A-level - the results",
        "",
    ],
)
def test_other_dashes_are_no_dateline(text: str) -> None:
    assert dateline_length(text, leads=True) == 0


@pytest.mark.parametrize(
    ("lines", "datelines", "day"),
    [
        (["Monday 9 June 2031"], [], date(2031, 6, 9)),
        (["9 June 2031", "Published: 10 June 2031"], [], date(2031, 6, 10)),
        (["11 June 2031"], ["ORAN, June 9, 2031 (Wire) —"], date(2031, 6, 9)),
        (["9 June 2031", "11 June 2031"], [], None),
        (["9 June 2031", "Updated: 11 June 2031"], [], date(2031, 6, 9)),
        (["Updated 11 June 2031"], [], date(2031, 6, 11)),
        ([], ["ORAN, June 9 (Wire) —"], None),
    ],
)
def test_the_day_of_publication(lines: list[str], datelines: list[str], day: date | None) -> None:
    assert publication_day(lines, datelines) == day


def test_several_days_in_a_line_are_found_in_order() -> None:
    assert [d.day for d in days("from 1 May 2031 to May 3, 2031")] == [date(2031, 5, 1), date(2031, 5, 3)]
