import pytest

from evaluation.evidence import Check
from evaluation.judges import Remembering, Rules, Similarity, Trained, TrainedAndRules
from models.fakes import HashingEncoder
from service.stages.verify import verify
from service.text.fusing.faults import find_faults

EVIDENCE = ("A goat ate 14 hats in Brill on Monday.", "Police caught the goat at the fair on Tuesday.")
QUOTED = Check(EVIDENCE, EVIDENCE[0])
WRONG = Check(EVIDENCE, "A goat ate 15 hats in Brill on Monday.")
SOUND = Check(EVIDENCE, "Police caught the goat on Tuesday.")
DOUBTED = Check(EVIDENCE, "A goat ate 14 hats in cheerful Brill on Monday.")


class LengthVerifier:
    """Finds short claims likely."""

    name = "length"

    def __init__(self, threshold=0.01, certain=0.04):
        self.threshold = threshold
        self.certain = certain
        self.cases = []

    def load(self):
        pass

    def verify(self, cases):
        self.cases += cases
        return [[1 / len(claim) for claim in claims] for _, claims in cases]


class CountingEncoder(HashingEncoder):
    def __init__(self):
        super().__init__()
        self.texts = []

    def encode(self, texts):
        self.texts += texts
        return super().encode(texts)


def test_rules_pass_a_quotation_and_refuse_another_number():
    assert Rules().scores([QUOTED, WRONG]) == [1.0, 0.0]


def test_a_doubt_is_no_grave_fault():
    findings = find_faults(DOUBTED.claim, EVIDENCE)
    assert findings.doubtful
    assert not findings.grave
    assert Rules().scores([DOUBTED]) == [0]
    assert Rules(grave=True).scores([DOUBTED, WRONG]) == [1, 0]
    assert (Rules().name, Rules(grave=True).name) == ("rules", "grave rules")


def test_claims_on_the_same_evidence_go_together_and_only_once():
    verifier = LengthVerifier()
    trained = Trained(verifier)
    other = Check(EVIDENCE[:1], "Brill.")
    assert trained.scores([QUOTED, other, WRONG, QUOTED]) == [1 / 38, 1 / 6, 1 / 38, 1 / 38]
    assert verifier.cases == [(EVIDENCE, [QUOTED.claim, WRONG.claim]), (EVIDENCE[:1], ["Brill."])]
    assert trained.scores([other]) == [1 / 6]
    assert len(verifier.cases) == 2


def test_the_rules_come_first_and_doubts_ask_for_more():
    verifier = LengthVerifier()
    probability = 1 / len(DOUBTED.claim)
    checks = [QUOTED, WRONG, SOUND, DOUBTED]
    both = TrainedAndRules(Trained(verifier))
    assert both.scores(checks) == [1, 0, 1 / len(SOUND.claim), probability / 4]
    without_doubts = TrainedAndRules(Trained(verifier), doubts=False)
    assert without_doubts.scores(checks) == [1, 0, 1 / len(SOUND.claim), probability]
    assert (both.name, without_doubts.name) == ("trained and rules", "trained and grave rules")


@pytest.mark.parametrize("threshold", [0.01, 0.02, 0.025, 0.5])
@pytest.mark.parametrize("certain", [0.02, 0.025, 0.9])
def test_what_reaches_the_threshold_is_what_the_service_lets_through(threshold, certain):
    verifier = LengthVerifier(threshold, max(threshold, certain))
    judge = TrainedAndRules(Trained(verifier))
    checks = [QUOTED, WRONG, SOUND, DOUBTED]
    (verdicts,) = verify([[check.claim for check in checks]], [EVIDENCE], verifier)
    assert [score >= judge.threshold for score in judge.scores(checks)] == [v.supported for v in verdicts]


@pytest.mark.parametrize("nearest", [True, False])
def test_similarity_is_highest_for_what_is_told(nearest):
    system = Similarity(Remembering(HashingEncoder()), nearest)
    told, untold, without = system.scores([QUOTED, Check(EVIDENCE, "Snow fell."), Check((), "Snow fell.")])
    assert told > untold
    assert without == 0
    assert (told == pytest.approx(1)) == nearest


def test_similarity_to_the_mean_is_a_cosine():
    system = Similarity(Remembering(HashingEncoder()), nearest=False)
    assert system.scores([Check((EVIDENCE[0],) * 3, EVIDENCE[0])]) == [pytest.approx(1)]
    assert system.at(0.7).threshold == 0.7


def test_a_text_is_encoded_once():
    encoder = CountingEncoder()
    remembering = Remembering(encoder)
    remembering.learn(["a", "b", "a"])
    assert remembering.similarities("b", ["a", "b"])[1] == pytest.approx(1)
    assert remembering.similarities("b", []) == []
    assert encoder.texts == ["a", "b"]
