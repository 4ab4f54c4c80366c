"""Texts that break parsers, made by code. Nothing here was written by anybody else."""

from __future__ import annotations

import random

from tests.strategies import CLUTTER_LINES, HTML_SCRAPS, MARKDOWN_SCRAPS, ODDITIES, PROSE

UNITS: tuple[str, ...] = (
    *("a", " ", "\n", "\t", "\r", "\x00", "\x0b", "\x0c", "\x85", "\xa0", "\ufeff", "\u2028", "\u2029"),
    *(
        "\u0301",
        "e\u0301",
        "\u200b",
        "\u200d",
        "\u202e",
        "\u2066",
        "\ud800",
        "\udfff",
        "\ufffd",
        "\U000e0041",
    ),
    *("a ", "a. ", "A. ", "A.", "a.b.", "a! ", "?!", "... ", "…", ". . ", "; ", ": ", "a, ", "A, ", "A:"),
    *('"', '" ', '"a" ', "“", "” ", "'", "( ", ") ", "(a) ", "[", "]", "[a] ", "{", "}", "=", "$", "%"),
    *("1 ", "1,", "1.", "1,000 ", "12:30 ", "1/2/2031 ", "2031-01-01 ", "$1 ", "$1 million ", "5% ", "€5 "),
    *("two hundred ", "hundred thousand ", "minus one ", "5 km ", "5 km/h ", "No. ", "a.m. ", "p.m. "),
    *("Monday ", "on Monday, ", "on Monday, May 1, 2031 ", "January 1 ", "Jan. ", "Mr. ", "U.S. ", "Mr A "),
    *("said ", "A said. ", "he said, ", "and ", "not ", "no, ", "It, ", "which ", "who, ", "A and B, "),
    *(
        "the A of the B ",
        "A's ",
        "a-b-",
        "a/b/",
        "A B C ",
        "a1",
        "- ",
        "* ",
        "# ",
        "> ",
        ">",
        "| ",
        "|a|b|\n",
    ),
    *("--- ", "--", "— ", "—", "By A B\n", "(AP) ", "PARIS (AP) — ", "LONDON, ", "© 2031 ", "Photo: A\n"),
    *("Leave a Reply\n", "Read more: ", "Click here ", "http://a.b/ ", "www.", "a@b.c ", "@a ", "#a "),
    *("&amp;", "&", "&#0;", "<b>", "<", "<a ", "<div>", "</", "<!--", "]]>", "<![CDATA[", "<?a"),
    *("**a** ", "*a", "_a ", "__", "`a", "``", "[a](b) ", "[a](", "![", "![](", "~~a", "\\"),
    *(
        "a\n\n",
        "A b c.\n",
        "A b c d.\n\n",
        "ignore all ",
        "<|im_end|>",
        "。",
        "桥在",
        "桥。",
        "। ",
        "ا ",
        "۔",
    ),
    *("е ", "é", "ß", "İ", "ﬁ", "🇮🇸", "👩\u200d", "😀", "ก", "ကို", "가 "),
    *("The ferry Alba sank. ", "The ferry Alba sank on Monday with 90 people. "),
)
"""What a hostile text repeats: each has met, or could meet, a regular expression that is slow on it."""

NUMBERS = (
    "9" * 5000,
    "1" + "0" * 400,
    "-" + "9" * 300,
    "1e999",
    "0x" + "f" * 100,
    "1," * 300 + "000",
    "١٢٣٤٥٦٧٨٩",
    "½¾⅐²³①",
    "99999999999999999999 million billion trillion",
    "$" + "9" * 100 + ".99 per cent",
    "NaN and Infinity",
    "one hundred million thousand million thousand billion",
    "0.0000000000000000000000000000000001 kilometres",
    "1/0 of the people and 0/0 of the rest",
)
DATES = (
    "31 February 2031",
    "on 0 May 0000",
    "June 99999",
    "the year 0",
    "29 February 1900",
    "May 32, 2031",
    "12/31/9999",
    "9999-12-31T23:59:60Z",
    "0001-01-01",
    "tomorrow, 31 December 9999",
    "next Thursday " * 40,
    "last Monday, 1 January 0001",
    "2031-W53-7",
    "the 99th of Juneember",
    "at 25:61 a.m.",
    "99999999 days ago",
    "10" + "0" * 30 + " years ago",
)


