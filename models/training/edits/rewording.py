"""Edits of a right claim that keep it right: other words, another order, or less of it."""

import random
import re

from models.training.edits.tables import MONTHS, WEEKDAYS

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_COUNTED = (
    r"(?= (?:people|men|women|children|soldiers|officers|workers|houses|homes|schools|days|weeks|months"
    r"|years|hours|others)\b)"
)
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_SPELLINGS = (
    ("per cent", "percent"),
    ("organised", "organized"),
    ("labour", "labor"),
    ("defence", "defense"),
    ("centre", "center"),
    ("programme", "program"),
    ("criticised", "criticized"),
    ("harbour", "harbor"),
    ("neighbours", "neighbors"),
    ("travelled", "traveled"),
    ("cancelled", "canceled"),
    ("kilometres", "kilometers"),
    ("authorised", "authorized"),
    ("recognised", "recognized"),
    ("theatre", "theater"),
    ("armoured", "armored"),
    ("mould", "mold"),
)
_PHRASES = (
    (r"\bdid not\b", "didn't"),
    (r"\bwas not\b", "wasn't"),
    (r"\bhas not\b", "hasn't"),
    (r"\bwill not\b", "won't"),
    (r"\bhave not\b", "haven't"),
    (r"\bwere not\b", "weren't"),
    (r"\bdidn[’']t\b", "did not"),
    (r"\bwasn[’']t\b", "was not"),
    (r"\bdoesn[’']t\b", "does not"),
    (r"\bsaid that\b", "said"),
    (r"\bsaid (?=(?:he|she|it|they) (?:had|was|would|were|could))", "said that "),
    (r"\baround (?=\d)", "about "),
    (r"\babout (?=\d)", "around "),
    (r"\bapproximately (?=\d)", "about "),
    (r"\broughly (?=\d)", "about "),
    (r"\bsome (?=\d)", "about "),
    (r"\bmore than (?=\d)", "over "),
    (r"\bprior to\b", "before"),
    (r"\bin order to\b", "to"),
    (r"(?<!is )(?<!are )(?<!was )(?<!were )(?<!the )\bfollowing (?=(?:a|an|the)\b)", "after "),
    (r"\bpurchased\b", "bought"),
    (r"\bbegan\b(?= (?:on|in|at)\b)", "started"),
    (r"\bduring the course of\b", "during"),
)


def paraphrases(claim: str, rng: random.Random) -> list[str]:
    """Claims that say the same in slightly other words, shuffled; possibly none."""
    found = {*_numbers(claim), *_spelled(claim), *_moved(claim), *_speaker_moved(claim)}
    found |= {re.sub(pattern, new, claim, count=1) for pattern, new in _PHRASES}
    ordered = sorted(text for text in found if text != claim and ("  " not in text or "  " in claim))
    rng.shuffle(ordered)
    return ordered


def _numbers(claim: str) -> set[str]:
    """Digits for words and words for digits up to twelve, and the forms of per cent."""
    out = {re.sub(r"(?<=\d)%", " percent", claim), re.sub(r"(?<=\d) per ?cent\b", "%", claim)}
    for value, word in enumerate(_WORDS, 2):
        out.add(re.sub(rf"(?<![\w-]){word}{_COUNTED}", str(value), claim, count=1))
        out.add(re.sub(rf"(?<=[a-z] ){value}{_COUNTED}", word, claim, count=1))
    return out


def _spelled(claim: str) -> set[str]:
    """British made American spelling, and back."""
    pairs = [*_SPELLINGS, *((american, british) for british, american in _SPELLINGS if american != "program")]
    return {re.sub(rf"\b{old}\b", new, claim) for old, new in pairs}


_WHEN = (
    rf"(?:[Oo]n (?:{_DAY})(?: (?:morning|afternoon|evening|night))?"
    rf"|[Ii]n (?:{_MONTH})(?: \d{{4}})?|[Ii]n (?:19|20)\d\d)"
)
_TWO_CLAUSES = re.compile(
    r"\b(?:said|says|told|after|before|and|who|which|that|when|because|as|to|since|until|due|for)\b"
)
_LATE_PARTICIPLE = re.compile(r"(?<!was )(?<!were )(?<!been )(?<!be )(?<!had )(?<!has )(?<!have )\b\w+ed$")


def _moved(claim: str) -> set[str]:
    """A leading or trailing day or month moved to the other end of a claim of one clause."""
    first = re.fullmatch(rf"({_WHEN}),? ([^,;:“”\"]+)\.", claim)
    if first and not _TWO_CLAUSES.search(first[2]):
        return {f"{_upper(first[2])} {first[1][0].lower()}{first[1][1:]}."}
    last = re.fullmatch(rf"([^,;:“”\"]+) ({_WHEN})\.", claim)
    if last and not _TWO_CLAUSES.search(last[1]) and not _LATE_PARTICIPLE.search(last[1]):
        common = re.match(r"(?:The|A|An|Two|Three|Four|Some|Police|At) ", last[1])
        return {f"{_upper(last[2])}, {last[1][0].lower() + last[1][1:] if common else last[1]}."}
    return set()


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]


