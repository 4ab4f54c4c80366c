"""Which token stands where and sees which, worked out by hand."""

from __future__ import annotations

import torch

from models.packing import PAD, START, STOP, Packed, Piece, lay_out, padded, prompt_ids

ROW = Packed((START, 7, STOP), (Piece.of((8,)), Piece.of((9, 10))))
SHORT = Packed((START, 6, STOP), (Piece.of((8,)),))


def test_a_claim_stands_between_marks():
    assert Piece.of([8, 9]).ids == (STOP, 8, 9, STOP)
    assert ROW.length == 3 + 3 + 4


def test_every_sentence_of_the_evidence_is_closed(tokenizer):
    one, two = (tokenizer.encode(text).ids for text in ("It rained.", "Orre flooded."))
    assert prompt_ids(["It rained.", "Orre flooded."], tokenizer) == (START, *one, STOP, *two, STOP)
    assert prompt_ids([], tokenizer) == (START,)


def test_every_claim_stands_right_after_the_evidence():
    ids, positions, _ = lay_out([ROW, SHORT])
    assert ids.tolist() == [[0, 7, 2, 2, 8, 2, 2, 9, 10, 2], [0, 6, 2, 2, 8, 2] + [PAD] * 4]
    assert positions.tolist() == [[0, 1, 2, 3, 4, 5, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5] + [0] * 4]


def test_who_sees_whom():
    _, _, seen = lay_out([ROW, SHORT])
    kinds = "eee" + "aaa" + "bbbb"  # the evidence, one claim, another
    assert seen[0].tolist() == [[theirs in ("e", ours) for theirs in kinds] for ours in kinds]
    assert not seen[1, :6, 6:].any(), "nothing sees the padding"
    assert seen[1].any(-1).all(), "everything sees something, or attention would divide by nothing"


def test_the_claims_states_are_taken_out_and_padded():
    states = torch.arange(2 * 10, dtype=torch.float)[:, None].reshape(2, 10, 1)
    taken, mask = padded(states, [ROW, SHORT])
    assert taken[..., 0].tolist() == [[3, 4, 5, 0], [6, 7, 8, 9], [13, 14, 15, 0]]
    assert mask.tolist() == [[1, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 0]]
