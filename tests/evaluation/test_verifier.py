import json

import pytest
from click.testing import CliRunner

from evaluation import verifier
from evaluation.claims import Claim, ClaimSet, read_set
from evaluation.detection import Overlap
from evaluation.judges import Remembering, Rules, Similarity, Trained
from models.fakes import HashingEncoder, WordVerifier

LONG = {"bump_held", "summedits_news", "wice", verifier.WITHOUT_PARTLY}
SYSTEMS = ["trained", "trained and rules", "trained and grave rules", "rules", "grave rules"]


@pytest.fixture
def encoder():
    return Remembering(HashingEncoder())


@pytest.fixture
def trained():
    return Trained(WordVerifier())


def test_short_sources_are_evidence_as_they_are(data, encoder):
    claims = read_set(data, "corpus", 1)
    held = verifier.hold(claims, encoder)
    assert [part.check.evidence for parts in held for part in parts] == [claims.claims[0].source] * 4
    assert held[0][0].sentences == (0, 1)


def test_evidence_from_long_sources_knows_its_sentences(encoder):
    source = (*(f"Gull number {n} nests." for n in range(20)), "The lamp at Ormby was lit.")
    held = verifier.hold(ClaimSet("x", (Claim(source, ("Ormby lit the lamp.",), True),), long=True), encoder)
    ((part,),) = held
    assert part.sentences[-1] == 20
    assert part.check.evidence == tuple(source[i] for i in part.sentences)
    assert len(part.sentences) == len(part.similarities) == 6


def test_a_claim_is_as_good_as_its_worst_part(trained, encoder):
    source = ("The lamp was lit.", "A gull came.")
    claims = [
        Claim(source, ("The lamp was lit.", "A gull came."), True),
        Claim(source, ("The lamp was lit.", "A dog came."), False, "entity", "p"),
        Claim(source, (), False),
    ]
    claims = ClaimSet("x", tuple(claims), long=True)
    outcomes = verifier.judge(trained, claims, verifier.hold(claims, encoder))
    assert [outcome.score for outcome in outcomes] == [1, pytest.approx(2 / 3), 0]
    assert [outcome.passed for outcome in outcomes] == [True, False, False]
    assert (outcomes[1].kind, outcomes[1].pair) == ("entity", "p")


def test_claims_that_hold_in_part_are_wrong_and_then_left_out(data, trained, encoder):
    first, second = verifier.measure(read_set(data, "wice"), [trained, Rules()], encoder)
    assert (first.name, first.figures["trained"].count) == ("wice", 3)
    assert (second.name, second.figures["trained"].count) == (verifier.WITHOUT_PARTLY, 2)
    assert first.calibration is not None
    assert second.evidence is None
    assert first.evidence["all chosen"] == Overlap(1, pytest.approx(2 / 3), 1, pytest.approx(0.8), 3)
    assert first.evidence["carrying new words"].f1 == 1
    assert first.evidence["needed by trained"].f1 == 1


def test_without_a_trained_verifier_nothing_is_said_of_it(data, encoder):
    (report,) = verifier.measure(read_set(data, "corpus"), [Rules()], encoder)
    assert list(report.figures) == ["rules"]
    assert (report.calibration, report.evidence) == (None, None)
    assert "calibration" not in verifier.table(report)


def test_baselines_are_fitted_on_other_claims(data, encoder):
    mean, nearest = verifier.baselines(read_set(data, "corpus_train"), encoder)
    assert (mean.name, nearest.name) == ("similarity, mean", "similarity, nearest")
    scores = Similarity(encoder, nearest=True).scores(
        [part.check for parts in verifier.hold(read_set(data, "corpus_train"), encoder) for part in parts]
    )
    assert nearest.threshold in scores


def test_the_table_tells_all_systems(data, encoder):
    systems = verifier.judges(WordVerifier())
    (report,) = verifier.measure(read_set(data, "corpus"), systems, encoder)
    lines = verifier.table(report).splitlines()
    assert lines[0] == "corpus: 16 claims, 50.0 % supported"
    assert [line.split("  ")[0] for line in lines[2:7]] == SYSTEMS
    assert lines[7].startswith("expected calibration error")
    assert [line.split()[:2] for line in lines[9:]] == [["entity_swap", "4"], ["number", "4"]]
    assert lines[9].split()[2:] == ["100", "100", "100", "100", "100"]


@pytest.fixture
def fakes(monkeypatch, settings):
    monkeypatch.setattr(verifier, "_encoder", lambda _settings: Remembering(HashingEncoder()))
    monkeypatch.setattr(verifier, "trained_verifier", lambda _settings, _adapter: WordVerifier())


def test_the_command_measures_all_sets(data, fakes):
    result = CliRunner().invoke(verifier.main, ["--data", str(data), "--json", "-"], catch_exceptions=False)
    assert result.exit_code == 0
    sets = json.loads(result.stdout)["sets"]
    assert list(sets) == [
        *("corpus", "judged_dev", "close", "bump_held", "summedits_news", "wice"),
        verifier.WITHOUT_PARTLY,
    ]
    for name, figures in sets.items():
        assert list(figures["systems"]) == [
            *SYSTEMS,
            *("similarity, mean", "similarity, nearest"),
            *(["trained, fitted"] if name in LONG else []),
        ]
    thresholds = [sets[name]["systems"]["similarity, nearest"]["threshold"] for name in sets]
    assert len(set(thresholds[:3])) == len(set(thresholds[3:])) == 1
    assert sets["bump_held"]["systems"]["trained"]["pairwise"] == 1
    assert sets["wice"]["evidence"]["all chosen"]["count"] == 1
    assert "corpus: trained: 16 of 16" in result.stderr


def test_the_command_takes_one_set_and_a_limit(data, fakes):
    arguments = ["--data", str(data), "--set", "judged_train", "--limit", "1"]
    result = CliRunner().invoke(verifier.main, arguments, catch_exceptions=False)
    assert result.stdout.startswith("judged_train: 2 claims")
    assert "corpus: " not in result.stdout
