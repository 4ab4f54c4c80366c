"""Right words joined wrongly: roles, speakers, predicates of another subject, details from elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from models.training.edits.base import (
    WORD,
    Case,
    Change,
    Corruption,
    content,
    edited,
    exchange,
    next_to,
    pick,
    stem,
    told_alike,
)
from models.training.edits.names import alike, names
from models.training.edits.tables import (
    AUXILIARIES,
    BODIES,
    DIRECTIONAL,
    FUNCTION_WORDS,
    IRREGULAR_PAST,
    MONTHS,
    SPEAKERS,
    SPEECH,
    STOCK_INVENTIONS,
    THINGS,
    WEEKDAYS,
)

_PRONOUNS = frozenset(
    "he she it they we i you his her its their this that these those who which there what".split()
)
_LINKERS = frozenset(
    """after before when while as because since until although though if in on at by for from with of to
    despite during under over near about against into through following including than where and but or
    not so that who which whose whom said earlier later meanwhile also""".split()
)
_FINITE = AUXILIARIES | frozenset(IRREGULAR_PAST) | SPEECH
_JOIN = re.compile(r"(?:,|;) (?:and|but|while|whereas) |; | and (?=the )")
_NP = r"(?:(?:the|a|an|two|three|four|five|his|her|its|their|some) )?(?:[A-Za-z][\w’'-]*)(?: [A-Za-z][\w’'-]*){0,4}"


@dataclass(frozen=True)
class Clause:
    """A stretch of the claim with a subject: spans of the subject and of the predicate after it."""

    subject: tuple[int, int]
    predicate: tuple[int, int]


def clauses(text: str) -> list[Clause]:
    """Main clauses that open with a plain subject of at most eight words, at the start or after a joint."""
    cuts = [0, *(hit.end() for hit in _JOIN.finditer(text)), len(text)]
    found = []
    for start, stop in zip(cuts, cuts[1:], strict=False):
        clause = _clause(text, start, stop)
        if clause:
            found.append(clause)
    return found


def _clause(text: str, start: int, stop: int) -> Clause | None:
    words = list(WORD.finditer(text, start, stop))[:10]
    for i, word in enumerate(words):
        low = word[0].lower()
        if i and _is_finite(words, i):
            subject = (words[0].start(), words[i - 1].end())
            end = stop
            joint = re.search(r"(?:,|;)? (?:and|but|while|whereas)? ?$|[.;,]? ?$", text[start:stop])
            end = start + joint.start() if joint else stop
            plain = text[subject[0] : subject[1]]
            if (
                "," in plain
                or ";" in plain
                or '"' in plain
                or "“" in plain
                or words[0][0].lower() in _PRONOUNS | _LINKERS | _FINITE
            ):
                return None
            if words[0][0].lower().endswith(("ed", "ing")):
                return None
            return Clause(subject, (word.start(), end))
        if low in {"who", "which", "that", "because", "when", "after", "before"}:
            return None
    return None


def _is_finite(words: list[re.Match[str]], i: int) -> bool:
    low = words[i][0]
    last = words[i - 1][0].lower()
    if low in _FINITE:
        return last not in FUNCTION_WORDS or last in {"one", "two"}
    follow = words[i + 1][0].lower() if i + 1 < len(words) else ""
    return (
        low.endswith("ed")
        and len(low) > 4
        and last not in FUNCTION_WORDS
        and follow not in {"by", "in", "at"}
    )


def head(subject: str) -> str:
    """The head word of a subject: the last word before the first preposition."""
    words = WORD.findall(subject)
    for i, word in enumerate(words):
        if i and word.lower() in _LINKERS:
            return words[i - 1]
    return words[-1] if words else ""


def _class(subject: str) -> int | None:
    """The class of bodies or things of a subject's words, if exactly one."""
    words = {word.lower() for word in WORD.findall(subject)}
    found = [i for i, group in enumerate((*BODIES, *THINGS)) if words & set(group)]
    return found[0] if len(found) == 1 else None


def differ(case: Case, one: str, other: str) -> bool:
    """Whether two subjects clearly are not the same: names of unlike words, or heads of unlike classes."""
    if content(one) & content(other) or not content(one) or not content(other):
        return False
    if any(stem(word) in _PRONOUNS for word in (*WORD.findall(one), *WORD.findall(other))[:1]):
        return False
    first, second = _class(one), _class(other)
    if first is not None and second is not None:
        return first != second
    if _plural(one) != _plural(other):
        return True
    named = [[name for name in case.kinds if head(text) in name.split()] for text in (one, other)]
    return bool(named[0] and named[1]) and not any(alike(a, b) for a in named[0] for b in named[1])


