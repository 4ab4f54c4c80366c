import pytest

from service.text.fusing.faults import find_faults

ARRIVAL = "President Ana Kural's arrival in Orre for a two-day visit has drawn thousands to the harbour."
DATED = "Kural arrived in Orre on May 16, 2031, for a visit of two days."
WITH_DATE = ARRIVAL.replace("visit has", "visit on May 16, 2031, has")


def supported(claim, *evidence):
    return not find_faults(claim, evidence).faults


def test_a_date_may_come_from_a_source_that_dates_the_same():
    findings = find_faults(WITH_DATE, [ARRIVAL, DATED])
    assert findings.faults == ()
    assert findings.support == (0, 1)


def test_a_date_of_something_else_may_not():
    assert not supported(WITH_DATE, ARRIVAL, "The tram depot burned down on May 16, 2031, in the north.")


def test_a_date_does_not_join_another_date():
    dated = "President Ana Kural's arrival in Orre on Monday has drawn thousands to the harbour."
    claim = (
        "President Ana Kural's arrival in Orre on Monday on May 16, 2031, has drawn thousands to the harbour."
    )
    assert not supported(claim, dated, DATED)


def test_another_lead_of_the_date_is_another_date():
    claim = WITH_DATE.replace("on May", "since May")
    assert not supported(claim, ARRIVAL, DATED)


HALE = "Hale has aligned with the northern towns on water."
SUPPORT = "Though Hale has tried to look neutral, it has provided Orre with pumps and fuel."
JOINED = "Hale has aligned with the northern towns on water, and has provided Orre with pumps and fuel."


def test_a_second_predicate_of_the_same_subject():
    assert find_faults(JOINED, [HALE, SUPPORT]).faults == ()


@pytest.mark.parametrize(
    "other",
    [
        "Though Norr has tried to look neutral, it has provided Orre with pumps and fuel.",
        "Though Hale has tried to look neutral, Norr has provided Orre with pumps and fuel.",
        "Though Hale has tried to look neutral, it never has provided Orre with pumps and fuel.",
    ],
)
def test_a_predicate_of_another_subject(other):
    assert not supported(JOINED, HALE, other)


def test_a_subject_in_between_takes_the_predicate():
    told = "Hale has aligned with the northern towns while Norr kept the dam shut."
    claim = told.rstrip(".") + ", and has provided Orre with pumps and fuel."
    assert not supported(claim, told, SUPPORT)


def test_a_day_is_of_the_deed_that_its_source_tells():
    told = "The governor of Orre announced three days of mourning."
    assert not supported(
        "The governor of Orre announced three days of mourning today.",
        told,
        "Orre begins three days of mourning today.",
    )
    assert supported(
        "The governor of Orre announced three days of mourning today.",
        told,
        "The governor announced three days of mourning today.",
    )


MEETING = "The crew was supposed to be picked up at noon, but did not show up, police said."
TOLD_MEETING = "The crew was supposed to meet at the mill to be picked up at noon, but never came."
AT_THE_MILL = (
    "The crew was supposed to meet at the mill to be picked up at noon, but did not show up, police said."
)


def test_what_is_put_in_is_not_what_anothers_speaker_says():
    assert not supported(AT_THE_MILL, MEETING, TOLD_MEETING)
    assert supported(AT_THE_MILL, MEETING, TOLD_MEETING.replace("came.", "came, police said."))
    unsaid = ", police said"
    assert supported(AT_THE_MILL.replace(unsaid, ""), MEETING.replace(unsaid, ""), TOLD_MEETING)


def test_a_noun_put_after_a_name_needs_the_names_article():
    singer = "Kural was a young singer in Port Orre when he formed a band with Vell."
    scene = "Kural was a poor player on the Port Orre scene when he formed a band with Vell."
    assert not supported(singer.replace("Orre", "Orre scene"), singer, scene)
    on_the_scene = singer.replace("in Port", "on the Port")
    assert not supported(on_the_scene, singer, scene)
