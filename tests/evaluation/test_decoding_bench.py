"""llama.cpp's row: what it is asked, what is made of its answer, and what the table says of it."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import pytest

from evaluation.bench.decoding import Way, _agreement, _table
from evaluation.bench.llama_cpp import Continuation, LlamaCpp, build
from evaluation.costs import Cost


class Library(SimpleNamespace):
    """Stands in for xllamacpp: keeps what it is given and gives `answer`."""

    def __init__(self, answer):
        super().__init__(answer=answer, params=None, orders=[])

    def CommonParams(self):  # noqa: N802 - xllamacpp's name
        parts = {name: SimpleNamespace() for name in ("model", "cpuparams", "cpuparams_batch")}
        return SimpleNamespace(**parts)

    def Server(self, params):  # noqa: N802 - xllamacpp's name
        self.params = params
        return SimpleNamespace(handle_completions=lambda order: self.orders.append(order) or self.answer)

    def get_system_info(self):
        return "CPU : SSE3 = 1 | AVX512 = 0 | AVX2 = 1 | "


@pytest.fixture
def library(monkeypatch):
    choices = [
        {"index": 1, "text": " second", "finish_reason": "length"},
        {"index": 0, "text": " first", "finish_reason": "stop"},
    ]
    library = Library({"choices": choices})
    monkeypatch.setitem(sys.modules, "xllamacpp", library)
    return library


def test_all_prompts_are_asked_at_once_each_in_a_slot_of_its_own(library, tmp_path):
    model = LlamaCpp(tmp_path / "model.gguf", slots=2, room=100, threads=3)
    found = model([(5, 6), (7,)], 96)
    assert found == [Continuation(" first", True), Continuation(" second", False)]
    assert library.orders == [{"prompt": [[5, 6], [7]], "max_tokens": 96, "temperature": 0.0}]
    params = library.params
    assert (params.n_parallel, params.n_ctx) == (2, 200)
    assert (params.cpuparams.n_threads, params.cpuparams_batch.n_threads) == (3, 3)
    assert (params.cache_prompt, params.cache_ram_mib) == (False, 0), "no call has it easier than the first"


def test_a_refusal_is_told(library, tmp_path):
    library.answer = {"error": {"message": "the prompt is too long"}}
    with pytest.raises(RuntimeError, match="the prompt is too long"):
        LlamaCpp(tmp_path / "model.gguf", 1, 10, 1)([(5,)], 96)


def test_what_it_was_built_with_is_told(library):
    assert build() == "SSE3, AVX2"


def test_without_the_library_there_is_nothing_to_tell(monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    assert build() is None


def test_speeds_are_of_the_tokens_that_a_way_wrote_and_times_of_the_last_ways():
    ways = [Way("ours", list, 300), Way("theirs", list, 200), Way("slow", list, 100)]
    rows = _table(ways, [Cost("ours", 1.0), Cost("theirs", 2.0), Cost("slow", 10.0)])
    assert rows[1:] == [
        ["ours", "300", "1.00", "300.0", "30.0"],
        ["theirs", "200", "2.00", "100.0", "10.0"],
        ["slow", "100", "10.00", "10.0", "1.0"],
    ]


def test_texts_are_the_same_but_for_white_space_around_them():
    last = Way("slow", list, 0, ["One.", "Two.", "Three."])
    peers = [Way("a", list, 0, [" One.", " Two", " Three.\n"]), Way("b", list, 0, ["", "", ""])]
    assert _agreement(peers, last) == " Of 3 texts, the same as `generate`'s: 2 (a), 0 (b)."
