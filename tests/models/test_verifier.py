"""The verifier over a tiny random base, adapter and head: its answers mean nothing, but hold together."""

from __future__ import annotations

import json
import shutil
import threading

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from models import verifier as module
from models.errors import ModelsCorrupt, ModelsMissing
from models.mpnet import Mpnet
from models.packing import START, STOP, Packed, Piece, lay_out, padded
from models.support_head import SupportHead
from models.verifier import MAX_CLAIM_TOKENS, TrainedVerifier
from models.weights import Location

EVIDENCE = ("The harbour at Lunde was closed on Monday.", "A ferry struck the pier, police said.")
CLAIMS = (
    "A ferry struck the pier at Lunde.",
    "The mayor said it would reopen on Friday.",
    "He was released.",
)
LONG = " ".join(["ferry"] * 200) + "."
CASES = [
    (EVIDENCE, CLAIMS),
    (EVIDENCE[:1], CLAIMS[:1]),
    (EVIDENCE[1:], CLAIMS[1:]),
    ((EVIDENCE[0], CLAIMS[2]), ("12 ships were turned away in May.",)),
]


@pytest.fixture(autouse=True)
def in_place(monkeypatch, mpnet):
    monkeypatch.setattr(module, "locate", lambda part, directory: Location(str(directory / part), True))
    monkeypatch.setattr(module, "matrix_dtype", lambda: torch.float32)


@pytest.fixture(scope="module")
def shared(mpnet, verifier_adapter):
    return TrainedVerifier(mpnet.parent, verifier_adapter)


@pytest.fixture
def verifier(in_place, shared):
    shared.load()
    return shared


def chances(verifier, evidence, *claims):
    [row] = verifier.verify([(evidence, claims)])
    return row


def flat(answers):
    return [chance for row in answers for chance in row]


# The answers


def test_every_claim_gets_a_probability_of_its_own(verifier):
    answers = verifier.verify(CASES)
    assert [len(row) for row in answers] == [3, 1, 2, 1]
    assert all(0 < chance < 1 for chance in flat(answers))
    assert len(set(flat(answers))) == 7, "neither claims nor evidence are mixed up"


def test_an_answer_is_what_encoder_head_and_calibration_make_of_it(verifier, mpnet, verifier_adapter):
    tokens = verifier._loaded.tokenizer
    one, two, claim = (tuple(tokens.encode(t, add_special_tokens=False).ids) for t in (*EVIDENCE, CLAIMS[0]))
    row = Packed((START, *one, STOP, *two, STOP), (Piece.of(claim),))
    head = SupportHead(32)
    head.load_state_dict(load_file(verifier_adapter / "head.safetensors"))
    with torch.inference_mode():
        states = Mpnet(mpnet, torch.float32, verifier_adapter).states(*lay_out([row]))
        _, whole = head(*padded(states, [row]))
    [expected] = torch.sigmoid(0.5 - 3.0 * whole).tolist()  # the fixture's calibration
    assert chances(verifier, EVIDENCE, CLAIMS[0]) == pytest.approx([expected], abs=1e-6)


def test_a_claim_is_judged_alike_alone_and_among_others(verifier):
    together = flat(verifier.verify(CASES))
    single = [chances(verifier, evidence, claim)[0] for evidence, claims in CASES for claim in claims]
    assert together == pytest.approx(single, abs=1e-4)


def test_the_order_of_the_cases_does_not_matter(verifier):
    assert flat(reversed(verifier.verify(CASES[::-1]))) == pytest.approx(
        flat(verifier.verify(CASES)), abs=1e-4
    )
    [row] = verifier.verify([(EVIDENCE, CLAIMS[::-1])])
    assert row[::-1] == pytest.approx(chances(verifier, EVIDENCE, *CLAIMS), abs=1e-4)


def test_the_same_question_gets_the_same_answer(verifier):
    assert verifier.verify(CASES) == verifier.verify(CASES)


def test_many_claims_are_split_and_put_together_again(verifier, monkeypatch):
    whole = verifier.verify(CASES)
    monkeypatch.setattr(module, "BATCH_TOKENS", 40)
    batches = []
    ask = verifier._loaded.chances
    monkeypatch.setattr(verifier._loaded, "chances", lambda rows: batches.append(len(rows)) or ask(rows))
    assert flat(verifier.verify(CASES)) == pytest.approx(flat(whole), abs=1e-4)
    assert len(batches) == 7, "a claim a row, a row a batch"


def test_nothing_asked_nothing_answered(verifier):
    assert verifier.verify([]) == []
    assert verifier.verify([(EVIDENCE, ()), ((), ())]) == [[], []]


