from __future__ import annotations

import pytest

from service.notices import nothing_told
from service.types import Cluster
from tests.service.builders import sentence


@pytest.mark.parametrize(("words", "limit"), [(1, "1 word"), (2, "2 words")])
def test_what_does_not_fit_is_counted_as_one_would_say_it(words, limit):
    error = nothing_told([Cluster((0,), 1.0)], [sentence("The ferry sank.")], words)
    assert [fault.detail for fault in error.faults] == [
        f"no sentence fits in {limit}; the shortest has 3",
    ]
