from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.stages.cite import add_sources, citation, cite
from service.types import Cluster, DocumentRole, Mode, Role, Verdict
from tests.service.builders import event

TOLD = event(
    ["Intro.", "A ferry sank."],
    ["The ferry sank off Orre."],
    ["Ferry lost."],
    ["Ferry lost, copied."],
    ["It sank."],
)
CLUSTER = Cluster((1, 2, 3, 4, 5), 1.0)
ROLES = [
    DocumentRole(0, Role.MAIN, 0),
    DocumentRole(1, Role.MAIN, 1),
    DocumentRole(2, Role.MAIN, 2),
    DocumentRole(3, Role.SYNDICATED_COPY, 2, copy_of=2),
    DocumentRole(4, Role.MAIN, 4),
]


def cited(support, evidence=(1, 2, 3), cluster=CLUSTER, roles=ROLES):
    verdict = Verdict(True, 0.75, support)
    return cite("A ferry sank off Orre.", Mode.ABSTRACTIVE, verdict, evidence, cluster, TOLD.sentences, roles)


def test_a_claim_keeps_its_text_mode_score_and_members():
    claim = cited((0, 1))
    assert (claim.text, claim.mode, claim.score) == ("A ferry sank off Orre.", Mode.ABSTRACTIVE, 0.75)
    assert claim.members == CLUSTER.members


def test_the_support_is_cited_in_the_order_of_the_evidence():
    assert [c.doc for c in cited((1,)).citations] == [1]
    assert [c.doc for c in cited((0, 2)).citations] == [0, 2]
    assert cited((0, 2)).support == (1, 3)


def test_other_sources_are_cited_after_the_support_and_counted():
    claim = cited((0, 2))
    more = add_sources(claim, [5, 2], TOLD.sentences)
    assert [c.doc for c in more.citations] == [0, 2, 4, 1]
    assert (claim.corroboration, more.corroboration) == (2, 4)
    assert (more.text, more.support) == (claim.text, claim.support)


def test_corroboration_counts_independent_sources():
    assert cited((0, 1)).corroboration == 2
    alone = Cluster((1,), 1.0)
    assert cited((0,), evidence=(1,), cluster=alone).corroboration == 1


def test_copies_among_the_support_are_cited_but_count_once():
    claim = cited((0, 1), evidence=(3, 4), cluster=Cluster((3, 4), 1.0))
    assert [c.doc for c in claim.citations] == [2, 3]
    assert claim.corroboration == 1


def test_a_citation_is_the_whole_sentence_where_it_stands():
    found = citation(TOLD.sentences[1])
    assert (found.doc, found.cited_text) == (0, "A ferry sank.")
    assert TOLD.documents[0].text[found.start : found.end] == found.cited_text


@pytest.mark.parametrize("support", [(0,), (2, 1), (0, 1, 2)])
def test_no_sentence_is_cited_twice(support):
    places = [(c.doc, c.start) for c in cited(support).citations]
    assert len(set(places)) == len(places)


@given(st.data())
def test_citations_always_stand_in_their_documents(data):
    members = tuple(data.draw(st.permutations(range(6)))[: data.draw(st.integers(1, 6))])
    evidence = members[: data.draw(st.integers(1, len(members)))]
    support = tuple(sorted(data.draw(st.sets(st.integers(0, len(evidence) - 1), min_size=1))))
    claim = cited(support, evidence, Cluster(members, 1.0))
    for c in claim.citations:
        assert TOLD.documents[c.doc].text[c.start : c.end] == c.cited_text
    assert [c.cited_text for c in claim.citations] == [TOLD.sentences[evidence[i]].text for i in support]
    sources = {ROLES[TOLD.sentences[evidence[i]].doc].source for i in support}
    assert {ROLES[c.doc].source for c in claim.citations} == sources
    assert claim.corroboration == len(sources)
