from evaluation import costs
from models.fakes import JoiningFuser, WordVerifier

GROUPS = [
    ("A goat ate hats in Brill.", "The goat was caught at the fair."),
    ("The barn at Hest burned.", "Nobody was hurt in Hest."),
    ("A goat ate 14 hats.", "A goat ate 19 hats."),
]


def test_each_way_is_warmed_up_and_timed(monkeypatch):
    clock = iter([0, 0, 0, 3, 0, 1, 0, 5, 0, 2, 0, 4, 0, 30])
    monkeypatch.setattr(costs, "perf_counter", lambda: next(clock))
    runs = []
    found = costs.time_ways([("a", lambda: runs.append("a")), ("b", lambda: runs.append("b"))])
    assert runs == ["a", "b"] * 4
    assert [(cost.way, cost.seconds) for cost in found] == [("a", 4), ("b", 2)]


def test_generate_is_asked_for_what_the_fuser_is_asked_for():
    prompts = []
    found = costs.measure(GROUPS, JoiningFuser(), JoiningFuser(), prompts.append, WordVerifier())
    assert len(prompts) == 2 * (costs.REPEATS + 1)
    assert all("19 hats" not in prompt and prompt.startswith("- ") for prompt in prompts)
    assert [cost.way.split()[0] for cost in found] == ["fuse", "fuse", "fuse", "generate", "verify"]
    assert all(cost.seconds >= 0 for cost in found)


def test_all_candidates_are_verified_by_the_verifier_as_one_batch():
    class Counting(WordVerifier):
        batches = 0

        def verify(self, cases):
            self.batches += 1
            return super().verify(cases)

    verifier = Counting()
    costs.measure(GROUPS, JoiningFuser(), JoiningFuser(), lambda _: None, verifier)
    assert verifier.batches == costs.REPEATS + 1


def test_times_stand_beside_the_first():
    lines = costs.table([costs.Cost("one", 0.5), costs.Cost("other", 2)], 8).splitlines()
    assert lines[0].startswith("costs of 8 groups")
    assert [line.split() for line in lines[1:]] == [["one", "0.500", "1.00"], ["other", "2.000", "4.00"]]