def _plural(subject: str) -> bool:
    word = head(subject).lower()
    first = subject.split(" ")[0].lower()
    return word in {"police", "people", "men", "women", "children"} or (
        word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s")) and first not in {"a", "an"}
    ) or " and " in subject  # fmt: skip


_VERB = "|".join(DIRECTIONAL)
_ACTIVE = re.compile(rf"\b(?:(?:has|have|had|will|also|then|later) )?(?:{_VERB}) (?!by\b|to\b|in\b|on\b)")
_PASSIVE = re.compile(rf"\b(?:was|were|been|be|being) (?:[a-z]+ly )?(?:{_VERB}|[a-z]+ed) by ")


def agree(subject: str, predicate: str) -> bool:
    """Whether the verb that opens `predicate` can stand after `subject`."""
    verb = predicate.split(" ")[0].strip(",.")
    if verb in {"were", "are", "have", "do", "say"}:
        return _plural(subject)
    singular = verb in {"was", "is", "has", "does"} or (verb.endswith("s") and not verb.endswith("ss"))
    return not (singular and _plural(subject))


def role_swaps(case: Case) -> Iterator[Corruption | None]:
    """The two ends of a directional verb exchanged, active or passive; from A to B turned round."""
    claim = case.claim
    for pattern in (_ACTIVE, _PASSIVE):
        for hit in pattern.finditer(claim):
            doer, target = _subject(claim, hit.start()), _object(claim, hit.end())
            if doer and target and _exchangeable(claim, doer, target, passive=pattern is _PASSIVE):
                yield exchange(case, doer, target, "role_swap")
    for hit in re.finditer(rf"\bfrom ({_NAME}) to (?:the )?({_NAME})", claim):
        if f"from {hit[2]}".lower() not in case.told:
            yield exchange(case, hit.span(1), hit.span(2), "role_swap")


_NAME = r"[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*"


def _exchangeable(claim: str, doer: tuple[int, int], target: tuple[int, int], *, passive: bool) -> bool:
    """Whether two ends are unlike, agree in number where the verb shows it, and neither is a pronoun."""
    one, other = claim[slice(*doer)], claim[slice(*target)]
    if content(one) & content(other) or re.match(r"['’]s", claim[target[1] :]):
        return False
    if {word.lower() for word in (one.split(" ")[0], other.split(" ")[0])} & _PRONOUNS:
        return False
    shown = passive or re.match(r" (?:has|have|[a-z]+s) ", claim[doer[1] :]) is not None
    return not shown or _plural(one) == _plural(other)


def _subject(claim: str, at: int) -> tuple[int, int] | None:
    """The noun phrase right before `at`, one to six words, that is not the object of a preposition."""
    whole = next((c.subject for c in clauses(claim) if c.subject[1] == len(claim[:at].rstrip())), None)
    if whole:
        return whole
    start = end = len(claim[:at].rstrip())
    words = list(WORD.finditer(claim, 0, at))[-7:]
    for i, word in enumerate(reversed(words)):
        low = word[0].lower()
        if claim[word.end() : start].strip() or low in {
            "that",
            "after",
            "because",
            "when",
            "while",
            "as",
            "and",
            "but",
            "said",
        }:
            break
        if i > 5 or low in _LINKERS | _FINITE | _PRONOUNS or low.endswith(("ing", "ly")):
            return None
        if i == 0 and low in FUNCTION_WORDS:
            return None
        start = word.start()
    return (start, end) if start < end and content(claim[start:end]) else None


def _object(claim: str, at: int) -> tuple[int, int] | None:
    """The noun phrase at `at`: up to a preposition, a joint, a mark or a verb; one to six words."""
    end = at
    for i, word in enumerate(list(WORD.finditer(claim, at))[:8]):
        gap = claim[end : word.start()]
        if (i and gap != " ") or (
            i and word[0].lower() in _LINKERS | _FINITE | _PRONOUNS | {"both", "yesterday", "today"}
        ):
            break
        if word[0].lower() in _LINKERS or word[0].endswith("ing") or (i > 5):
            break
        if word[0].endswith("ly"):
            return None
        if i and word[0].endswith("ed"):
            break
        if word[0].lower() in {"dead", "again", "late", "early", "far", "too"}:
            break
        end = word.end()
    return (at, end) if end > at and content(claim[at:end]) else None


