import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.evidence import Check, Choice, carrying, choose, needed, pieces, split

SOURCE = [
    "The lighthouse at Ormby was built in 1871.",
    "Gulls nest there every spring.",
    "Keeper Ada Trell lit the lamp for forty years.",
    "The council sold the lighthouse to a baker in May.",
    "Visitors may climb the tower on Sundays.",
]
CLAIM = "Keeper Ada Trell lit the lamp of the lighthouse that the council sold to a baker."
WORDS = st.lists(st.sampled_from("lamp gull tower baker may the of".split()), max_size=12).map(" ".join)


def flat(texts):
    return [0.0] * len(texts)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One came. Two left.", ["One came.", "Two left."]),
        ("a headline\n\nOne  came .\nTwo left .", ["a headline", "One came.", "Two left."]),
        ("He said `` no '' . It cost $ 5 -LRB- or 6 -RRB- .", ['He said " no ".', "It cost $5 (or 6)."]),
        ("Ada 's lamp did n't burn .", ["Ada's lamp didn't burn."]),
        ("", []),
    ],
)
def test_splitting_undoes_what_a_tokenizer_did(text, sentences):
    assert split(text) == sentences


def test_long_sentences_are_cut_and_know_where_they_are_from():
    cut = pieces(["a b c d e", "", "f"], Choice(piece_words=2))
    assert [(piece.sentence, piece.text) for piece in cut] == [(0, "a b"), (0, "c d"), (0, "e"), (2, "f")]


def test_both_sentences_that_the_claim_draws_on_are_chosen():
    assert choose(CLAIM, SOURCE, flat(SOURCE), Choice(sentences=2)) == (2, 3)


def test_similarity_decides_where_no_word_is_shared():
    similarities = [0.1, 0.9, 0.2, 0.3, 0.4]
    assert choose("Zebras.", SOURCE, similarities, Choice(sentences=1)) == (1,)


def test_a_word_that_is_covered_counts_less():
    source = ["The baker bought a tower.", "A baker and a tower.", "The gull left."]
    how = Choice(sentences=2, beside=0.0, covered=0.0)
    assert choose("The baker's tower has a gull.", source, flat(source), how) == (0, 2)


def test_the_evidence_fits_the_room_but_is_never_empty():
    assert choose(CLAIM, SOURCE, flat(SOURCE), Choice(all_words=1)) == (2,)
    assert choose(CLAIM, [], []) == ()


@given(WORDS, st.lists(st.tuples(WORDS, st.floats(-1, 1)), max_size=12), st.integers(1, 40))
def test_choices_are_in_order_and_within_bounds(claim, rows, room):
    texts, similarities = [text for text, _ in rows], [value for _, value in rows]
    how = Choice(sentences=4, all_words=room)
    for found in (choose(claim, texts, similarities, how), carrying(claim, texts, similarities, how)):
        assert list(found) == sorted(set(found))
        assert set(found) <= set(range(len(texts)))
        assert bool(found) == bool(texts)
    chosen = choose(claim, texts, similarities, how)
    assert len(chosen) <= 4
    assert len(chosen) == 1 or sum(len(texts[i].split()) for i in chosen) <= room


def test_what_adds_nothing_does_not_carry():
    assert carrying(CLAIM, SOURCE, flat(SOURCE)) == (2, 3)
    assert carrying("Gulls nest.", [SOURCE[1], SOURCE[1]], [0.1, 0.2]) == (1,)


def words_told(checks):
    """A verifier's stand-in: the share of the claim's words that the evidence has."""
    return [
        sum(word in " ".join(check.evidence).split() for word in check.claim.split())
        / len(check.claim.split())
        for check in checks
    ]


def test_sentences_without_which_the_claim_is_as_probable_are_dropped():
    checks = [
        Check(("tower", "baker gull", "baker", "lamp"), "lamp baker gull"),
        Check(("gull", "tower"), "may"),
        Check((), "may"),
    ]
    kept = needed(checks, [[0.1, 0.9, 0.2, 0.3], [0.5, 0.4], []], words_told)
    assert kept == [(1, 3), (0,), ()]


def test_a_small_fall_is_taken():
    check = Check(("lamp", "gull"), "lamp lamp lamp gull")
    assert needed([check], [[0.9, 0.1]], words_told) == [(0, 1)]
    assert needed([check], [[0.9, 0.1]], words_told, fall=0.3) == [(0,)]
