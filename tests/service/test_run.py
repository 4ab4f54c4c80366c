from __future__ import annotations

import pytest

from models.patience import still_wanted
from service.deadline import Cancelled, Deadline, OverTimeError, Released
from service.errors import StageError
from service.run import Run
from service.types import MediaType, SummaryRequest
from tests.service.builders import pipeline, source
from tests.under_fire.nasty_files import drawn


def work(run):
    with run.stage("fuse"):
        while True:
            still_wanted()


def fail(run):
    with run.stage("fuse"):
        still_wanted()
        raise ValueError


def test_a_stage_that_takes_long_is_ended_inside():
    calls = []
    run = Run(progress=lambda stage, fraction: calls.append((stage, fraction)))
    with run.stage("rank"):
        still_wanted()
        still_wanted()
    with run.stage("fuse"):
        pass
    still_wanted()
    assert [stage for stage, _ in calls] == ["rank", "rank", "rank", "fuse"]


@pytest.mark.parametrize(
    "ending", [OverTimeError("late"), Cancelled(), Released()], ids=lambda e: type(e).__name__
)
def test_what_ends_a_summary_passes_a_stage_as_it_is(ending):
    def end(stage, fraction):
        if calls:
            raise ending
        calls.append(stage)

    calls = []
    with pytest.raises(type(ending)):
        work(Run(progress=end))


def test_what_fails_in_a_stage_is_named_by_it():
    with pytest.raises(StageError, match="fuse") as failed:
        fail(Run())
    assert isinstance(failed.value.__cause__, ValueError)


def test_a_deadline_ends_a_loop_in_a_stage():
    with pytest.raises(OverTimeError):
        work(Run(progress=Deadline(0.05)))


@pytest.mark.parametrize(
    ("ending", "deadline"),
    [
        (OverTimeError, lambda: Deadline(0.2)),
        (Cancelled, lambda: Deadline(600, iter([False] * 20 + [True]).__next__)),
    ],
)
def test_a_deadline_and_a_client_that_left_end_the_reading_of_documents(ending, deadline):
    files = [source(drawn(20_000), index, media_type=MediaType.PDF) for index in range(200)]
    summarizer = pipeline()
    with pytest.raises(ending):
        summarizer.summarize(SummaryRequest(tuple(files)), deadline())
