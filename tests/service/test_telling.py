"""Sentences that are told before the summary is done: the same ones, in waves, in an order that is final."""

from __future__ import annotations

from dataclasses import replace

import pytest

from service.types import Format, Length, Mode
from service.waves import cut
from tests.service.builders import StubFuser, pipeline, request

ONE = """The ferry Alba sank off Orre on Monday. Divers will look for the wreck on Friday.

Prosecutors opened an inquiry into the state of the ship, which was built in 1988."""
TWO = """The ferry Alba sank on Monday in a storm. Four fishing boats took up the survivors.

Prosecutors opened an inquiry into the state of the old ship, a spokesman said."""
FUSED = "The ferry Alba sank off Orre on Monday in a storm."


def tell(**options):
    told, stages = [], []
    fuser = StubFuser(lambda cluster: [FUSED] if "Alba" in cluster[0] else list(cluster))
    summary = pipeline(fuser).summarize(
        request(ONE, TWO, **options), lambda stage, _: stages.append(stage), told.append
    )
    return summary, told, stages


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("length", [Length(words=130), Length(words=25), Length(sentences=1)], ids=str)
@pytest.mark.parametrize("layout", Format)
def test_what_is_told_is_the_summary(mode, length, layout):
    summary, told, _ = tell(mode=mode, length=length, format=layout)
    assert [t.number for t in told] == list(range(len(told)))
    arranged = [told[number].claim for number in told[-1].order]
    assert arranged == [placed.claim for placed in summary.sentences]
    for count, t in enumerate(told, start=1):
        assert sorted(t.order) == list(range(count))
        texts = {document.index: document.text for document in t.documents}
        assert t.claim.citations
        assert all(texts[c.doc][c.start : c.end] == c.cited_text for c in t.claim.citations)


@pytest.mark.parametrize("mode", Mode)
def test_listening_changes_nothing(mode):
    heard, _, _ = tell(mode=mode)
    fuser = StubFuser(lambda cluster: [FUSED] if "Alba" in cluster[0] else list(cluster))
    alone = pipeline(fuser).summarize(request(ONE, TWO, mode=mode))
    assert replace(alone, timings_ms={}) == replace(heard, timings_ms={})


def test_the_first_sentence_is_told_before_the_last_is_written():
    order = []
    fuser = StubFuser(lambda cluster: order.append("written") or list(cluster))
    pipeline(fuser).summarize(request(ONE, TWO), None, lambda told: order.append("told"))
    assert order.index("told") < len(order) - 1 - order[::-1].index("written")


def test_where_nobody_listens_all_is_written_in_one_batch():
    class Counting(StubFuser):
        batches = 0

        def fuse(self, clusters):
            self.batches += 1
            return super().fuse(clusters)

    alone, heard = Counting(list), Counting(list)
    pipeline(alone).summarize(request(ONE, TWO))
    pipeline(heard).summarize(request(ONE, TWO), None, lambda told: None)
    assert (alone.batches, heard.batches) == (1, 2)
    assert alone.clusters == heard.clusters


def test_what_a_listener_raises_ends_the_summary_unchanged():
    class Gone(Exception):
        pass

    def leave(told):
        raise Gone

    with pytest.raises(Gone):
        pipeline().summarize(request(ONE, TWO), None, leave)


@pytest.mark.parametrize(
    ("written", "waves"),
    [
        ("", []),
        ("-", [1]),
        ("---", [3]),
        ("w", [1]),
        ("-w", [1, 1]),
        ("w--", [3]),
        ("ww", [1, 1]),
        ("--w-w-ww-", [2, 2, 5]),
    ],
)
def test_waves_are_runs_in_order(written, waves):
    found = cut([letter == "w" for letter in written])
    assert [wave.stop - wave.start for wave in found] == waves
    assert "".join(written[wave] for wave in found) == written