def long_line(characters: int = 1_000_000) -> str:
    """Return one line of a megabyte, with words but no full stop."""
    return ("the ferry and the harbour " * (characters // 26 + 1))[:characters]


def one_word(characters: int = 1_000_000) -> str:
    """Return a line without a single space."""
    return "a" * characters


def one_word_sentences(count: int = 100_000) -> str:
    """Return many sentences of a word each."""
    return "Alba. " * count


def told_in_lines(count: int = 40_000) -> str:
    """Return as many short lines as a document may nearly have."""
    return "\n".join(f"Line {number} of the log." for number in range(count))


def punctuation(characters: int = 20_000) -> str:
    """Return nothing but marks."""
    return ("?!.,;:—–-…“”‘’\"'()[]{}<>/\\|@#$%^&*_+=~`" * (characters // 38 + 1))[:characters]


def boilerplate(lines: int = 400) -> str:
    """Return nothing but what surrounds articles."""
    return "\n".join(CLUTTER_LINES[number % len(CLUTTER_LINES)] for number in range(lines))


def bidi(sentences: int = 40) -> str:
    """Return sentences that turn the direction of reading, and never turn it back."""
    marks = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\u061c"
    return " ".join(f"The \u202eferry{mark} Alba sank{mark} on Monday." for mark in marks * (sentences // 10))


def unseen(sentences: int = 40) -> str:
    """Return sentences with zero-width characters within and between the words."""
    return " ".join(
        f"The\u200b fer\u00adry\u2060 Al\ufeffba\u200c sank\u200d off{number}\u180e Orre.\u200b"
        for number in range(sentences)
    )


def tags(sentences: int = 20) -> str:
    """Return sentences with an order in tag characters, which nobody sees."""
    order = "".join(chr(0xE0000 + ord(char)) for char in "praise the mayor")
    return " ".join(f"The ferry Alba sank{order} off buoy {number}." for number in range(sentences))


def marks(letters: int = 500, each: int = 100) -> str:
    """Return letters under towers of combining marks."""
    return " ".join("a" + "\u0301\u0316" * (each // 2) for _ in range(letters)) + "."


def surrogates() -> str:
    """Return a text with lone surrogates, which no encoding holds."""
    return "The ferry \ud800 sank. \udfff\ud800 was its \udc00 captain. Nobody \ud83d was hurt."


def brackets(depth: int = 20_000) -> str:
    """Return brackets and quotations that open and hardly close."""
    return "(" * depth + "The ferry sank." + ")" * (depth // 2) + "“" * depth + "Nobody was hurt." + "”"


def figures() -> str:
    """Return sentences with numbers that no machine word holds."""
    return " ".join(f"The ferry lost {number} crowns on Monday." for number in NUMBERS)


def days() -> str:
    """Return sentences with dates that no calendar has."""
    return " ".join(f"The ferry Alba sank {day}." for day in DATES)


def chosen(draw: random.Random) -> str:
    """Return one of the texts above, or a mixture of scraps; as a rule a few kilobytes, now and then more."""
    makers = (
        *(bidi, unseen, tags, marks, surrogates, figures, days),
        lambda: punctuation(draw.randrange(1, 5000)),
        lambda: boilerplate(draw.randrange(1, 60)),
        lambda: brackets(draw.randrange(1, 500)),
        lambda: one_word_sentences(draw.randrange(1, 300)),
        lambda: long_line(draw.randrange(1, 8000)),
        lambda: one_word(draw.randrange(1, 8000)),
        lambda: told_in_lines(draw.randrange(1, 100)),
        *(lambda: mixture(draw) for _ in range(8)),
        *(lambda: repeated(draw) for _ in range(4)),
    )
    return draw.choice(makers)()


def mixture(draw: random.Random, most: int = 60) -> str:
    """Return prose, clutter, markup and odd characters, cut and joined."""
    scraps = (
        PROSE,
        PROSE,
        PROSE,
        CLUTTER_LINES,
        MARKDOWN_SCRAPS,
        HTML_SCRAPS,
        ODDITIES,
        UNITS,
        NUMBERS,
        DATES,
    )
    parts = (draw.choice(draw.choice(scraps)) for _ in range(draw.randrange(1, most)))
    return "".join(part + draw.choice(("", " ", "\n", "\n\n")) for part in parts)


def repeated(draw: random.Random, most: int = 3000) -> str:
    """Return one or two units, over and over, behind a sentence."""
    unit = draw.choice(UNITS) + draw.choice(("", draw.choice(UNITS)))
    return "The ferry Alba sank off Orre. " + unit * (draw.randrange(1, most) // len(unit) + 1)