_SAID = "|".join(sorted(SPEECH - {"say", "told", "wrote", "reports", "states", "claims", "estimates"}))
_SPEAKER_LAST = re.compile(rf", ((?:the |a |an )?[A-Za-z][^,;:“”\"]{{2,60}}?) (?:{_SAID})\b")
_SPEAKER_AFTER = re.compile(rf"\b(?:{_SAID}) (?=[A-Z])({_NAME})")
_ACCORDING = re.compile(
    r"\b[Aa]ccording to ((?:the |a |an )?[^,;:.“”\"]{3,60}?)(?=[,;.]| (?:who|which|and|but|on|in) |$)"
)


_DAYS = frozenset(WEEKDAYS) | frozenset(MONTHS)


def speakers(text: str) -> list[tuple[int, int]]:
    """Spans of those to whom the text gives a statement."""
    spans = [
        hit.span(1)
        for pattern in (_SPEAKER_LAST, _SPEAKER_AFTER, _ACCORDING)
        for hit in pattern.finditer(text)
    ]
    for clause in clauses(text):
        if re.match(rf"(?:has |have |had )?(?:{_SAID})\b", text[clause.predicate[0] :]):
            spans.append(clause.subject)
    kept = [s for s in spans if text[slice(*s)].split(" ")[0].lower() not in _PRONOUNS | (_LINKERS - {"the"})]
    kept = [
        s
        for s in kept
        if not set(text[slice(*s)].split()) & (_FINITE | _DAYS) and not re.match(" who", text[s[1] :])
    ]
    return sorted(set(kept))


def attributions(case: Case) -> Iterator[Corruption | None]:
    """Two speakers exchanged, a speaker of the evidence or of nowhere put in the place of the right one."""
    claim, found = case.claim, speakers(case.claim)
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            if differ(case, claim[slice(*one)], claim[slice(*other)]):
                yield exchange(case, one, other, "attribution")
    for span in found:
        yield from _other_speakers(case, span)
    if (
        not found
        and case.rng.random() < 0.3
        and not any(speakers(sentence) for sentence in case.evidence)
        and claim.endswith(".")
    ):
        free = _free_speakers(case)
        for new in pick(case.rng, free, 1):
            if not re.search(r"\b(?:said|says|told|according)\b", claim + case.told):
                yield edited(claim, [Change(len(claim) - 1, len(claim) - 1, f", {new} said")], "attribution")


def _free_speakers(case: Case) -> list[str]:
    """Bodies of whose class the evidence has no word."""
    words = set(re.findall(r"\w+", case.told + " " + case.claim.lower()))
    return [text for text, group in SPEAKERS if not words & set(BODIES[group])]


def _other_speakers(case: Case, span: tuple[int, int]) -> Iterator[Corruption | None]:
    old, statement = case.claim[slice(*span)], content(case.claim)
    told = []
    for sentence in case.evidence:
        for other in speakers(sentence):
            new = sentence[slice(*other)]
            shared = content(sentence) & statement
            if (
                differ(case, old, new)
                and not alike(old, new)
                and new.lower() not in case.claim.lower()
                and len(shared) < 0.35 * len(content(sentence))
            ):
                told.append(new)
    free = _free_speakers(case) if _class(old) is not None else []
    for new in (*pick(case.rng, sorted(set(told)), 1), *pick(case.rng, free, 1)):
        new = new[0].lower() + new[1:] if new.startswith("The ") else new
        yield edited(case.claim, [Change(*span, new)], "attribution")


def conflations(case: Case) -> Iterator[Corruption | None]:
    """A predicate given to another subject: subjects exchanged, the second dropped, or one borrowed."""
    claim, found = case.claim, clauses(case.claim)
    for one, other in zip(found, found[1:], strict=False):
        first, second = claim[slice(*one.subject)], claim[slice(*other.subject)]
        if not differ(case, first, second):
            continue
        verbs = [claim[clause.predicate[0] :] for clause in (one, other)]
        if agree(first, verbs[1]) and agree(second, verbs[0]):
            yield exchange(case, one.subject, other.subject, "conflation")
        if agree(first, verbs[1]):
            yield _second_dropped(claim, other)
    yield from _borrowed(case, found)
    yield from _moved_asides(case)
    yield from _exchanged_phrases(case)
    yield from _evidence_nouns(case)


