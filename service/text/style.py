"""How a sentence stands on its own: whether it leans on others, asks, chats, quotes, or is too long."""

from __future__ import annotations

import math
import re

from service.text.words import content_words, count_words, names, words

LEANING = re.compile(
    r"^[“\"'‘(]?(?:he|she|it|they|his|her|their|its|this|that|these|those|such|but|and|or|so|however|moreover|"
    r"additionally|furthermore|meanwhile|instead|also|then|there|still|yet|nor|both|another|others|because|"
    r"nevertheless|nonetheless|otherwise|likewise|similarly|hence|thus|therefore|afterwards?|elsewhere|"
    r"in addition|as a result|for example|for instance|on the other hand|at the same time|after that|"
    r"since then|(?:one|some|many|most|all|none|two|three) of (?:them|these|those)|we|i|you|here)\b",
    re.IGNORECASE,
)
PINNED_TO_A_DAY = re.compile(
    r"\b(?:today|tomorrow|yesterday|tonight|this (?:morning|afternoon|evening|week))\b", re.IGNORECASE
)
FIRST_PERSON = re.compile(r"\b(?:I|[Ww]e|[Mm]e|[Mm]y|[Mm]yself|[Oo]urs?|us|[Yy]ou|[Yy]ours?)\b")
QUESTION = re.compile(r"\?[\"”’]?$")
INDIRECT = re.compile(
    r"^[“\"'‘(]?(?:how (?:much|many|long|far|often|soon|the|an?|it|he|she|they)|whether|why)\b(?!.*,)"
    r"(?!.*\?[\"”’]?$)(?!.*\b(?:un)?(?:known|clear|certain|remain\w*|depend\w*|investigat\w*|question\w*"
    r"|determin\w*|decid\w*|matter\w*|mystery|seen|asked|told|sa(?:y|ys|id)|explain\w*|tells?|answer\w*"
    r"|disput\w*|debat\w*|hard|difficult|likely|is|are)\b)",
    re.IGNORECASE | re.DOTALL,
)
QUOTATION = re.compile(r"[“\"][^“”\"]*[”\"]")
SHORT, LONG, LONGEST = 12, 32, 64  # words
LONGER, FEWEST_TITLED, TITLED = 4, 4, 0.8  # letters, words, share of them


def leans(text: str) -> bool:
    """Whether the sentence opens with a word that points back, so that it reads badly on its own."""
    return LEANING.search(text) is not None


def is_indirect_question(text: str) -> bool:
    """Whether all of the sentence is a question told: "How much of it was burned.", in a list of unknowns."""
    return INDIRECT.search(text) is not None


def in_title_case(text: str) -> bool:
    """Whether Nearly All Longer Words Have a Capital, as in a headline that stands in the text."""
    longer = [word.surface for word in words(text)[1:] if len(word.surface) >= LONGER]
    return len(longer) >= FEWEST_TITLED and sum(w[0].isupper() for w in longer) >= TITLED * len(longer)


def breaks_off(text: str) -> bool:
    """Whether the sentence was cut off: "The bank said that...", which is no quotation trailing off."""
    return text.endswith(("...", "…"))


def is_question(text: str) -> bool:
    """Whether the sentence asks."""
    return QUESTION.search(text) is not None


def speaks_for_itself(text: str) -> bool:
    """Whether a "we", an "I" or a "you" stands outside quotation marks: the article's own voice."""
    return FIRST_PERSON.search(QUOTATION.sub("", text)) is not None


def shouts(text: str) -> bool:
    """Whether the first two words are all capitals: a label, or a headline that runs on into the text."""
    first = [word.surface for word in words(text)[:2]]
    return len(first) > 1 and all(len(word) > 1 and word.isupper() for word in first)


def joins_well(text: str) -> bool:
    """Whether the sentence is a plain statement in an article's running text, and may be put beside others.

    A headline within the text joins badly: its verbs are cut short, and its capitals hide what is a name. So
    do questions, what breaks off, and an article's own "we".
    """
    return not any(
        apart(text) for apart in (in_title_case, shouts, breaks_off, is_question, speaks_for_itself)
    )


def awkward(text: str) -> float:
    """Questions, speech in the first person, half-open quotations, days that pass with the day of reading."""
    pinned = PINNED_TO_A_DAY.search(text) is not None
    opened = text.count("“") != text.count("”") or text.count('"') % 2 == 1
    return min(1.0, opened + 0.6 * pinned + 0.7 * (speaks_for_itself(text) or is_question(text)))


def quoted(text: str) -> float:
    """Share of the text that stands in quotation marks."""
    return sum(map(len, QUOTATION.findall(text))) / max(1, len(text))


def density(text: str) -> tuple[float, float, float]:
    """Words that carry topic, names and figures, each as a share of all words."""
    count = max(1, count_words(text))
    figures = sum(any(c.isdigit() for c in word.surface) for word in words(text))
    found = (len(content_words(text)), len(names(text)), figures)
    content, named, numbered = (min(1.0, number / count) for number in found)
    return content, named, numbered


def length(text: str) -> float:
    """The number of words on a log scale, 1 from `LONGEST` words on."""
    return min(1.0, math.log1p(count_words(text)) / math.log1p(LONGEST))


def shortness(text: str) -> float:
    """0 from `SHORT` words on, rising to 1 for a few words."""
    return min(1.0, max(0.0, (SHORT - count_words(text)) / 8))


def longness(text: str) -> float:
    """0 up to `LONG` words, rising to 1 far beyond."""
    return min(1.0, max(0.0, (count_words(text) - LONG) / 20))
