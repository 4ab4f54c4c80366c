from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.stages.group import group
from service.types import Role
from tests.service.builders import event

WIRE = [
    "The ferry Alba sank on Monday in the strait of Orre with ninety people on board, the coast guard said.",
    "Four fishing boats took up the survivors and brought them to the harbour before it grew dark.",
    "The captain told reporters that a wave had broken a window of the car deck shortly after noon.",
    "Prosecutors opened an inquiry into the state of the ship, which was built in 1988.",
]
COPY = [*WIRE[:3], "Read more about ships in our weekend pages."]
OWN = [
    "Ninety people were on the ferry Alba when she went down off Orre on Monday.",
    "Fishermen pulled most of them out of the water, the harbour master said.",
    "Survivors spoke of a wave that smashed into the car deck at noon.",
]
OLDER = [
    "The ferry Alba ran aground in the strait of Orre on Friday with sixty passengers on board.",
    "Nobody was hurt, the coast guard said, and four tugs brought the ferry to the harbour by night.",
    "The captain blamed a faulty compass and a broken window, and prosecutors opened an inquiry.",
]
OFF = [
    "Bakers met in Hale to choose the finest gooseberry tart.",
    "A retired postman won and wept with joy.",
    "Two sisters shared second prize although their oven failed.",
]


def roles_of(told):
    return {role.doc: role for role in group(told.documents, told.sentences)}


def test_one_document_is_the_event():
    (role,) = roles_of(event(WIRE)).values()
    assert (role.role, role.source, role.copy_of) == (Role.MAIN, 0, None)


def test_two_documents_of_one_event_are_two_sources():
    roles = roles_of(event(WIRE, OWN))
    assert [role.role for role in roles.values()] == [Role.MAIN, Role.MAIN]
    assert roles[0].source != roles[1].source


def test_two_documents_alone_are_both_told_even_if_nothing_joins_them():
    assert {role.role for role in roles_of(event(WIRE, OFF)).values()} == {Role.MAIN}


@pytest.mark.parametrize("first", [0, 1])
def test_a_copy_follows_the_one_that_was_published_first(first):
    days = ["2031-10-14", "2031-10-15"]
    roles = roles_of(event(WIRE, COPY, OWN, published=days if first == 0 else days[::-1]))
    copy = roles[1 - first]
    assert (copy.role, copy.copy_of, copy.source) == (Role.SYNDICATED_COPY, first, first)
    assert (roles[first].role, roles[first].copy_of) == (Role.MAIN, None)
    assert roles[2].source == 2


def test_without_dates_the_longer_one_is_the_original():
    cut = COPY[:3]
    assert roles_of(event(cut, WIRE, OWN))[0].copy_of == 1
    assert roles_of(event(WIRE, cut, OWN))[1].copy_of == 0


def test_a_dated_copy_is_the_original_of_an_undated_one():
    roles = roles_of(event(WIRE, COPY[:3], published=[None, "2031-10-15"]))
    assert roles[0].copy_of == 1


def test_copies_are_one_source_however_many():
    roles = roles_of(event(WIRE, COPY, WIRE, OWN))
    assert roles[0].source == roles[1].source == roles[2].source != roles[3].source
    assert [role.role for role in roles.values()].count(Role.SYNDICATED_COPY) == 2


def test_identical_documents_are_one_source():
    roles = roles_of(event(WIRE, WIRE))
    assert sorted(role.role for role in roles.values()) == [Role.MAIN, Role.SYNDICATED_COPY]
    assert roles[0].source == roles[1].source


def test_an_older_article_is_about_an_earlier_event():
    roles = roles_of(event(WIRE, OWN, OLDER, published=["2031-10-14", "2031-10-15", "2029-09-18"]))
    assert [roles[i].role for i in range(3)] == [Role.MAIN, Role.MAIN, Role.EARLIER_EVENT]


def test_an_article_of_long_after_is_off_the_event():
    roles = roles_of(event(WIRE, OWN, OLDER, published=["2031-10-14", "2031-10-15", "2034-09-18"]))
    assert roles[2].role is Role.OFF_EVENT


def test_days_of_one_long_story_are_one_event():
    days = ["2031-10-14", "2031-11-10", "2031-12-08"]
    assert {r.role for r in roles_of(event(WIRE, OWN, OLDER, published=days)).values()} == {Role.MAIN}


def test_of_two_events_told_by_as_many_the_later_is_the_main_one():
    roles = roles_of(event(WIRE, OLDER, published=["2031-10-14", "2029-09-18"]))
    assert (roles[0].role, roles[1].role) == (Role.MAIN, Role.EARLIER_EVENT)


