"""Training on a tiny random base: the parts by hand, then a run, its checkpoints, and what it leaves."""

from __future__ import annotations

import json
import math
import shutil
from dataclasses import replace

import pytest
import torch
from tokenizers import Tokenizer

from models import verifier
from models.packing import START, STOP, Packed
from models.training import train_verifier as module
from models.training.claims import Claim, Group, read_groups
from models.training.train_verifier import (
    Labelled,
    Model,
    Recipe,
    balanced_accuracy,
    batches,
    encode_claim,
    loss_of,
    pack,
    plan,
    rate,
    train,
)
from models.verifier import TrainedVerifier
from models.weights import Location

RECIPE = Recipe(rank=2, alpha=4, batch_tokens=900, row_tokens=400, epochs=1, learning_rate=1e-2)
STEPS = 3


@pytest.fixture(scope="module")
def tokenizer(mpnet):
    read = Tokenizer.from_file(str(mpnet / "tokenizer.json"))
    read.no_padding()
    read.no_truncation()
    return read


@pytest.fixture(scope="module")
def rows(data, tokenizer):
    groups = read_groups(data, 1)
    return [row for group in groups for row in pack(group, tokenizer, RECIPE.row_tokens)]


# From claims to batches


def marked(claim, tokenizer):
    piece = encode_claim(claim, tokenizer)
    assert (piece.ids[0], piece.ids[-1]) == (STOP, STOP)
    assert (piece.wrong[0], piece.wrong[-1]) == (-1, -1), "the marks are no words"
    return piece.wrong[1:-1], tokenizer.encode(claim.text, add_special_tokens=False).offsets


def test_the_tokens_of_a_wrong_span_are_marked(tokenizer):
    wrong, offsets = marked(Claim("A ferry struck the mill at Lunde.", False, ((19, 23),)), tokenizer)
    assert [bool(mark) for mark in wrong] == [19 <= start < 23 for start, _ in offsets]
    assert 1 in wrong


def test_of_a_wrong_claim_without_spans_no_token_is_known(tokenizer):
    assert set(marked(Claim("A ferry struck the mill.", False), tokenizer)[0]) == {-1}


def test_every_token_of_a_right_claim_is_right(tokenizer):
    assert set(marked(Claim("A ferry struck the mill.", True), tokenizer)[0]) == {0}


GROUP = Group("a", "toy", ("It rained.",), tuple(Claim(f"Ship {n} sank.", n % 2 == 0, ()) for n in range(6)))


def test_a_long_group_is_cut_into_rows_that_share_the_evidence(tokenizer):
    [whole] = pack(GROUP, tokenizer, 1000)
    limit = whole.length // 2
    cut = list(pack(GROUP, tokenizer, limit))
    assert len(cut) > 1
    assert {row.prompt for row in cut} == {whole.prompt}
    assert whole.prompt[0] == START
    assert [piece for row in cut for piece in row.pieces] == list(whole.pieces)
    assert all(row.length <= limit for row in cut)


def test_batches_hold_every_row_once_within_the_limit(rows):
    made = batches(rows, RECIPE, 0)
    assert sorted(map(id, rows)) == sorted(id(row) for batch in made for row in batch)
    assert all(
        max(row.length for row in batch) * len(batch) <= RECIPE.batch_tokens
        for batch in made
        if len(batch) > 1
    )
    assert made == batches(rows, RECIPE, 0)
    assert made != batches(rows, RECIPE, 1)


def test_what_is_held_out_is_not_trained_on(data, tokenizer, monkeypatch):
    monkeypatch.setattr(module, "held_out", lambda group: group.key in {"toy-0", "join-0"})
    training, kept = plan(data, tokenizer, replace(RECIPE, epochs=2))
    groups = {g.key: g for g in read_groups(data, RECIPE.seed) if g.origin == "corpus"}
    held = {row.prompt for row in pack(groups["toy-0"], tokenizer, RECIPE.row_tokens)}
    assert {row.prompt for batch in kept for row in batch} == held, "and of the kept ones, no made merges"
    assert not held & {row.prompt for batch in training for row in batch}
    once, _ = plan(data, tokenizer, RECIPE)
    assert training[: len(once)] == once
    assert len(training) > 1.5 * len(once)


# The loss and the figures, by hand


def labelled(supported, *wrong):
    return Labelled((STOP, *[7] * len(wrong), STOP), (-1, *wrong, -1), supported)


def softplus(x):
    return math.log1p(math.exp(x))


def test_the_loss_has_three_parts():
    batch = [Packed((START,), (labelled(True, 0), labelled(False, 1), labelled(False, -1)))]
    whole = torch.tensor([-1.0, 2.0, 0.5])
    tokens = torch.zeros(3, 3)
    tokens[0, 1], tokens[1, 1], tokens[2, 1] = -2.0, -0.5, 9.0  # the last one is not known
    claims = (softplus(-1.0) + softplus(-2.0) + softplus(-0.5)) / 3
    words = (softplus(-2.0) + 3.0 * softplus(0.5)) / 2
    pairs = (softplus(-3.0) + softplus(-1.5)) / 2
    recipe = Recipe(token_weight=0.5, pair_weight=0.3)
    expected = claims + 0.5 * words + 0.3 * pairs
    assert loss_of(tokens, whole, batch, recipe).item() == pytest.approx(expected, rel=1e-5)


def test_claims_of_different_evidence_are_no_rivals():
    batch = [Packed((START,), (labelled(True, 0),)), Packed((START,), (labelled(False, 1),))]
    whole, tokens = torch.tensor([5.0, -5.0]), torch.zeros(2, 3)
    with_pairs, without = (loss_of(tokens, whole, batch, Recipe(pair_weight=w)) for w in (9.0, 0.0))
    assert with_pairs == without


