"""What may be said and what may not. Each claim is a sentence that a small language model could write."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.text.fusing.faults import Findings, find_faults
from service.text.words import words

SANK = "The ferry Alba sank off Orre on Monday."
SAVED = "Fishermen saved ninety passengers before dark."


def refused(claim, *evidence):
    return bool(find_faults(claim, evidence).faults)


SUPPORTED = {
    "whole clauses": (
        "The ferry Alba sank off Orre on Monday, and fishermen saved ninety passengers before dark.",
        SANK,
        SAVED,
    ),
    "semicolon": (
        "The ferry Alba sank off Orre on Monday; fishermen saved ninety passengers before dark.",
        SANK,
        SAVED,
    ),
    "shared pivot": (
        "Mayor Ruiz opened the new bridge after two years of work.",
        "Mayor Ruiz opened the new bridge on Monday.",
        "Ruiz opened the new bridge after two years of work.",
    ),
    "shared subject": (
        "Mayor Ana Ruiz of Hale resigned on Monday, her office said.",
        "Mayor Ana Ruiz resigned on Monday, her office said.",
        "Mayor Ana Ruiz of Hale resigned.",
    ),
    "whose uncle": (
        "The ferry Alba sank off Orre on Monday, and the boy, 16, had gone back for an ox, his uncle wrote.",
        SANK,
        "The boy, 16, had gone back for an ox, his uncle wrote.",
    ),
    "without its last clause": (
        "The ferry Alba sank on Monday.",
        "The ferry Alba sank on Monday, the coast guard wrote.",
    ),
}


@pytest.mark.parametrize("case", SUPPORTED.values(), ids=SUPPORTED.keys())
def test_what_the_sources_say_together_has_no_fault(case):
    claim, *evidence = case
    findings = find_faults(claim, evidence)
    assert findings.faults == ()
    assert all(0 <= i < len(evidence) for i in findings.support)


def test_support_is_what_the_words_were_taken_from():
    claim = "The ferry Alba sank off Orre on Monday, and fishermen saved ninety passengers before dark."
    assert find_faults(claim, ["Bakers met in Hale.", SANK, SAVED]).support == (1, 2)


def test_a_source_sentence_supports_itself_alone():
    assert find_faults(SAVED, [SANK, SAVED]) == Findings((), (), (1,))
    assert find_faults(SAVED, [SANK, SAVED]) == find_faults(SAVED, [SANK, SAVED, SAVED])


REFUSED = {
    "he, but who": (
        "He resigned over the fire at the port.",
        "Ana met Boris. He resigned over the fire at the port.",
    ),
    "another one's he": (
        "Governor Ada Holm blamed pay rises, and he told reporters that prices rise too fast.",
        "Governor Ada Holm blamed pay rises.",
        "Prices rise too fast, Carl Dahl told reporters.",
    ),
    "she of another sentence": (
        "Prosecutors said that Ruiz's firm invested nothing, but she is one of some 1,140 customers.",
        "Prosecutors said that Ruiz's firm invested nothing.",
        "She is one of some 1,140 customers.",
    ),
    "it of another sentence": (
        "Prices rose by 3.6 percent in May, while it is supposed to keep inflation near 2 percent.",
        "Prices rose by 3.6 percent in May.",
        "Prices were higher in May, while it is supposed to keep inflation near 2 percent.",
    ),
    "rival figures added up": (
        "Some 3,200 households were without electricity, and about 3,000 households lost power.",
        "Some 3,200 households were without electricity.",
        "About 3,000 households lost power.",
    ),
    "a figure twice": (
        "At 3.9 percent, inflation, which leaves out energy, was 3.9%.",
        "Inflation, which leaves out energy, was 3.9%.",
        "Inflation, at 3.9 percent, is the number to watch.",
    ),
    "out of a list": (
        "The crew of the Alba are now known: Ana Ruiz, 74; and Carl Dahl, 68.",
        "The crew of the Alba are now known: Boris Falk, 67; Ana Ruiz, 74; and Carl Dahl, 68.",
    ),
    "another's quotation": (
        "The change would return the hymn to the words that were sung in 1900: “All hail the mayor of Orre”.",
        "The change would return the hymn to the words that were sung in 1900: “Our ships sail on.”",
        "The line will change from “All hail the mayor of Orre” to “All hail us all”.",
    ),
    "set before": (
        "Throughout her career, Ruiz rowed on a team that a baker from Orre trained.",
        "Throughout her schooldays, Ruiz rowed on a team that a baker from Orre trained.",
        "Ruiz kept her diaries throughout her career.",
    ),
    "a stray opening": (
        "Some days, the lighthouse of Orre is being painted white for the regatta in June.",
        "The lighthouse of Orre is being painted white for the regatta in June.",
        "Some days, nobody sees the coast of Orre for fog.",
    ),
    "a quotation told as fact": (
        "The new harbour law will bring ships, wages and better schools to the town of Orre.",
        "“The new harbour law will bring ships, wages and better schools,” Ana Ruiz said.",
        "She spoke in the town of Orre.",
    ),
    "put into another's mouth": (
        "Ruiz told reporters at the quay that the missing deckhand was found asleep in Hale.",
        "“We have no news,” Ruiz told reporters at the quay.",
        "The missing deckhand was found asleep in Hale.",
    ),
    "two full stops": ("The ferry Alba sank off Orre.. It was Monday.", SANK),
    "an opening cut": (
        "February 2027 water came within a hand of the crest, and 600 people were sent away.",
        "In February 2027 water came within a hand of the crest, and 600 people were sent away.",
    ),
    "half a name": ("Rock is in its last year.", "30 Rock is in its last year."),
    "swapped roles": (
        "Boris thanked Ana for the long letter on Monday.",
        "Ana thanked Boris for the long letter on Monday.",
    ),
    "swapped subject and object": (
        "The rebels attacked the army in the hills of Orre.",
        "The army attacked the rebels in the hills of Orre.",
    ),
    "active for passive": (
        "The army attacked rebels in the hills of Orre.",
        "The army was attacked by rebels in the hills of Orre.",
    ),
    "passive for active": (
        "The army was attacked by rebels in the hills of Orre.",
        "The army attacked rebels in the hills of Orre.",
    ),
    "swapped titles": (
        "Ana Ruiz, the mayor of Hale, met Boris Falk, the mayor of Orre.",
        "Ana Ruiz, the mayor of Orre, met Boris Falk, the mayor of Hale.",
    ),
    "another person's act": (
        "Ana Ruiz met the queen of Hale.",
        "Ana Ruiz opened a bridge.",
        "Boris Falk met the queen of Hale.",
    ),
    "another's name": (
        "Ana Falk met the mayor of Orre on Monday.",
        "Ana Ruiz met the mayor of Orre on Monday.",
        "Boris Falk met the mayor of Orre on Monday.",
    ),
    "swapped figures": (
        "Police said 12 people were killed and 40 injured in Orre.",
        "Police said 40 people were killed and 12 injured in Orre.",
    ),
    "a figure of something else": (
        "Gangs killed 12 men in Hale.",
        "Police arrested 12 men in Hale.",
        "Gangs killed 3 men in Hale.",
    ),
    "a figure that no source has": ("The fire hurt 15 people in Orre.", "The fire hurt 12 people in Orre."),
    "a changed number word": ("The fire hurt nine people in Orre.", "The fire hurt six people in Orre."),
    "swapped years": (
        "In 2019 Hale won and in 2021 Orre won the cup final.",
        "In 2021 Hale won and in 2019 Orre won the cup final.",
    ),
    "a dropped negation": (
        "The court did find the mayor guilty of fraud.",
        "The court did not find the mayor guilty of fraud.",
    ),
    "a dropped never": (
        "The court found the mayor guilty of fraud.",
        "The court never found the mayor guilty of fraud.",
    ),
    "a dropped nobody": ("The 22 men at the mine were hurt.", "None of the 22 men at the mine were hurt."),
    "an added negation": (
        "The court did not find the mayor guilty of fraud.",
        "The court did find the mayor guilty of fraud.",
    ),
    "a moved negation": (
        "Nobody was hurt, and the mayor said the town was safe.",
        "The mayor said the town was not safe.",
        "Nobody was hurt.",
    ),
    "a dropped hedge": (
        "The mayor will resign after the fire at the port.",
        "The mayor will probably resign after the fire at the port.",
    ),
    "an added hedge": (
        "The mayor will probably resign after the fire at the port.",
        "The mayor will resign after the fire at the port.",
    ),
    "a dropped condition": (
        "The ferry line will close on Monday.",
        "The ferry line will close on Monday unless the city pays.",
    ),
    "a dropped attribution": (
        "The old dam was unsafe for years.",
        "The old dam was unsafe for years, engineer Ana Ruiz said.",
    ),
    "an altered quotation": (
        "“We will go tomorrow,” Ana told the crowd.",
        "“We will go home tomorrow,” Ana told the crowd.",
    ),
    "a place's defence": (
        "Sailors blamed the pilot off Orre, the council heard, but a strong voice is coming to his defence.",
        "Sailors blamed the pilot off Orre, the council heard.",
        "A strong voice in Orre is coming to his defence.",
    ),
    "another's population": (
        "In the whole region the birth rate fell below two, but its population still doubles.",
        "Solvania's birth rate also fell below two, but its population still doubles.",
        "In the whole region the birth rate fell below two.",
    ),
    "so many, and no more": (
        "So many women work in the mill, and the mill was closed on Monday.",
        "So many women work in the mill these days that the town runs two schools.",
        "The mill was closed on Monday.",
    ),
    "words of two songs": (
        "He read from the first one: “Dear harbour lights of all the north”.",
        "He read from the first one: “Dear harbour lights that call me home”.",
        "The council prefers “Brave harbour lights of all the north”.",
    ),
    "recorders that are technicians": (
        "Technicians lifted the recorders from both trains, and are being read in Orre.",
        "Technicians lifted the recorders from both trains.",
        "The recorders of both trains were found on Monday and are being read in Orre.",
    ),
    "a visit by both": (
        "The deal was signed on Wednesday, during a visit by President Ana Sole and her host, Boris Falk.",
        "The deal was signed on Wednesday, during a visit by President Ana Sole.",
        "It was a good day for President Ana Sole and her host, Boris Falk.",
    ),
    "one former friend for another": (
        "Her old friends are Ana Sole and Boris Falk, who was seen at concerts in Orre.",
        "Her old friends are Ana Sole and Boris Falk.",
        "Ana Sole was seen at concerts in Orre.",
    ),
    "a bracket from elsewhere": (
        "At the centre of the film is George (Ana Sole).",
        "At the centre of the film is George (Boris Falk).",
        "The film is with Boris Falk and Ana Sole.",
    ),
    "an order told as a deed": (
        "The paper spoke with the captain about the wreck, and read the log where he speaks of it.",
        "The paper spoke with the captain about the wreck.",
        "Read the log where he speaks of it.",
    ),
    "that of something else": (
        "The council paid 7,000 crowns to the crew, but that payment followed a strike.",
        "The council paid 7,000 crowns to the crew.",
        "That payment followed a strike.",
    ),
    "a day of something else": (
        "On Wednesday, a search of the bay was resumed on Friday.",
        "A search of the bay was resumed on Friday.",
        "On Wednesday, the minister spoke of objects in the bay.",
    ),
    "an if left out": (
        "The magma lies to the east of the mountain, and the melts go west.",
        "It could be solved if the magma lies to the east of the mountain, and the melts go west.",
    ),
    "shocked, but who": (
        "The judge sent the thief to jail, then shocked by his kindness, and the court was full.",
        "The judge sent the thief to jail, then shocked Falk by his kindness.",
        "The court was full.",
    ),
    "another speaker": (
        "The bridge is safe for cars, said the inspector.",
        "The bridge is safe for cars, said the builder.",
        "The bridge was closed, said the inspector.",
    ),
    "a quotation of two speakers": (
        "“The ship was old and slow,” Ana Ruiz said.",
        "“The ship was old,” Ana Ruiz said.",
        "“It was slow,” Boris Falk said.",
    ),
    "a new word": ("The stolen ferry Alba sank off Orre on Monday.", SANK),
    "a new name": ("The ferry Alba sank off Hale on Monday.", SANK),
    "another spelling of a name": ("The ferry ALBA sank off Orre on Monday.", SANK),
    "a cut phrase": ("Divers searched the ferry.", "Divers searched the ferry terminal of Orre."),
    "a start in the middle": ("Alba sank off Orre on Monday.", SANK),
    "a splice in the middle": ("The ferry Alba saved ninety passengers before dark.", SANK, SAVED),
    "other order in time": (
        "The dam burst before the storm hit Orre.",
        "The dam burst after the storm hit Orre.",
    ),
    "other direction": (
        "The army moved from the town to the coast.",
        "The army moved to the town from the coast.",
    ),
    "another comparison": (
        "More people died in Hale than in Orre last year.",
        "More people died in Orre than in Hale last year.",
    ),
    "said twice": ("The ferry Alba sank off Orre, and the ferry Alba sank off Orre on Monday.", SANK),
    "no end": ("The ferry Alba sank off Orre", SANK),
    "no start": ("the ferry Alba sank off Orre on Monday.", SANK),
    "half a quotation": (
        "“We saw waves, the mate of the ferry said.",
        "“We saw waves,” the mate of the ferry said.",
    ),
    "half a bracket": (
        "The ferry Alba (built in 1988 sank off Orre.",
        "The ferry Alba (built in 1988) sank off Orre.",
    ),
    "too short": ("The ferry sank.", "The ferry sank off Orre."),
    "a numbered answer": ("1. The ferry Alba sank off Orre on Monday.", SANK),
    "a preamble": ("Here is the sentence: The ferry Alba sank off Orre on Monday.", SANK),
    "a dropped percent sign": (
        "Sales rose 5 in March at the Orre yard.",
        "Sales rose 5% in March at the Orre yard.",
    ),
    "another currency": ("The bridge cost $5 million in Orre.", "The bridge cost €5 million in Orre."),
    "a dropped minus": ("It was 5 degrees in Orre at noon.", "It was -5 degrees in Orre at noon."),
    "what a figure counts": (
        "Prices fell 3 points in May after the vote.",
        "Prices fell 3 percentage points in May after the vote.",
    ),
    "one negation of two": (
        "The minister did resign and the deputy did not deny it.",
        "The minister did not resign and the deputy did not deny it.",
    ),
    "one hedge of two": (
        "The minister may resign and the deputy leave on Monday.",
        "The minister may resign and the deputy may leave on Monday.",
    ),
    "a negation lost in a splice": (
        "The mayor said that the town was safe and not flooded.",
        "The mayor said that the town was not safe.",
        "The town was not flooded.",
    ),
    "what nearly happened": (
        "The ferry sank on Monday in Orre harbour.",
        "The ferry nearly sank on Monday in Orre harbour.",
    ),
    "the son for the father": (
        "Police arrested the owner of the ferry on Monday.",
        "Police arrested the son of the owner of the ferry on Monday.",
    ),
    "another's place": (
        "Ana Ruiz won the race; Boris Falk was third.",
        "Ana Ruiz won the race; Boris Falk was second, Carl Dahl third.",
    ),
    "quotation marks of its own": (
        "The “heroic captain” saved ninety passengers.",
        "The heroic captain saved ninety passengers.",
    ),
    "a question": ("Fishermen saved ninety passengers before dark?", SAVED),
    "an exclamation": ("Fishermen saved ninety passengers before dark!", SAVED),
    "a sentence left open": ("Fishermen saved ninety passengers before dark...", SAVED),
    "a smile": ("Fishermen saved ninety passengers before dark 😀.", SAVED),
    "emphasis": ("**Fishermen** saved ninety passengers before dark.", SAVED),
    "a list's mark": ("- Fishermen saved ninety passengers before dark.", SAVED),
    "a line break": ("Fishermen saved ninety\npassengers before dark.", SAVED),
    "markup": ("Fishermen saved <b>ninety</b> passengers before dark.", SAVED),
    "letters turned round": ("Fishermen saved \u202eninety passengers before dark.", SAVED),
    "a figure over a shared word": (
        "The coast guard said 12 sailors drowned near Orre.",
        "The coast guard said 12 sailors were saved.",
        "The coast guard said sailors drowned near Orre.",
    ),
    "a number word over a shared word": (
        "Some twelve sailors drowned near Orre.",
        "Some twelve sailors were saved.",
        "Sailors drowned near Orre.",
    ),
    "another mayor's act": (
        "The mayor of Orre met Ana Ruiz on Monday.",
        "The mayor of Hale met Ana Ruiz on Monday.",
        "The mayor of Orre met Boris Falk.",
    ),
    "another ship's end": (
        "The ferry Alba hit a rock and sank in Hale.",
        "The ferry Alba hit a rock off Orre.",
        "The ferry Bora hit a rock and sank in Hale.",
    ),
    "an invention": ("The Great Wall of China is in Orre.", SANK),
}


@pytest.mark.parametrize("case", REFUSED.values(), ids=REFUSED.keys())
def test_what_no_source_says_is_refused(case):
    claim, *evidence = case
    assert refused(claim, *evidence)


OUTRIGHT = [
    "swapped figures",
    "a figure that no source has",
    "a changed number word",
    "swapped years",
    "a dropped negation",
    "a dropped never",
    "a dropped nobody",
    "an added negation",
    "a moved negation",
    "a dropped hedge",
    "a dropped condition",
    "an altered quotation",
    "a quotation of two speakers",
    "recorders that are technicians",
    "a visit by both",
    "one former friend for another",
    "a bracket from elsewhere",
    "an order told as a deed",
    "that of something else",
    "a day of something else",
    "an if left out",
    "another speaker",
    "a splice in the middle",
    "swapped roles",
    "a place's defence",
    "another's population",
    "so many, and no more",
    "words of two songs",
    "quotation marks of its own",
    "a new name",
    "another spelling of a name",
    "a dropped percent sign",
    "another currency",
    "a dropped minus",
    "one negation of two",
    "what nearly happened",
    "an invention",
    "no end",
    "no start",
    "too short",
    "a question",
    "markup",
    "letters turned round",
]


@pytest.mark.parametrize("name", OUTRIGHT)
def test_what_no_judge_may_overrule(name):
    claim, *evidence = REFUSED[name]
    assert find_faults(claim, evidence).grave


@pytest.mark.parametrize("name", ["a new word", "a cut phrase"])
def test_what_a_judge_may_overrule(name):
    claim, *evidence = REFUSED[name]
    findings = find_faults(claim, evidence)
    assert findings.doubtful
    assert findings.faults == findings.grave + findings.doubtful


UNSEEN = {
    "an end cut off": (
        "The ferry Alba sank and fishermen saved all passengers.",
        "The ferry Alba sank.",
        "Fishermen saved all passengers of another ship.",
    ),
    "single quotation marks": (
        "The captain saved 'ninety passengers' on Monday.",
        "The captain saved ninety passengers on Monday.",
    ),
}


@pytest.mark.parametrize("case", UNSEEN.values(), ids=UNSEEN.keys())
@pytest.mark.xfail(reason="the rules do not see this yet", strict=True)
def test_what_should_be_refused_too(case):
    claim, *evidence = case
    assert refused(claim, *evidence)


@pytest.mark.parametrize("claim", ["", " ", ".", "“”", "\ud800", "…", "The the the."])
def test_what_says_nothing_is_refused(claim):
    assert refused(claim, SANK, SAVED)


def test_nothing_is_supported_by_no_evidence():
    findings = find_faults(SANK, [])
    assert findings.grave
    assert findings.support == ()


WEIRD = st.lists(
    st.sampled_from([*"ab .,;“”\"'()1%-\n\u0301\u202e\u200b\ud800船İß’", "not ", "said ", "12 "]), max_size=40
).map("".join)


@settings(max_examples=200)
@given(st.text(max_size=60) | WEIRD, st.lists(st.text(max_size=60) | WEIRD, max_size=3))
def test_any_text_can_be_held_against_any_evidence(claim, evidence):
    findings = find_faults(claim, evidence)
    assert all(0 <= i < len(evidence) for i in findings.support)
    assert find_faults(claim, evidence) == findings


@given(st.text(max_size=60) | WEIRD, st.lists(st.text(max_size=60), max_size=2))
def test_whatever_is_verbatim_has_no_fault(claim, others):
    findings = find_faults(claim, [*others, claim])
    assert findings.faults == ()
    assert [*others, claim][findings.support[0]] == claim


PLAIN = [
    "Mayor Ana Ruiz met Boris Falk in Hale on 12 May.",
    "Boris Falk paid Ana Ruiz 300 crowns for the bridge in Orre.",
    "No one was hurt when the old bridge in Orre fell on 14 June.",
]


@settings(max_examples=150)
@given(st.data())
def test_two_content_words_that_change_places_are_never_supported(data):
    source = data.draw(st.sampled_from(PLAIN))
    own = [word for word in words(source) if word.surface[0].isupper() or word.surface[0].isdigit()][1:]
    one, two = sorted(data.draw(st.permutations(own))[:2], key=lambda word: word.start)
    swapped = (
        source[: one.start] + two.surface + source[one.end : two.start] + one.surface + source[two.end :]
    )
    if swapped != source:
        assert refused(swapped, *PLAIN)


@settings(max_examples=150)
@given(st.data())
def test_a_word_of_another_sentence_in_place_of_ones_own_is_never_supported(data):
    source, other = data.draw(st.permutations(PLAIN))[:2]
    target = data.draw(st.sampled_from([w for w in words(source) if w.surface[0].isupper()][1:]))
    stranger = data.draw(st.sampled_from([w for w in words(other) if w.surface[0].isupper()][1:]))
    if stranger.norm not in {word.norm for word in words(source)}:
        assert refused(source[: target.start] + stranger.surface + source[target.end :], source, other)


@pytest.mark.parametrize(
    ("claim", "evidence", "fault"),
    [
        (
            "The shots were fired on the bridge across Lake Butte, and Ana Vell was hurt.",
            [
                "The shots were fired on the bridge across Lake Butte des Morts on Monday.",
                "Ana Vell was hurt.",
            ],
            "name cut: Butte | des",
        ),
        (
            "Police named Ana Vell as a witness, and Ana vell, 27, was arrested in Orre.",
            ["Police named Ana Vell as a witness.", "Ana Vell, 27, was arrested in Orre."],
            "other spelling: vell",
        ),
    ],
)
def test_a_name_is_whole_and_has_its_capitals(claim, evidence, fault):
    assert fault in find_faults(claim, evidence).grave


def test_what_another_source_puts_into_a_name_does_not_cut_it():
    claim = "The mill is sold, Ilse R. Vanter, a spokeswoman for the council, told reporters."
    evidence = [
        "The mill is sold, Ilse Vanter, a spokeswoman for the council, told reporters.",
        "Ilse R. Vanter, a spokeswoman for the council, was sad.",
    ]
    assert find_faults(claim, evidence).grave == ()