_ASIDE = re.compile(r", (?:who|which|whose|a|an|the) [^,;.“”\"]{6,80}(?=,(?! (?:and|or)\b))")


_OPEN = re.compile(
    r"[.;]|$| (?:in|on|at|after|before|and|was|were|had|has|said|to|from|by|for|when|while|is|will|who)\b"
)


def _moved_asides(case: Case) -> Iterator[Corruption | None]:
    """What is said of one name between commas moved to another name of the same kind."""
    found = names(case.claim, case.kinds)
    for one in found:
        aside = _ASIDE.match(case.claim, one.end)
        for other in found if aside else ():
            same = case.kinds.get(one.text) == case.kinds.get(other.text) and not alike(one.text, other.text)
            if not aside or not same or not _OPEN.match(case.claim, other.end):
                continue
            comma = "," if re.match(r" [\w$£€]", case.claim[other.end :]) else ""
            gone = Change(one.end, aside.end() + 1, "", marked=False)
            yield edited(case.claim, [gone, Change(other.end, other.end, aside[0] + comma)], "conflation")


_PHRASE = re.compile(
    r"(?<!one )(?<!some )(?<!half )(?<!much )(?<!most )(?<!many )(?<!all )(?<!part )(?<!number )"
    r"\b(for|with|over|against|of|by) (?=[a-z])"
)


def _exchanged_phrases(case: Case) -> Iterator[Corruption | None]:
    """Two common objects of the same preposition exchanged, far enough apart to belong to two statements."""
    claim, found = case.claim, []
    for hit in _PHRASE.finditer(claim):
        span = _object(claim, hit.end())
        if (
            span
            and not re.search(r"[A-Z]", claim[slice(*span)])
            and not content(claim[slice(*span)]) & _TIMES
        ):
            found.append((hit[1], span))
    for i, (word, one) in enumerate(found):
        for other_word, other in found[i + 1 :]:
            a, b = claim[slice(*one)], claim[slice(*other)]
            apart = len(WORD.findall(claim[one[1] : other[0]])) >= 4
            if word == other_word and apart and not content(a) & content(b):
                if not next_to(case, *one, b) and not next_to(case, *other, a):
                    yield exchange(case, one, other, "conflation")


_TIMES = content(
    "week weeks month months year years day days hour hours minutes morning evening night time least"
)


def _evidence_nouns(case: Case) -> Iterator[Corruption | None]:
    """A noun of another statement of the evidence in the place of one with the same word before and after."""
    here = content(case.claim)
    for hit in _NOUN.finditer(case.claim):
        after = case.claim[hit.end() :].split(" ")[:2]
        for sentence in case.evidence:
            for other in _NOUN.finditer(sentence):
                fit = sentence[other.end() :].split(" ")[:2] == after and _fit(other[0]) and _fit(hit[0])
                plain = stem(other[0]) not in here and other[0].endswith("s") == hit[0].endswith("s")
                group = _class(other[0])
                if fit and plain and (group is None or group != _class(hit[0])):
                    if not told_alike(case, *hit.span(), other[0], 0.2):
                        yield edited(case.claim, [Change(*hit.span(), other[0])], "conflation")


def _second_dropped(claim: str, clause: Clause) -> Corruption | None:
    """ "A did X, and B did Y" made "A did X and did Y"; the predicate of B is what is wrong."""
    joint = re.search(r",? (?:and|but|while|whereas) $|; $", claim[: clause.subject[0]])
    if joint is None:
        return None
    verb = WORD.search(claim, clause.predicate[0])
    if verb is None:
        return None
    new = " and " + claim[slice(*clause.predicate)]
    done = edited(claim, [Change(joint.start(), clause.predicate[1], new)], "conflation")
    return done and Corruption(done.text, done.error, tuple((a + 4, b) for a, b in done.wrong))


