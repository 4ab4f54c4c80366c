import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.fusing.faults import case_of, find_faults
from service.text.fusing.halves import told_apart

CLOSED = "The bridge at Vell was closed on Monday."
CRACKS = "Engineers found cracks in two pillars last week."


def faults(claim, *evidence):
    return find_faults(claim, evidence).grave


def test_two_clauses_side_by_side_are_fine():
    claim = "The bridge at Vell was closed on Monday, and engineers found cracks in two pillars last week."
    assert faults(claim, CLOSED, CRACKS) == ()


@pytest.mark.parametrize(
    "second",
    [
        "Still, the ferry runs every hour from the old quay.",
        "Oddly enough, the ferry runs every hour from the old quay.",
        "One of the ferries runs every hour from the old quay.",
        "Most recently, the ferry ran every hour from the old quay.",
        "Think of the ferry that runs from the old quay.",
        "According to another list, the ferry runs from the old quay.",
    ],
)
def test_a_clause_that_leans_on_its_own_article_is_not_joined(second):
    claim = f"{CLOSED[:-1]}, and {second[0].lower()}{second[1:]}"
    assert any(fault.startswith("leans") for fault in faults(claim, CLOSED, second))


def test_nobody_can_tell_who_it_is_that_said_so():
    second = "Twelve ferries ran on Tuesday, it said."
    claim = f"{CLOSED[:-1]}, and twelve ferries ran on Tuesday, it said."
    assert any(fault.startswith("leans") for fault in faults(claim, CLOSED, second))


def test_a_condition_does_not_come_to_stand_over_anothers_clause():
    first = "Although the river was low, the bridge at Vell was closed on Monday."
    second = "Engineers found cracks in two pillars last week."
    claim = f"{first[:-1]}, and engineers found cracks in two pillars last week."
    assert any(fault.startswith("stands over both") for fault in faults(claim, first, second))
    assert faults(claim.replace(", and engineers", "; engineers"), first, second) == ()


@pytest.mark.parametrize(
    "first",
    [
        "The council of Vell, however, promised a ferry from the old quay.",
        "The council of Vell said then that a ferry would run from the old quay.",
        "The rain will make that even harder for the council of Vell.",
        "The road from Vell to Orre was also closed by the council.",
    ],
)
def test_a_first_clause_that_leans_is_not_joined(first):
    claim = f"{first[:-1]}, and engineers found cracks in two pillars last week."
    assert any(fault.startswith("leans") for fault in faults(claim, first, CRACKS))


def test_a_him_that_can_only_be_the_subject_is_somebody_else():
    two = "Harbour Master Marek Belling was chosen to follow him in May."
    claim = f"{CLOSED[:-1]}, and Harbour Master Marek Belling was chosen to follow him in May."
    assert "leans on what is not there: him" in faults(claim, CLOSED, two)
    other = "Marek Belling was ill when a doctor came to see him in May."
    claim = f"{CLOSED[:-1]}, and Marek Belling was ill when a doctor came to see him in May."
    assert not any("him" in fault for fault in faults(claim, CLOSED, other))


def test_then_within_a_chain_of_deeds_leans_on_nothing():
    one = "Divers freed the anchor and then took the ferry to the old quay."
    claim = f"{one[:-1]}, and engineers found cracks in two pillars last week."
    assert faults(claim, one, CRACKS) == ()


def test_what_was_said_is_not_said_again():
    one = "The council of Vell voted on Monday to close the bridge."
    two = "Councillors in Vell decided on Monday to close the old bridge."
    claim = f"{one[:-1]}, and councillors in Vell decided on Monday to close the old bridge."
    assert "says the same twice" in faults(claim, one, two)


def test_nobody_dies_twice():
    one = "Sole died early Wednesday morning in the harbour hospital, a cousin of the family told the radio."
    two = "Rower Ana Sole died on Wednesday, November 21, a club confirms."
    assert "says the same twice" in faults(f"{one[:-1]}, and rower{two[5:]}", one, two)
    other = two.replace("Ana Sole", "Marek Belling")
    assert "says the same twice" not in faults(f"{one[:-1]}, and rower{other[5:]}", one, other)


def test_a_figure_is_not_told_again():
    one = "The final vote in the council was 69 to 30."
    two = "The plan, which pays for a new ferry, got through in a 69-30 vote."
    claim = f"{one[:-1]}, and the plan, which pays for a new ferry, got through in a 69-30 vote."
    assert "says the same twice" in faults(claim, one, two)


def test_two_figures_of_like_size_may_be_rivals():
    one = "The number of passengers was below expectations of 5,000."
    two = "Operators had hoped for 4,750 on the ferry."
    claim = f"{one[:-1]}, and operators had hoped for 4,750 on the ferry."
    assert "rival figures: 5000 and 4750" in faults(claim, one, two)
    far = two.replace("4,750", "90")
    assert not any("rival" in fault for fault in faults(claim.replace("4,750", "90"), one, far))


