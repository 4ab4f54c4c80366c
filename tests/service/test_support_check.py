"""The support check as it ships, rules and trained verifier, on what a small language model could write."""

from __future__ import annotations

import pytest

from service.stages.verify import verify
from tests.service.text.fusing.test_faults import REFUSED, SUPPORTED

HARMLESS = {"a start in the middle"}
"""Refused by the rules alone, though the sources say it: only its form is doubtful."""

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def verdicts():
    """Return the verdict on every case, by its name."""
    from models.verifier import TrainedVerifier  # noqa: PLC0415 - heavy
    from models.weights import default_directory  # noqa: PLC0415

    cases = REFUSED | SUPPORTED
    candidates, evidence = [[claim] for claim, *_ in cases.values()], [rest for _, *rest in cases.values()]
    found = verify(candidates, evidence, TrainedVerifier(default_directory()))
    return {name: verdict for name, [verdict] in zip(cases, found, strict=True)}


@pytest.mark.parametrize("name", sorted(REFUSED.keys() - HARMLESS))
def test_what_no_source_says_is_refused(verdicts, name):
    assert not verdicts[name].supported, f"let through with probability {verdicts[name].score}"


def test_most_of_what_the_sources_say_passes(verdicts):
    passed = [name for name in SUPPORTED if verdicts[name].supported]
    assert len(passed) > len(SUPPORTED) / 2, {name: verdicts[name].score for name in SUPPORTED}
