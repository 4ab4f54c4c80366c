"""The encoder in plain torch against transformers' own, on tiny random weights; and who sees whom."""

from __future__ import annotations

import pytest
import torch
import transformers
from safetensors.torch import load_file, save_file

from models.lora import merge_adapter
from models.mpnet import Mpnet, linear_maps
from models.packing import Packed, Piece, lay_out

LONG = [3 + n % 60 for n in range(400)]  # further apart than the last bucket of distances


@pytest.fixture(scope="module")
def ours(mpnet):
    return Mpnet(mpnet, torch.float32)


def states_of(model, *rows):
    with torch.inference_mode():
        return model.states(*lay_out(rows))


def alone(ids):
    return Packed(tuple(ids), ())


@pytest.mark.parametrize("ids", [[0, 7, 8, 9, 2], [0, 2], LONG], ids=["short", "shortest", "long"])
def test_the_states_are_those_of_transformers(mpnet, ours, ids):
    theirs = transformers.MPNetModel.from_pretrained(mpnet).eval()
    with torch.inference_mode():
        expected = theirs(input_ids=torch.tensor([ids])).last_hidden_state
    assert expected.std() > 0.5, "random weights that say something"
    torch.testing.assert_close(states_of(ours, alone(ids)), expected, rtol=1e-5, atol=1e-5)


def test_padding_changes_nothing(mpnet, ours):
    rows = [[0, 7, 8, 2], LONG[:50], [0, 9, 2]]
    theirs = transformers.MPNetModel.from_pretrained(mpnet).eval()
    ids = torch.full((3, 50), 1)
    for row, tokens in zip(ids, rows, strict=True):
        row[: len(tokens)] = torch.tensor(tokens)
    with torch.inference_mode():
        expected = theirs(input_ids=ids, attention_mask=(ids != 1).long()).last_hidden_state
    found = states_of(ours, *map(alone, rows))
    assert found.isfinite().all()
    for number, tokens in enumerate(rows):
        torch.testing.assert_close(
            found[number, : len(tokens)], expected[number, : len(tokens)], rtol=1e-5, atol=1e-5
        )


EVIDENCE = (0, 20, 21, 22, 2, 30, 31, 2)
ONE, TWO, OTHER = Piece.of((40, 41)), Piece.of((50, 51, 52)), Piece.of((60, 61, 62))


def test_a_claim_reads_the_evidence_and_itself_alone(ours):
    both = states_of(ours, Packed(EVIDENCE, (ONE, TWO)))[0]
    changed = states_of(ours, Packed(EVIDENCE, (OTHER, TWO)))[0]
    start, one = len(EVIDENCE), len(ONE.ids)
    torch.testing.assert_close(both[:start], changed[:start])
    torch.testing.assert_close(both[start + one :], changed[start + len(OTHER.ids) :])
    assert not torch.allclose(both[start : start + 2], changed[start : start + 2], atol=0.01)


def test_a_claim_has_the_same_states_alone_and_after_others(ours):
    packed = states_of(ours, Packed(EVIDENCE, (ONE, OTHER, TWO)))[0]
    single = states_of(ours, Packed(EVIDENCE, (TWO,)))[0]
    torch.testing.assert_close(packed[-len(TWO.ids) :], single[-len(TWO.ids) :], rtol=1e-4, atol=1e-5)


def test_the_evidence_does_not_see_the_claims_but_they_see_it(ours):
    packed = states_of(ours, Packed(EVIDENCE, (ONE,)))[0]
    torch.testing.assert_close(packed[: len(EVIDENCE)], states_of(ours, alone(EVIDENCE))[0])
    other = states_of(ours, Packed((0, 20, 21, 23, 2, 30, 31, 2), (ONE,)))[0]
    assert not torch.allclose(packed[len(EVIDENCE) :], other[len(EVIDENCE) :], atol=0.01)


def test_positions_count(ours):
    ids = torch.tensor([[0, 7, 8, 9, 2]])
    seen = torch.ones(1, 5, 5, dtype=torch.bool)
    places = torch.arange(5)[None]
    with torch.inference_mode():
        near, far = ours.states(ids, places, seen), ours.states(ids, places + ours.most - 5, seen)
        assert not torch.allclose(near, far, atol=0.01), "the last place that the model knows is usable"
        with pytest.raises(IndexError):
            ours.states(ids, places + ours.most - 4, seen)


def test_an_adapter_is_merged_into_the_maps_that_it_names(mpnet, verifier_adapter, tmp_path):
    merged = merge_adapter(load_file(mpnet / "model.safetensors"), verifier_adapter)
    save_file(merged, tmp_path / "model.safetensors")
    (tmp_path / "config.json").write_bytes((mpnet / "config.json").read_bytes())
    theirs = transformers.MPNetModel.from_pretrained(tmp_path).eval()
    ids = [0, 7, 8, 9, 2]
    with torch.inference_mode():
        expected = theirs(input_ids=torch.tensor([ids])).last_hidden_state
    found = states_of(Mpnet(mpnet, torch.float32, verifier_adapter), alone(ids))
    torch.testing.assert_close(found, expected, rtol=1e-5, atol=1e-5)
    assert not torch.allclose(found, states_of(Mpnet(mpnet, torch.float32), alone(ids)), atol=0.01)


def test_half_precision_is_near(mpnet, ours):
    rough = Mpnet(mpnet, torch.bfloat16)
    assert {t.dtype for n, t in rough.weights.items() if n.startswith("encoder.layer.0.attention.attn")} == {
        torch.bfloat16
    }
    assert rough.weights["embeddings.LayerNorm.weight"].dtype == torch.float32
    found, exact = states_of(rough, alone(LONG[:30])), states_of(ours, alone(LONG[:30]))
    assert found.dtype == torch.float32
    assert torch.nn.functional.cosine_similarity(found, exact, dim=-1).min() > 0.99


def test_linear_maps_are_all_of_a_layer(ours):
    attention = [f"attention.attn.{name}" for name in "koqv"]
    layer = [*attention, "intermediate.dense", "output.dense"]
    assert linear_maps(ours.weights) == [f"encoder.layer.{n}.{name}" for n in (0, 1) for name in layer]
