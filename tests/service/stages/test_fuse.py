from __future__ import annotations

import pytest

from service.stages.fuse import MAX_SOURCES, fuse, fusible
from service.types import Cluster
from tests.service.builders import StubFuser, event

SANK = "The ferry Alba sank off Orre with 90 people on board."
WENT_DOWN = "The Alba, a ferry, went down in the strait of Orre."
OTHER_FIGURE = "The ferry sank with 70 people on board."
TOLD = event(
    [SANK, "Bakers met."], [WENT_DOWN], [OTHER_FIGURE], [SANK], ["Alba sank."], ["Ferry Alba lost."]
).sentences


def test_every_cluster_gets_its_own_candidates_in_order():
    fuser = StubFuser(lambda cluster: [" + ".join(cluster)])
    found = fuse([Cluster((0, 2), 2.0), Cluster((1,), 1.5), Cluster((5, 6), 1.0)], TOLD, fuser)
    assert found == [[f"{SANK} + {WENT_DOWN}"], [], ["Alba sank. + Ferry Alba lost."]]


def test_a_fuser_sees_all_clusters_at_once_and_only_those_of_several_sentences():
    calls = []

    class OneBatch(StubFuser):
        def fuse(self, clusters):
            calls.append(len(clusters))
            return super().fuse(clusters)

    fuse([Cluster((0, 2), 2.0), Cluster((1,), 1.5), Cluster((5, 6), 1.0)], TOLD, OneBatch())
    assert calls == [2]


def test_no_fuser_is_asked_for_nothing():
    fuser = StubFuser()
    assert fuse([Cluster((1,), 1.0)], TOLD, fuser) == [[]]
    assert fuse([], TOLD, fuser) == []
    assert fuser.clusters == []


def test_a_fuser_that_loses_a_cluster_is_an_error():
    class Loser(StubFuser):
        def fuse(self, clusters):
            return []

    with pytest.raises(ValueError, match="shorter"):
        fuse([Cluster((0, 2), 1.0)], TOLD, Loser())


def test_a_sentence_with_another_figure_is_not_fused():
    assert fusible(Cluster((0, 3, 2), 1.0), TOLD) == (0, 2)


def test_a_sentence_that_says_the_same_word_for_word_is_not_fused():
    assert fusible(Cluster((0, 4, 2), 1.0), TOLD) == (0, 2)


def test_a_member_that_contradicts_another_member_is_not_fused():
    told = event(["The ferry sank."], ["Of 90 people four died."], ["Of 70 people four died."]).sentences
    assert fusible(Cluster((0, 1, 2), 1.0), told) == (0, 1)


def test_only_the_best_few_are_fused():
    told = event(*[[f"The ferry sank {word}."] for word in "fast soon slowly today unseen".split()]).sentences
    assert fusible(Cluster(tuple(range(5)), 1.0), told) == tuple(range(MAX_SOURCES))


def test_endless_sentences_are_not_fused():
    long = "The ferry sank and " + "sank and " * 60 + "sank."
    told = event([SANK], [long], [WENT_DOWN]).sentences
    assert fusible(Cluster((0, 1, 2), 1.0), told) == (0, 2)
    assert fusible(Cluster((1, 0, 2), 1.0), told) == (1,)


@pytest.mark.parametrize(
    "apart",
    [
        "The ferry Alba sank with...",
        "How could the ferry Alba sink?",
        "The ferry Alba sank before our eyes.",
        "FERRY ALBA The ferry sank.",
    ],
)
def test_what_joins_badly_is_not_fused(apart):
    told = event([SANK], [apart], [WENT_DOWN]).sentences
    assert fusible(Cluster((0, 1, 2), 1.0), told) == (0, 2)
    assert fusible(Cluster((1, 0, 2), 1.0), told) == (1,)


def test_a_headline_within_the_text_is_not_fused():
    told = event([SANK], ["Ferry Alba Lost, Calls Grow for Inquiry Into Owner."], [WENT_DOWN]).sentences
    assert fusible(Cluster((0, 1, 2), 1.0), told) == (0, 2)
    assert fusible(Cluster((1, 0, 2), 1.0), told) == (1,)