def test_no_speaker_says_what_another_source_says_itself():
    two = "Two ferries will run from the old quay, the harbour master said."
    joined = f"{CLOSED[:-1]}, and two ferries will run from the old quay, the harbour master said."
    assert "said by the other's speaker" in faults(joined, CLOSED, two)
    apart = joined.replace(", and ", "; ")
    assert faults(apart, CLOSED, two) == ()


def test_a_clause_is_told_apart_from_the_other_one_s_speaker():
    one = "Guards said the bell was rung three times in the night."
    two = "The ferry will run every hour from June."
    claim = (
        "Guards said the bell was rung three times in the night, and the ferry will run every hour from June."
    )
    assert "said by the other's speaker" in faults(claim, one, two)
    assert told_apart(case_of(claim, (one, two))) == claim.replace(", and ", "; ")
    own = f"{CLOSED[:-1]}, and engineers found cracks in two pillars last week."
    assert told_apart(case_of(own, (CLOSED, CRACKS))) == own


def test_a_second_clause_may_start_with_its_own_speaker():
    two = "Engineers said two pillars had cracks."
    claim = f"{CLOSED[:-1]}, and engineers said two pillars had cracks."
    assert faults(claim, CLOSED, two) == ()


def test_two_speakers_do_not_say_one_thing():
    one = "Guards said they believed Marek had rung the bell three times in the night."
    two = "The bell was rung three times in the night, Orlan said."
    claim = "Guards said they believed Marek had rung the bell three times in the night, Orlan said."
    assert "said by two speakers" in faults(claim, one, two)


def test_a_quotation_keeps_its_speaker():
    one = "“We will not swim to Orre,” Mayor Petra Holm said on Monday."
    claim = "Engineers found cracks in two pillars last week, and “We will not swim to Orre.”"
    assert "a quotation without its speaker" in faults(claim, CRACKS, one)


def test_the_man_is_not_brought_in_after_he_was_known():
    one = "Guards held the man in the ferry hall."
    two = "Two clerks were hurt when a man threw stones at the old quay."
    claim = (
        "Guards held the man in the ferry hall, and two clerks were hurt when a man threw stones"
        " at the old quay."
    )
    assert "known before it is new: man" in faults(claim, one, two)


def test_what_seems_is_not_told_as_what_is():
    one = "It seems that his gift of ringing bells through walls is less a gift than a curse."
    two = "A ferryman in Vell has a gift of ringing bells."
    claim = "A ferryman in Vell has a gift of ringing bells through walls is less a gift than a curse."
    assert "dropped: It seems" in faults(claim, two, one)


def test_a_name_is_whole_or_its_last_part():
    one = "The former harbour master Jorun Mara Belling worked on the quays for years."
    middle = "The former harbour master Mara Belling worked on the quays for years."
    assert any(fault.startswith("name cut") for fault in faults(middle, one, CLOSED))
    first = "The former harbour master Jorun worked on the quays for years."
    assert any(fault.startswith("name cut") for fault in faults(first, one, CLOSED))
    two = "Sgt. Jorun Belling and councillor Petra Holm opened the quay on Monday."
    mixed = "Sgt. Petra Holm opened the quay on Monday."
    assert "a name of two: Sgt Petra" in faults(mixed, two, CLOSED)
    last = "The former harbour master Belling worked on the quays for years."
    assert not any(fault.startswith("name cut") for fault in faults(last, one, CLOSED))


def test_an_owner_keeps_its_mark():
    one = "The previous week was marked down to 507,000 from the first guess of 498,000."
    two = "The previous week's level was marked down by 9,000 from 498,000 to 507,000."
    claim = "The previous week level was marked down to 507,000 from the first guess of 498,000."
    assert "its owner's mark is lost: week level" in faults(claim, one, two)


WORDS = st.sampled_from(
    "The ferry AND and, but; however said Belling him 69-30 1.5 ² ٣ 10² 9,000 … “ ” he to also".split()
)
TEXTS = st.lists(WORDS, min_size=1, max_size=16).map(lambda row: " ".join(row) + ".")


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=3))
def test_whatever_is_read_is_judged(claim, evidence):
    case = case_of(claim, evidence)
    assert find_faults(claim, evidence) == find_faults(claim, evidence)
    assert len(told_apart(case)) <= len(claim) + 1


def test_a_link_in_capitals_is_none():
    claim = "The bridge at Vell was closed on Monday, AND engineers found cracks in two pillars last week."
    assert told_apart(case_of(claim, (CLOSED, CRACKS))) == claim
