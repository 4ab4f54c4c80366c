"""Edits of a right claim that keep it right: other words, another order, or less of it."""

import random
import re

from models.training.edits.tables import MONTHS, WEEKDAYS

_DAY = "|".join(WEEKDAYS)
_MONTH = "|".join(MONTHS)
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_SPELLINGS = (
    ("per cent", "percent"), ("organise", "organize"), ("organised", "organized"), ("labour", "labor"),
    ("defence", "defense"), ("centre", "center"), ("programme", "program"), ("criticised", "criticized"),
    ("harbour", "harbor"), ("neighbours", "neighbors"), ("travelled", "traveled"), ("cancelled", "canceled"),
    ("kilometres", "kilometers"), ("metres", "meters"), ("favour", "favor"), ("honoured", "honored"),
    ("authorised", "authorized"), ("recognised", "recognized"), ("grey", "gray"), ("theatre", "theater"),
    ("tonnes", "metric tons"), ("armour", "armor"), ("armoured", "armored"), ("mould", "mold"),
)  # fmt: skip
_PHRASES = (
    (r"\bdid not\b", "didn't"), (r"\bwas not\b", "wasn't"), (r"\bhas not\b", "hasn't"), (r"\bwill not\b", "won't"),
    (r"\bhave not\b", "haven't"), (r"\bwere not\b", "weren't"), (r"\bdidn[’']t\b", "did not"),
    (r"\bwasn[’']t\b", "was not"), (r"\bdoesn[’']t\b", "does not"), (r"\bdon[’']t\b", "do not"),
    (r"\bsaid that\b", "said"), (r"\bsaid (?=(?:he|she|it|they) (?:had|was|would|were|could))", "said that "),
    (r"\baround (?=\d)", "about "), (r"\babout (?=\d)", "around "), (r"\bapproximately (?=\d)", "about "),
    (r"\broughly (?=\d)", "about "), (r"\bsome (?=\d)", "about "), (r"\bmore than (?=\d)", "over "),
    (r"\bprior to\b", "before"), (r"\bin order to\b", "to"), (r"\bbut (?=the|it|he|she|they)", "although "),
    (r"\bfollowing (?=a|an|the)\b", "after "), (r"\bpurchased\b", "bought"), (r"\bcommenced\b", "began"),
    (r"\bstarted\b(?= (?:on|in|at)\b)", "began"), (r"\bbegan\b(?= (?:on|in|at)\b)", "started"),
    (r"\bpeople were killed\b", "people died"), (r"\bdue to\b(?! \w+ (?:at|in|on)\b)", "because of"),
    (r"\bapproximately\b", "about"), (r"\bnear to\b", "near"), (r"\bwhile (?=the )", "and "), (r"\bduring the course of\b", "during"),
    (r"\bPolice said\b", "Police stated"), (r"\bpolice said\b", "police stated"), (r"\bsaid(?= on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)", "announced"),
)  # fmt: skip


def paraphrases(claim: str, rng: random.Random) -> list[str]:
    """Claims that say the same in slightly other words, shuffled; possibly none."""
    found = {*_numbers(claim), *_spelled(claim), *_moved(claim), *_speaker_moved(claim)}
    for pattern, new in _PHRASES[:-2]:
        if new not in ("although ", "and ") and not (new == "because of" and "be " in claim):
            found.add(re.sub(pattern, new, claim, count=1))
    ordered = sorted(text for text in found if text != claim and "  " not in text)
    rng.shuffle(ordered)
    return ordered


def _numbers(claim: str) -> set[str]:
    """Digits for words and words for digits up to twelve, and the forms of per cent."""
    out = set()
    for value, word in enumerate(_WORDS, 2):
        counted = r"(?= (?:people|men|women|children|soldiers|officers|workers|houses|homes|schools|days|weeks|months|years|hours|others)\b)"
        out.add(re.sub(rf"(?<![\w-]){word}{counted}", str(value), claim, count=1))
        out.add(re.sub(rf"(?<=[a-z] ){value}{counted}", word, claim, count=1))
    out.add(re.sub(r"(?<=\d)%", " percent", claim))
    out.add(re.sub(r"(?<=\d) per ?cent\b", "%", claim))
    return out


def _spelled(claim: str) -> set[str]:
    out = set()
    for british, american in _SPELLINGS:
        out.add(re.sub(rf"\b{british}\b", american, claim))
        if american not in ("program", "metric tons", "meters"):
            out.add(re.sub(rf"\b{american}\b", british, claim))
    return out