def _borrowed(case: Case, found: list[Clause]) -> Iterator[Corruption | None]:
    """The predicate of another sentence put after a subject of the claim, for its own or besides it."""
    claim = case.claim
    for clause in found:
        subject = claim[slice(*clause.subject)]
        for sentence in case.evidence:
            for predicate in _foreign_predicates(case, subject, sentence):
                yield edited(claim, [Change(*clause.predicate, predicate)], "conflation")
                if clause.predicate[1] >= len(claim) - 1 and claim.endswith("."):
                    added = edited(
                        claim, [Change(len(claim) - 1, len(claim) - 1, " and " + predicate)], "conflation"
                    )
                    yield added and Corruption(
                        added.text, added.error, tuple((a + 4, b) for a, b in added.wrong)
                    )


def _foreign_predicates(case: Case, subject: str, sentence: str) -> Iterator[str]:
    """The predicate of the sentence, if its subject clearly is not `subject` and the claim does not tell it."""
    for other in clauses(sentence)[:1]:
        its, predicate = sentence[slice(*other.subject)], sentence[slice(*other.predicate)]
        predicate = re.split(r", (?:\w+ ){0,5}(?:said|says)\b|, according|,? (?:and|but) ", predicate)[
            0
        ].rstrip(" .,;")
        stems = content(predicate)
        told = len(stems & content(case.claim)) > 0.6 * len(stems)
        if differ(case, subject, its) and agree(subject, predicate) and not told:
            if (
                not content(subject) & stems
                and 3 <= len(predicate.split()) <= 18
                and predicate.count('"') % 2 == 0
            ):
                yield predicate


_TAIL = re.compile(
    r"(?: (?:after|because|following|amid|despite|during|as part of) |, (?=[a-z]+ing ))[^,;“”\"]{8,60}?(?=\.$|, )"
)
_NOT_OURS = re.compile(r"\b(?:he|she|they|it|his|her|their|its|who|according|said|including|citing|saying)\b")


def inventions(case: Case) -> Iterator[Corruption | None]:
    """A detail from elsewhere added at an end, or a noun changed for one the evidence lacks."""
    known = content(" ".join((*case.evidence, case.claim)))
    tails = sorted({hit[0] for sentence in case.elsewhere for hit in _TAIL.finditer(sentence)})
    tails = [tail for tail in tails if len(content(tail) - known) >= 2 and not _NOT_OURS.search(tail)]
    for end in _ends_of_clauses(case.claim):
        stock = [" " + phrase for phrase in STOCK_INVENTIONS if not content(phrase) & known]
        for new in pick(case.rng, tails, 1) or pick(case.rng, stock, 1):
            yield edited(case.claim, [Change(end, end, new)], "invention")
    yield from _other_nouns(case, known)


def _ends_of_clauses(claim: str) -> list[int]:
    """The end of the claim before its full stop, and the end of a first clause before a joint."""
    ends = (
        [len(claim) - 1]
        if claim.endswith(".") and not re.search(r"[A-Z]\.$|said\.$|according to [^,]*\.$", claim)
        else []
    )
    joint = _JOIN.search(claim)
    return [*ends, *([joint.start()] if joint and joint[0][0] in ",;" else [])]


_NOUN = re.compile(r"(?<=\b(?:the|his|her|its|two) )[a-z]{4,}(?= (?:in|on|at|to|for|and|was|were|had|has|said)\b|[.,;])|"
                   r"(?<=\ba )[a-z]{4,}(?= (?:in|on|at|to|for|and|was|had|has|said)\b|[.,;])")  # fmt: skip


def _other_nouns(case: Case, known: set[str]) -> Iterator[Corruption | None]:
    slots = [hit for hit in _NOUN.finditer(case.claim) if _fit(hit[0])]
    pool = sorted({hit[0] for sentence in case.elsewhere for hit in _NOUN.finditer(sentence) if _fit(hit[0])})
    pool = [word for word in pool if stem(word) not in known]
    for hit in slots:
        same = [
            word for word in pool if word.endswith("s") == hit[0].endswith("s") and word[-3:] == hit[0][-3:]
        ]
        same = same or [word for word in pool if word.endswith("s") == hit[0].endswith("s")]
        group = _class(hit[0])
        for new in pick(case.rng, [word for word in same if group is None or _class(word) != group], 1):
            yield edited(case.claim, [Change(*hit.span(), new)], "invention")


def _fit(word: str) -> bool:
    """Whether a word after an article is likely a noun."""
    return not word.endswith(("ed", "ly", "ing", "est")) and word not in FUNCTION_WORDS and word not in {
        "first", "last", "second", "third", "latter", "former", "same", "rest", "number", "time", "year", "week", "month"}  # fmt: skip