def test_threads_may_share_it(verifier):
    expected, found = verifier.verify(CASES), []
    threads = [threading.Thread(target=lambda: found.append(verifier.verify(CASES))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [expected] * 4


# What is no sentence


@pytest.mark.parametrize("claim", ["", " \n", LONG, "\x00"], ids=["empty", "blank", "long", "no character"])
def test_what_is_no_claim_is_not_supported(verifier, claim):
    first, middle, last = chances(verifier, EVIDENCE, CLAIMS[0], claim, CLAIMS[1])
    assert [first, last] == pytest.approx(chances(verifier, EVIDENCE, *CLAIMS[:2]), abs=1e-4)
    assert middle == 0.0


def test_the_longest_claim_that_is_read(verifier):
    at_most = " ".join(["ferry"] * MAX_CLAIM_TOKENS)
    assert chances(verifier, EVIDENCE, at_most)[0] > 0
    assert chances(verifier, EVIDENCE, f"{at_most} ferry") == [0.0]


@pytest.mark.parametrize("evidence", [(), ("",), (" ", "\n")])
def test_without_evidence_nothing_is_supported(verifier, evidence):
    assert chances(verifier, evidence, *CLAIMS) == [0.0, 0.0, 0.0]


# Evidence that does not fit


def test_sentences_that_do_not_fit_are_left_out_whole(verifier):
    fits = chances(verifier, (EVIDENCE[0], LONG), *CLAIMS)
    assert chances(verifier, (EVIDENCE[0], LONG, LONG), *CLAIMS) == pytest.approx(fits, abs=1e-6)
    with_room = chances(verifier, (EVIDENCE[0], LONG, EVIDENCE[1]), *CLAIMS)
    assert chances(verifier, (EVIDENCE[0], LONG, LONG, EVIDENCE[1]), *CLAIMS) == pytest.approx(
        with_room, abs=1e-6
    )
    assert with_room != pytest.approx(fits, abs=1e-4)


def test_a_claim_on_a_single_sentence_that_does_not_fit_is_not_supported(verifier):
    assert chances(verifier, (f"{LONG} {LONG}",), *CLAIMS) == [0.0, 0.0, 0.0]


def test_the_most_that_fits_leaves_room_for_the_longest_claim(verifier):
    room = verifier._loaded.encoder.most - MAX_CLAIM_TOKENS - 2
    full = " ".join(["pier"] * (room - 2))
    assert len(verifier._loaded._prompt([full])) == room
    assert chances(verifier, (full,), " ".join(["ferry"] * MAX_CLAIM_TOKENS))[0] > 0
    assert chances(verifier, (f"{full} pier",), CLAIMS[0]) == [0.0]


# Hostile text


@pytest.mark.parametrize("mark", ["<s>", "</s>", "<pad>", "<mask>", "<unk>", "[UNK]"])
def test_marks_in_a_document_are_plain_characters(verifier, mark):
    ids = verifier._loaded._prompt([f"The ferry {mark} struck"])
    assert [ids[0], ids[-1]] == [START, STOP]
    special = {verifier._loaded.tokenizer.token_to_id(name) for name in ("<s>", "</s>", "<pad>", "<mask>")}
    assert not special & set(ids[1:-1])
    plain = f"{mark[0]} {mark[1:-1].replace('/', '/ ')} {mark[-1]}"
    assert ids == verifier._loaded._prompt([f"The ferry {plain} struck"])


def test_a_mark_does_not_end_the_evidence_or_start_another_claim(verifier):
    trick = f"It rained. </s> </s> {CLAIMS[0]}"
    assert chances(verifier, (trick,), CLAIMS[0]) != pytest.approx(
        chances(verifier, ("It rained.", CLAIMS[0]), CLAIMS[0]), abs=1e-4
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=3), st.lists(st.text(max_size=40), max_size=3))
def test_any_text_gets_a_probability(shared, evidence, claims):
    found = chances(shared, evidence, *claims)
    assert len(found) == len(claims)
    assert all(0 <= chance <= 1 for chance in found)


# Loading


def test_thresholds_and_name_come_with_the_adapter(mpnet, verifier_adapter):
    fresh = TrainedVerifier(mpnet.parent, verifier_adapter)
    assert fresh.name == "all-mpnet-base-v2 + tiny"
    assert (fresh.threshold, fresh.certain) == (0.6, 0.9)


def test_weights_are_read_once(mpnet, verifier_adapter, monkeypatch):
    fresh = TrainedVerifier(mpnet.parent, verifier_adapter)
    fresh.load()
    monkeypatch.setattr(module, "locate", None)
    fresh.load()
    assert fresh.threshold == 0.6


def test_without_weights_the_command_is_named(monkeypatch, tmp_path, verifier_adapter):
    monkeypatch.undo()
    with pytest.raises(ModelsMissing, match="run `citeweave models fetch`"):
        TrainedVerifier(tmp_path, verifier_adapter).load()


@pytest.fixture
def copied(tmp_path, verifier_adapter):
    return shutil.copytree(verifier_adapter, tmp_path / "copied")


@pytest.mark.parametrize("name", ["adapter_model.safetensors", "head.safetensors", "calibration.json"])
def test_an_adapter_that_lacks_a_file_is_missing(mpnet, copied, name):
    (copied / name).unlink()
    with pytest.raises(ModelsMissing, match=f"holds no {name}"):
        TrainedVerifier(mpnet.parent, copied).load()


def test_without_an_adapter_it_does_not_load(mpnet, monkeypatch):
    monkeypatch.setattr(module, "locate_adapter", lambda part, adapter: None)
    with pytest.raises(ModelsMissing, match="reinstall citeweave"):
        TrainedVerifier(mpnet.parent).load()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        json.dumps({"slope": 1, "offset": 0, "threshold": 0.5}),
        json.dumps({"slope": 1, "offset": 0, "threshold": 0.5, "certain": "high"}),
    ],
)
def test_a_calibration_that_is_wrong_is_refused(mpnet, copied, text):
    (copied / "calibration.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelsCorrupt, match=r"copied/calibration\.json"):
        TrainedVerifier(mpnet.parent, copied).load()


@pytest.mark.parametrize("width", [16, None], ids=["of another model", "cut short"])
def test_a_head_that_does_not_fit_is_refused(mpnet, copied, width):
    path = copied / "head.safetensors"
    if width:
        save_file(SupportHead(width).state_dict(), path)
    else:
        path.write_bytes(path.read_bytes()[:-4])
    with pytest.raises(ModelsCorrupt, match="head of the adapter copied does not fit"):
        TrainedVerifier(mpnet.parent, copied).load()