_SPEAKER = r"(?:[Tt]he )?[A-Za-z][\w’'-]*(?: [A-Za-z][\w’'-]*){0,4}"
_NO_SPEAKER = re.compile(
    r"\b(?:who|which|was|were|had|has|and|he|she|it|they|also|later|have|is|are|after|when|as)\b"
)
_OTHER_SPEECH = re.compile(r"\b(?:said|says|told|according|but)\b")
_COMMON_OPENING = re.compile(
    r"(?:The|A|An|Two|Three|Four|Five|Six|Some|At|About|Police|No|More|Residents|Officials|It|They|There) "
)
_PLAIN_OPENING = re.compile(
    rf"(?!{_DAY})(?:the|a|an|two|three|four|five|about|at least|police|no|more|some|[A-Z]\w+) "
)


def _speaker_moved(claim: str) -> set[str]:
    """A speaker at the end moved to the front, and back, in a claim that is one statement."""
    last = re.fullmatch(rf"([^;:“”\"]+), ({_SPEAKER}) (said|says)\.", claim)
    if last and not _OTHER_SPEECH.search(last[1]) and not _NO_SPEAKER.search(last[2]):
        rest = _lowered(last[1])
        return (
            {f"{_upper(last[2])} {last[3]} that {rest}.", f"According to {last[2]}, {rest}."}
            if rest
            else set()
        )
    first = re.fullmatch(rf"({_SPEAKER}) (said|says) (?:that )?([^;:“”\"]+)\.", claim)
    if first is None or _NO_SPEAKER.search(first[1]) or re.search(r"\b(?:and|while)\b", first[3]):
        return set()
    if _OTHER_SPEECH.search(first[3]) or not _PLAIN_OPENING.match(first[3]):
        return set()
    common = re.match(r"(?:The|Police|Officials|Witnesses|A) ", first[1] + " ")
    if not common and not first[1].istitle():
        return set()
    who = first[1][0].lower() + first[1][1:] if common else first[1]
    return {f"{_upper(first[3])}, {who} {first[2]}."}


def _lowered(text: str) -> str:
    """The text to stand inside a sentence: its opening in lower case; empty if its opening is not plain."""
    if _COMMON_OPENING.match(text):
        return text[0].lower() + text[1:]
    return text if re.match(r"[A-Z]\w+ [A-Z]", text) or re.match(r"\d", text) else ""


_KEEP = re.compile(
    r"\b(?:not|no|never|n['’]t|deni\w+|alleg\w+|accus\w+|if|unless|may|might|could|would|claim\w*|said|says|told"
    r"|according|suspect\w*|reported\w*|apparent\w*|believe\w*|only|except|but|without|refus\w+|fail\w+|plan\w*)\b"
)
_VERBS = "was|were|is|are|has|have|had|will|began|took|left|won|lost|fell|rose|sent|gave|blamed"
_BEFORE_VERB = r"(?=(?:was|were|has|had|is|are|will|said|told)\b)"
_DROPS = (
    (r", (?:which|who) [^,;“”\"]{6,120}(?=\.$)", ""),
    (rf", (?:which|who) [^,;“”\"]{{6,100}}, {_BEFORE_VERB}", " "),
    (rf"^[OI]n (?:\w+ )?(?:{_DAY}|{_MONTH})(?: \w+)?, (?=[A-Zt])", ""),
    (r", \d\d(?=, (?:who|whose|a|an|the|one) )", ""),
    (rf", \d\d, (?={_BEFORE_VERB}|(?:and|charged|bought|arrested|accused) )", " "),
    (rf", (?:a|an|the) [a-z][^,;“”\"]{{4,60}}, {_BEFORE_VERB}", " "),
    (
        r", (?:and|while) (?:the|a) (?!.* (?:and|or) (?:a|the) \w+\.$)"
        rf"[^,;“”\"]* (?:{_VERBS}) [^,;“”\"]*(?=\.$)",
        "",
    ),
)


def shortened(claim: str, rng: random.Random) -> list[str]:
    """Shorter claims that the same evidence supports, shuffled: a tail, an aside or an opening left out.

    What is left out never holds a negation, a hedge, a condition or an attribution.
    """
    found = set()
    for pattern, new in _DROPS:
        for hit in re.finditer(pattern, claim):
            if not _KEEP.search(hit[0]):
                found.add(_upper(claim[: hit.start()] + new + claim[hit.end() :]))
    ordered = sorted(text for text in found if text != claim and len(text.split()) >= 5 and _balanced(text))
    rng.shuffle(ordered)
    return ordered


def _balanced(text: str) -> bool:
    marks = (("(", ")"), ("“", "”"))
    return all(text.count(a) == text.count(b) for a, b in marks) and text.count('"') % 2 == 0
