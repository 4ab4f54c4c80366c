from __future__ import annotations

import json
import shutil

import pytest
import torch

from models.alignment_head import AlignmentHead
from models.corroborator import TrainedCorroborator
from models.encoder import MiniLmEncoder
from models.errors import ModelsCorrupt, ModelsMissing
from models.weights import ADAPTERS, default_directory

WIDTH = 6
CLAIM = "The harbour was closed on Monday after a ferry struck the pier."
SAME = "A ferry hit the pier, and the port has been shut since Monday."
OTHER = "The orchestra will play in the new hall in spring."
NEAR = "The ferry had left the harbour of Orre with two hundred passengers."


@pytest.fixture(scope="module")
def head():
    torch.manual_seed(3)
    return AlignmentHead(WIDTH, 2).eval()


def judge(head, first, second, ids):
    with torch.inference_mode():
        return head(first, second, ids)


def test_padding_does_not_matter(head):
    first, second = torch.randn(2, 5, 2 * WIDTH), torch.randn(2, 4, 2 * WIDTH)
    ids = torch.tensor([[200, 201, 202, 0, 0]] * 2), torch.tensor([[201, 300, 0, 0]] * 2)
    whole = judge(head, first, second, ids)
    alone = judge(head, first[:1, :3], second[:1, :2], (ids[0][:1, :3], ids[1][:1, :2]))
    assert whole.shape == (2,)
    torch.testing.assert_close(alone[0], whole[0])


def test_equal_marks_are_no_match(head):
    """[CLS] and [SEP] stand in every text."""
    first, second = torch.randn(1, 3, 2 * WIDTH), torch.randn(1, 3, 2 * WIDTH)
    marks = judge(head, first, second, (torch.tensor([[101, 900, 102]]), torch.tensor([[101, 901, 102]])))
    none = judge(head, first, second, (torch.tensor([[101, 900, 102]]), torch.tensor([[103, 901, 100]])))
    word = judge(head, first, second, (torch.tensor([[101, 900, 102]]), torch.tensor([[101, 900, 102]])))
    torch.testing.assert_close(marks, none)
    assert word.item() != marks.item()


def test_a_folder_without_a_head_is_told(tmp_path):
    with pytest.raises(ModelsMissing, match=r"head\.safetensors"):
        TrainedCorroborator(MiniLmEncoder(default_directory()), tmp_path).threshold  # noqa: B018 - it is read then


def test_a_broken_calibration_is_told(tmp_path):
    shutil.copy(ADAPTERS / "corroborator" / "head.safetensors", tmp_path)
    with pytest.raises(ModelsMissing, match=r"calibration\.json"):
        TrainedCorroborator(MiniLmEncoder(default_directory()), tmp_path).threshold  # noqa: B018
    (tmp_path / "calibration.json").write_text('{"slope": "steep"}')
    with pytest.raises(ModelsCorrupt, match=r"calibration\.json is not as it should be"):
        TrainedCorroborator(MiniLmEncoder(default_directory()), tmp_path).threshold  # noqa: B018


def test_a_head_of_another_shape_is_told(tmp_path):
    shutil.copy(ADAPTERS / "verifier" / "head.safetensors", tmp_path)
    with pytest.raises(ModelsCorrupt, match="does not fit"):
        TrainedCorroborator(MiniLmEncoder(default_directory()), tmp_path).threshold  # noqa: B018


def test_the_threshold_is_that_of_the_calibration():
    shipped = json.loads((ADAPTERS / "corroborator" / "calibration.json").read_text())
    assert TrainedCorroborator(MiniLmEncoder(default_directory())).threshold == shipped["threshold"]


@pytest.fixture(scope="module")
def corroborator():
    loaded = TrainedCorroborator(MiniLmEncoder(default_directory()))
    loaded.load()
    return loaded


@pytest.mark.weights
class TestWithWeights:
    def test_the_same_in_other_words_is_told_from_another_fact(self, corroborator):
        same, other, near = corroborator.corroborate([(CLAIM, SAME), (CLAIM, OTHER), (CLAIM, NEAR)])
        assert same >= corroborator.threshold > max(other, near)

    def test_a_pair_has_one_answer_in_any_batch(self, corroborator):
        pairs = [(CLAIM, text) for text in (SAME, OTHER, NEAR)] * 9
        assert corroborator.corroborate(pairs) == corroborator.corroborate(pairs[:3]) * 9
        assert corroborator.corroborate(pairs[1:2]) == corroborator.corroborate(pairs)[1:2]

    def test_any_text_gets_a_probability(self, corroborator):
        odd = ["", "\ud800", "\x00", "[SEP] [CLS]", "word " * 3000, "x" * 20_000]
        chances = corroborator.corroborate([(CLAIM, text) for text in odd] + [("", "")])
        assert all(0.0 <= chance <= 1.0 for chance in chances)

    def test_no_pairs_no_answers(self, corroborator):
        assert corroborator.corroborate([]) == []
