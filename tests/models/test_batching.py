from __future__ import annotations

import threading
import time

import numpy as np
import pytest

from models.batching import Bench, Line, SharedEncoder, SharedFuser, SharedVerifier
from models.fakes import HashingEncoder, JoiningFuser, WordVerifier
from models.patience import asked, still_wanted


class Gated:
    """Doubles numbers, once the gate is open; remembers its batches. A negative number cannot be doubled."""

    def __init__(self):
        self.gate = threading.Event()
        self.begun = threading.Event()
        self.batches = []

    def __call__(self, numbers):
        self.batches.append(list(numbers))
        self.begun.set()
        while not self.gate.wait(0.01):
            still_wanted()
        if any(number < 0 for number in numbers):
            raise ValueError(f"{min(numbers)} is negative")
        return [2 * number for number in numbers]


class Callers:
    """Threads that ask; `answers` and `errors` by caller."""

    def __init__(self):
        self.answers, self.errors, self.threads = {}, {}, []

    def ask(self, name, ask, items, check=None):
        def run():
            try:
                with asked(check):
                    self.answers[name] = ask(items)
            except Exception as error:
                self.errors[name] = error

        self.threads.append(threading.Thread(target=run))
        self.threads[-1].start()

    def join(self):
        for thread in self.threads:
            thread.join(10)
            assert not thread.is_alive()


@pytest.fixture
def callers():
    made = Callers()
    yield made
    made.join()


@pytest.fixture
def doubling():
    model = Gated()
    yield model
    model.gate.set()


def until(condition):
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def waiting(line, calls):
    until(lambda: len(line.calls) == calls)


def bench_of(model, budget=4, **more):
    line, bench = Line(model, lambda _: 1, budget, **more), Bench()
    return line, bench.add(line)


def test_answers_come_in_order(doubling):
    doubling.gate.set()
    _, ask = bench_of(doubling)
    assert ask(list(range(11))) == list(range(0, 22, 2))
    assert [len(batch) for batch in doubling.batches] == [4, 4, 3]
    assert ask([]) == []


def test_calls_that_wait_share_a_batch_in_turn(doubling, callers):
    def doubled_in_turn(numbers):
        if 14 in numbers:  # the large call's last: by then the small one has its answer
            until(lambda: "small" in callers.answers)
        return doubling(numbers)

    line, ask = bench_of(doubled_in_turn)
    callers.ask("first", ask, [1])
    doubling.begun.wait(10)
    for number, (name, items) in enumerate({"large": [10, 11, 12, 13, 14], "small": [20]}.items(), start=1):
        callers.ask(name, ask, items)
        waiting(line, number)
    doubling.gate.set()
    callers.join()
    assert doubling.batches == [[1], [10, 20, 11, 12], [13, 14]]
    assert callers.answers == {"first": [2], "large": [20, 22, 24, 26, 28], "small": [40]}


def test_a_model_whose_answers_depend_on_the_batch_gets_one_call_at_a_time(doubling, callers):
    line, ask = bench_of(doubling, mixed=False)
    callers.ask("first", ask, [1])
    doubling.begun.wait(10)
    for number, items in enumerate(([10, 11], [20]), start=1):
        callers.ask(number, ask, items)
        waiting(line, number)
    doubling.gate.set()
    callers.join()
    assert doubling.batches == [[1], [10, 11], [20]]


def test_a_failed_item_fails_alone(doubling, callers):
    line, ask = bench_of(doubling)
    callers.ask("first", ask, [1])
    doubling.begun.wait(10)
    for number, items in enumerate(([2, -3], [4]), start=1):
        callers.ask(number, ask, items)
        waiting(line, number)
    doubling.gate.set()
    callers.join()
    assert callers.answers == {"first": [2], 2: [8]}
    assert str(callers.errors[1]) == "-3 is negative"
    assert ask([5]) == [10], "the bench goes on"


class Hurry(Exception):
    pass


def test_who_gives_up_leaves_the_line(doubling, callers):
    line, ask = bench_of(doubling)
    late = threading.Event()

    def check():
        if late.is_set():
            raise Hurry

    callers.ask("first", ask, [1])
    doubling.begun.wait(10)
    callers.ask("impatient", ask, [10], check)
    waiting(line, 1)
    late.set()
    waiting(line, 0)
    doubling.gate.set()
    callers.join()
    assert isinstance(callers.errors["impatient"], Hurry)
    assert doubling.batches == [[1]]


def test_a_batch_that_nobody_waits_for_is_broken_off(doubling, callers):
    _, ask = bench_of(doubling)

    def check():
        if doubling.begun.is_set():
            raise Hurry

    callers.ask("impatient", ask, [10], check)
    callers.join()
    assert isinstance(callers.errors["impatient"], Hurry)
    callers.ask("next", ask, [1])  # the gate is still closed: served only if the batch before has ended
    until(lambda: doubling.batches == [[10], [1]])
    doubling.gate.set()
    callers.join()
    assert callers.answers == {"next": [2]}


def test_the_first_line_is_served_first(doubling, callers):
    bench, quick, seen = Bench(), Gated(), []
    quick.gate.set()
    first = Line(lambda items: seen.append("quick") or quick(items), lambda _: 1, 4)
    second = Line(lambda items: seen.append("slow") or doubling(items), lambda _: 1, 4)
    ask_first, ask_second = bench.add(first), bench.add(second)
    callers.ask(1, ask_second, [1])
    doubling.begun.wait(10)
    callers.ask(2, ask_second, [2])
    waiting(second, 1)
    callers.ask(3, ask_first, [3])
    waiting(first, 1)
    doubling.gate.set()
    callers.join()
    assert seen == ["slow", "quick", "slow"]


def test_models_answer_the_same_behind_a_bench():
    bench = Bench()
    encoder, fuser, verifier = HashingEncoder(), JoiningFuser(), WordVerifier()
    shared = SharedEncoder(encoder, bench), SharedFuser(fuser, bench), SharedVerifier(verifier, bench)
    texts = ["The harbour at Lunde was closed.", "A ferry struck the pier.", "A ferry struck the pier."]
    np.testing.assert_array_equal(shared[0].encode(texts), encoder.encode(texts))
    assert shared[0].encode([]).shape == encoder.encode([]).shape
    clusters = [texts[:2], texts[:1]]
    assert shared[1].fuse(clusters) == fuser.fuse(clusters)
    cases = [(texts[:2], texts[1:]), (texts[:1], texts[:1])]
    assert shared[2].verify(cases) == verifier.verify(cases)
    assert (shared[2].threshold, shared[2].certain) == (verifier.threshold, verifier.certain)
    assert [part.name for part in shared] == [encoder.name, fuser.name, verifier.name]
    for part in shared:
        part.load()