def test_the_rate_warms_up_falls_and_cools_down():
    recipe = Recipe(warmup=0.04, stop=90, cooldown=10)
    rates = [rate(step, 100, recipe) for step in range(90)]
    assert rates[:5] == [0.25, 0.5, 0.75, 1.0, 1.0]
    assert rates[3:] == sorted(rates[3:], reverse=True)
    warm = [rate(step, 100, replace(recipe, stop=1000, cooldown=1)) for step in range(100)]
    assert warm[99] == pytest.approx(0.05, abs=0.001)
    assert [r / w for r, w in zip(rates[79:], warm[79:90], strict=True)] == pytest.approx(
        [1.0] + [n / 10 for n in range(10, 0, -1)]
    )
    assert 0 < rate(0, 2, recipe) <= 1


def test_balanced_accuracy_and_area():
    class Fixed:
        def judge(self, batch):
            return None, torch.tensor([-1.0, -2.0, 1.0, -1.5])  # logits of unsupported

    pieces = (labelled(True, 0), labelled(True, 0), labelled(False, 1), labelled(False, 1))
    assert balanced_accuracy(Fixed(), [[Packed((START,), pieces)]]) == (0.75, 0.75)


# The model


def test_a_fresh_adapter_changes_nothing_and_all_of_it_learns(mpnet, rows):
    torch.manual_seed(0)
    model = Model(mpnet, RECIPE)
    names = {name for name, value in model.named().items() if value.requires_grad}
    assert names == set(model.named())
    plain = verifier.Mpnet(mpnet, torch.bfloat16)
    laid = module.lay_out(rows[:1])
    torch.testing.assert_close(model.encoder.states(*laid).detach(), plain.states(*laid))
    loss_of(*model.judge(rows[:4]), rows[:4], RECIPE).backward()
    for name, value in model.named().items():
        assert (value.grad.abs().sum() > 0) == ("lora_A" not in name), name  # A's turn comes when B is not 0


# A run


def first_steps(data, tokenizer, recipe):
    training, kept = plan(data, tokenizer, recipe)
    return training[:STEPS], kept[:2]


@pytest.fixture(scope="module")
def run(tmp_path_factory, data, mpnet):
    """Train for three steps without a stop; return the folder and how to train into another one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SAVE_EVERY", 1)
        patch.setattr(module, "plan", first_steps)
        patch.setattr(module, "held_out", lambda group: group.key in {"toy-0", "toy-1"})
        out = tmp_path_factory.mktemp("runs")
        train(data, mpnet, out / "whole", RECIPE)
        yield out / "whole", lambda folder: train(data, mpnet, folder, RECIPE)


def files_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_run_leaves_checkpoints_and_an_adapter(run):
    whole, _ = run
    assert sorted(path.name for path in whole.iterdir()) == [
        "adapter",
        *(f"step-{n}.safetensors" for n in range(1, STEPS + 1)),
    ]
    assert sorted(files_of(whole / "adapter")) == [
        "adapter_config.json",
        "adapter_model.safetensors",
        "head.safetensors",
        "recipe.json",
    ]
    recipe = json.loads((whole / "adapter" / "recipe.json").read_text(encoding="utf-8"))
    assert Recipe(**recipe) == RECIPE


@pytest.mark.parametrize("stopped", [1, 2])
def test_a_run_that_was_stopped_ends_as_if_it_had_not_been(run, tmp_path, stopped, capsys):
    whole, train_into = run
    for step in range(1, stopped + 1):
        shutil.copy(whole / f"step-{step}.safetensors", tmp_path)
    (tmp_path / f"step-{STEPS}.partial").write_bytes(b"half a checkpoint")
    train_into(tmp_path)
    assert files_of(tmp_path / "adapter") == files_of(whole / "adapter")
    assert "held out: balanced accuracy" in capsys.readouterr().out


def test_a_run_ends_where_the_recipe_says(run, tmp_path, data, mpnet):
    train(data, mpnet, tmp_path, replace(RECIPE, stop=1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["adapter", "step-1.safetensors"]


def test_another_seed_gives_another_adapter(run, tmp_path, data, mpnet):
    whole, _ = run
    train(data, mpnet, tmp_path, replace(RECIPE, seed=1))
    name = "head.safetensors"
    assert (tmp_path / "adapter" / name).read_bytes() != (whole / "adapter" / name).read_bytes()


def test_the_adapter_is_what_the_verifier_loads(run, mpnet, tokenizer, monkeypatch):
    adapter = run[0] / "adapter"
    calibration = {"slope": 1.0, "offset": 0.0, "threshold": 0.5, "certain": 0.9}
    (adapter / "calibration.json").write_text(json.dumps(calibration), encoding="utf-8")
    monkeypatch.setattr(verifier, "locate", lambda part, directory: Location(str(mpnet), pinned=True))
    monkeypatch.setattr(verifier, "matrix_dtype", lambda: torch.float32)
    torch.manual_seed(RECIPE.seed)
    model = Model(mpnet, RECIPE)
    optimizer = torch.optim.AdamW(list(model.named().values()))
    module.restore(run[0] / f"step-{STEPS}.safetensors", model, optimizer, STEPS)
    [row] = pack(GROUP, tokenizer, 1000)
    with torch.no_grad():
        _, whole = model.judge([row])
    [found] = TrainedVerifier(mpnet.parent, adapter).verify(
        [(GROUP.evidence, [claim.text for claim in GROUP.claims])]
    )
    assert found == pytest.approx(torch.sigmoid(-whole).tolist(), abs=0.03), "bfloat16 while training"
    (adapter / "calibration.json").unlink()