def test_copies_do_not_outvote_an_independent_source():
    days = ["2029-09-18", "2029-09-18", "2031-10-14"]
    roles = roles_of(event(OLDER, OLDER, WIRE, published=days))
    assert roles[2].role is Role.MAIN
    original, copy = sorted((roles[0], roles[1]), key=lambda role: role.copy_of is not None)
    assert original.role is Role.EARLIER_EVENT
    assert copy.role is not Role.MAIN
    assert copy.copy_of == original.doc


def test_an_off_topic_document_among_three_is_off_the_event():
    roles = roles_of(event(WIRE, OFF, OWN))
    assert [roles[i].role for i in range(3)] == [Role.MAIN, Role.OFF_EVENT, Role.MAIN]


def test_three_unrelated_documents_are_all_told():
    other = ["Chess masters drew lots.", "Twelve boards stood under plane trees.", "Rain stopped play twice."]
    letters = ["Dear reader, my tulips froze.", "Nobody warned gardeners.", "Kindly print a frost table."]
    assert {role.role for role in roles_of(event(OFF, other, letters)).values()} == {Role.MAIN}


VISIT = [
    "Queen Ada of Orre arrived in Port Hale for talks with Premier Falk.",
    "She toured the Hale shipyard with the premier and praised its welders.",
    "The queen and the premier spoke of the pact on fishing that boats of Hale want.",
]
PACT = [
    "Queen Ada received Premier Falk at her palace in Orre on 3 May 2033, where they signed a fishing pact.",
    "The pact lets boats of Hale fish in the strait of Orre.",
    "A brass band played, and the premier gave the queen a compass.",
    "Fishermen of Orre protested at the gates of the palace.",
    "They fear for their cod.",
    "The queen toured the Hale shipyard during her visit to Port Hale in March 2031.",
]
PACT_AGAIN = [
    "Premier Falk and Queen Ada signed a pact on fishing at the palace in Orre on 3 May 2033.",
    "Falk called the pact a gift to the boats of Hale in the strait.",
    "Fishermen at the gates called it a theft of their cod.",
]


def test_an_undated_article_is_dated_by_what_another_says_of_it():
    roles = roles_of(event(PACT, VISIT, PACT_AGAIN))
    assert [roles[i].role for i in range(3)] == [Role.MAIN, Role.EARLIER_EVENT, Role.MAIN]


def test_it_stays_on_the_event_where_no_one_dates_it():
    silent = [line.replace(" in March 2031", "") for line in PACT]
    assert {r.role for r in roles_of(event(silent, VISIT, PACT_AGAIN)).values()} == {Role.MAIN}


def test_a_date_of_its_own_goes_before_what_others_say():
    days = ["2033-05-03", "2033-05-04", "2033-05-03"]
    assert {r.role for r in roles_of(event(PACT, VISIT, PACT_AGAIN, published=days)).values()} == {Role.MAIN}


def test_short_reports_of_one_event_are_all_on_it():
    told = event(
        ["A ferry sank off Orre on Monday, killing four."],
        ["Four people died when a ferry sank near Orre."],
        ["Ferry disaster off Orre: four dead."],
    )
    assert {role.role for role in roles_of(told).values()} == {Role.MAIN}


def test_some_document_is_always_on_the_main_event():
    nothing = event([], [], [])
    assert {role.role for role in roles_of(nothing).values()} == {Role.MAIN}


ALL = event(
    WIRE, COPY, OWN, OLDER, OFF, WIRE, published=["2031-10-14", "2031-10-15", None, "2029-09-18", None, None]
)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(len(ALL.documents))))
def test_roles_do_not_depend_on_the_order(order):
    told = ALL.permuted(order)
    expected = {role.doc: role for role in group(ALL.documents, ALL.sentences)}
    for role in group(told.documents, told.sentences):
        known = expected[order[role.doc]]
        back = None if role.copy_of is None else order[role.copy_of]
        assert replace(role, doc=known.doc, source=order[role.source], copy_of=back) == known


def test_a_report_that_is_half_copied_stays_and_is_no_source_of_its_own():
    half = [*WIRE[:2], *OWN]
    roles = roles_of(event(WIRE, half, OFF))
    assert (roles[1].role, roles[1].copy_of) == (Role.MAIN, None)
    assert roles[0].source == roles[1].source


def test_languages_are_not_compared():
    german = [
        "Die Fähre Alba ist am Montag mit neunzig Menschen an Bord gesunken.",
        "Fischerboote nahmen die Überlebenden auf und brachten sie in den Hafen.",
        "Der Kapitän sprach von einer Welle, die ein Fenster eingedrückt habe.",
    ]
    told = event(WIRE, OWN, german)
    documents = [replace(d, language="de" if d.index == 2 else "en") for d in told.documents]
    assert {role.role for role in group(documents, told.sentences)} == {Role.MAIN}