def _moved(claim: str) -> set[str]:
    """A leading or trailing "on Tuesday" moved to the other end of a claim of one clause."""
    when = rf"(?:[Oo]n (?:{_DAY})(?: (?:morning|afternoon|evening|night))?|[Ii]n (?:{_MONTH})(?: \d{{4}})?|[Ii]n (?:19|20)\d\d)"
    first = re.fullmatch(rf"({when}),? ([^,;:“”\"]+)\.", claim)
    if first and not re.search(
        r"\b(?:said|says|told|after|before|and|who|which|that|when|because|as)\b", first[2]
    ):
        rest = first[2]
        return {f"{rest[0].upper()}{rest[1:]} {first[1][0].lower()}{first[1][1:]}."}
    last = re.fullmatch(rf"([^,;:“”\"]+) ({when})\.", claim)
    if last and not re.search(
        r"\b(?:said|says|told|after|before|and|who|which|that|when|because|as|to|since|until|due|for)\b",
        last[1],
    ):
        rest = last[1]
        lower = (
            rest
            if not re.match(r"(?:The|A|An|Two|Three|Four|Some|Police|At) ", rest)
            else rest[0].lower() + rest[1:]
        )
        return {f"{last[2][0].upper()}{last[2][1:]}, {lower}."}
    return set()


def _speaker_moved(claim: str) -> set[str]:
    """ "X said Y." made "Y, X said.", and back, where the claim is one statement of a short speaker."""
    speaker = r"(?:[Tt]he )?[A-Za-z][\w’'-]*(?: [A-Za-z][\w’'-]*){0,4}"
    last = re.fullmatch(rf"([^;:“”\"]+), ({speaker}) (said|says)\.", claim)
    if last and not re.search(r"\b(?:said|says|told|according|but)\b", last[1]) and _plain_speaker(last[2]):
        who = last[2][0].upper() + last[2][1:]
        rest = _lowered(last[1])
        return {f"{who} {last[3]} that {rest}.", f"According to {last[2]}, {rest}."} if rest else set()
    first = re.fullmatch(rf"({speaker}) (said|says) (?:that )?([^;:“”\"]+)\.", claim)
    if (
        first
        and not re.search(r"\b(?:said|says|told|according|but|and|while)\b", first[3])
        and _plain_speaker(first[1])
    ):
        if re.match(
            r"(?:the|a|an|two|three|four|five|about|at least|police|no|more|some|[A-Z]\w+) ", first[3]
        ):
            who = (
                first[1][0].lower() + first[1][1:]
                if re.match(r"(?:The|Police|Officials|Witnesses|A) ", first[1] + " ")
                else first[1]
            )
            return {f"{first[3][0].upper()}{first[3][1:]}, {who} {first[2]}."}
    return set()


def _plain_speaker(text: str) -> bool:
    return not re.search(
        r"\b(?:who|which|was|were|had|has|and|he|she|it|they|also|later|have|is|are|after|when|as)\b", text
    )


def _lowered(text: str) -> str:
    """The text to stand after "that": its opening in lower case; empty if its opening is not plain."""
    if re.match(
        r"(?:The|A|An|Two|Three|Four|Five|Six|Some|At|About|Police|No|More|Residents|Officials|It|They|There) ",
        text,
    ):
        return text[0].lower() + text[1:]
    return text if re.match(r"[A-Z]\w+ [A-Z]", text) or re.match(r"\d", text) else ""


_VERBS = "was|were|is|are|has|have|had|will|began|took|left|won|lost|fell|rose|sent|gave|blamed"
_KEEP = re.compile(
    r"\b(?:not|no|never|n['’]t|deni\w+|alleg\w+|accus\w+|if|unless|may|might|could|would|claim\w*|said|says|told|according|"
    r"suspect\w*|reported\w*|apparent\w*|believe\w*|only|except|but|without|refus\w+|fail\w+|plan\w*)\b"
)


def shortened(claim: str, rng: random.Random) -> list[str]:
    """Shorter claims that the same evidence supports, shuffled: a tail, an aside or an opening left out.

    What is left out never holds a negation, a hedge, a condition or an attribution.
    """
    found = set()
    for pattern, new in (
        (r",? (?:which|who) [^,;“”\"]{6,120}(?=\.$)", ""),
        (r", (?:which|who) [^,;“”\"]{6,100}, (?=(?:was|were|has|had|is|are|will|said|told)\b)", " "),
        (r"^[OI]n (?:\w+ )?(?:" + _DAY + "|" + _MONTH + r")(?: \w+)?, (?=[A-Zt])", ""),
        (r", \d\d, ", " "),
        (r", (?:a|an|the) [a-z][^,;“”\"]{4,60}, (?=(?:was|were|has|had|is|are|will|said|told)\b)", " "),
        (
            rf", (?:and|while) (?:the|a) (?!.* (?:and|or) (?:a|the) \w+\.$)[^,;“”\"]* (?:{_VERBS}) [^,;“”\"]*(?=\.$)",
            "",
        ),
    ):
        for hit in re.finditer(pattern, claim):
            if not _KEEP.search(hit[0]) and hit[0].startswith((",", "O", "I", " ")):
                cut = claim[: hit.start()] + new + claim[hit.end() :]
                found.add(cut[0].upper() + cut[1:] if cut else cut)
    ordered = sorted(text for text in found if text != claim and len(text.split()) >= 5 and _balanced(text))
    rng.shuffle(ordered)
    return ordered


def _balanced(text: str) -> bool:
    return (
        text.count("(") == text.count(")") and text.count('"') % 2 == 0 and text.count("“") == text.count("”")
    )
