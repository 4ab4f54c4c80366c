import json
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from evaluation import fusion
from evaluation.answers import Answer, Case
from models.fakes import JoiningFuser, WordVerifier
from service.types import Mode, Verdict


class Silent:
    """Writes nothing."""

    name = "silent"

    def load(self):
        pass

    def fuse(self, clusters):
        return [[] for _ in clusters]


class Counting(JoiningFuser):
    def __init__(self):
        super().__init__()
        self.asked = []

    def fuse(self, clusters):
        self.asked += clusters
        return super().fuse(clusters)


def shared_words(reference, text):
    words = reference.split()
    return (sum(word in text.split() for word in words) / len(words),) * 3


@pytest.fixture
def fusers():
    one = JoiningFuser()
    return SimpleNamespace(shipped=JoiningFuser(), base=Silent(), one=one, generate=lambda: lambda _: None)


@pytest.mark.parametrize(("name", "count"), [("corpus", 2), ("sentence_union", 2), ("judged_dev", 1)])
def test_every_set_has_its_references(data, name, count):
    group = fusion.read_groups(data, name, 1).groups[0]
    assert len(group.sentences) == 2
    assert len(group.references) == count


def test_all_systems_are_measured(data, fusers):
    report = fusion.measure(fusion.read_groups(data, "corpus"), fusers, WordVerifier(), shared_words)
    assert list(report.systems) == [
        *("first sentence", "longest sentence", "concatenation"),
        *("untrained base", "fuser, first candidate", "the service's answer"),
    ]
    assert report.systems["concatenation"].told == 1
    assert report.systems["untrained base"] == report.systems["first sentence"]
    assert report.systems["fuser, first candidate"].mean_words > report.systems["first sentence"].mean_words
    assert report.reference_median == 14
    assert report.verified.count == 4
    assert report.verified.candidates == 2


def test_the_fuser_is_not_asked_twice_for_the_same():
    groups = [("A goat.", "Two goats."), ("A barn.", "It burned.")]
    known = [Case(groups[0], ("Known.",)), Case(("A barn.",), ())]
    fuser = Counting()
    assert fusion.first_candidates(groups, fuser, "x", known) == ["Known.", "It burned; A barn."]
    assert fuser.asked == [groups[1]]
    assert fusion.first_candidates(groups, Silent(), "x") == ["A goat.", "A barn."]


def test_what_becomes_of_the_groups_of_several():
    groups = [("A goat.", "b")] * 2 + [("alone",)]
    yes, no = Verdict(True, 1), Verdict(False, 0)
    firsts, verdicts = [[yes], [no], []], [[yes], [no, yes], []]
    merged, quoted = Answer("x", Mode.ABSTRACTIVE, 2), Answer("y", Mode.EXTRACTIVE, 1)
    single = Answer("z", Mode.ABSTRACTIVE, 1)
    answers, ruled, turned = [merged, single, quoted], [quoted] * 3, [quoted, single, merged]
    found = fusion.verified(groups, firsts, verdicts, answers, ruled, turned)
    assert (found.count, found.candidates) == (2, 1.5)
    assert (found.first_passes, found.some_passes) == (0.5, 1)
    assert (found.abstractive, found.merged, found.steady) == (1, 0.5, 0.5)
    assert found.by_rules == 0
    assert fusion.verified(groups[2:], firsts[2:], verdicts[2:], [quoted], [quoted], [quoted]) is None


def test_the_table_has_the_references_length(data, fusers):
    report = fusion.measure(fusion.read_groups(data, "sentence_union"), fusers, WordVerifier(), shared_words)
    lines = fusion.table(report).splitlines()
    assert lines[0] == "sentence_union: 1 groups"
    assert lines[8].split() == ["reference", "-", "-", "-", "-", "4", "4.0"]
    assert lines[9].startswith("of 1 groups of several sentences")


@pytest.fixture
def loaded(monkeypatch, settings, fusers):
    monkeypatch.setattr(fusion, "_Loaded", lambda _settings: fusers)
    monkeypatch.setattr(fusion, "trained_verifier", lambda _settings, _adapter: WordVerifier())
    monkeypatch.setattr(fusion, "rouge_scorer", lambda: shared_words)


def run(*arguments):
    return CliRunner().invoke(fusion.main, list(arguments), catch_exceptions=False)


def test_the_command_measures_all_sets_and_the_costs(data, loaded):
    result = run("--data", str(data), "--json", "-")
    assert result.exit_code == 0
    figures = json.loads(result.stdout)
    assert list(figures["sets"]) == ["corpus", "sentence_union", "judged_dev"]
    assert figures["sets"]["corpus"]["verified"]["count"] == 4
    assert figures["costs"]["groups"] == 4
    assert len(figures["costs"]["seconds"]) == 5
    assert "corpus: untrained base: 4 of 4" in result.stderr


def test_the_command_can_leave_the_costs_out(data, loaded):
    result = run("--data", str(data), "--set", "corpus", "--limit", "2", "--no-costs")
    assert result.stdout.startswith("corpus: 2 groups")
    assert "costs" not in result.stdout
