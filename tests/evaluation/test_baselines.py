import pytest

from evaluation import baselines
from evaluation.scoring import score_event


def test_sentences_keep_their_place_and_drop_clutter():
    text = "PAGE ONE OF THE POST TODAY\nMr. Ox ate five red hats. It rained all day on Sunday!\nToo short."
    found = list(baselines.sentences(3, text, ["PAGE ONE"]))
    assert [s.text for s in found] == ["Mr. Ox ate five red hats.", "It rained all day on Sunday!"]
    assert all(text[s.start : s.end] == s.text and s.doc == 3 for s in found)


@pytest.mark.parametrize("words", [5, 12, 40])
def test_lead_takes_turns_and_keeps_the_ceiling(words):
    articles = [list(baselines.sentences(i, f"A{i} b c d e. F{i} g h i j.")) for i in range(3)]
    told = [s.text for s in baselines.lead(articles, words)]
    assert (
        told
        == ["A0 b c d e.", "A1 b c d e.", "A2 b c d e.", "F0 g h i j.", "F1 g h i j.", "F2 g h i j."][
            : words // 5
        ]
    )


def test_baselines_leave_out_copies_and_score_in_the_wire_form(key, response, texts):
    wire = baselines.summarize(baselines.lead, key, response["documents"], texts, 40)
    cited = {c["document_id"] for s in wire["sentences"] for c in s["citations"]}
    assert cited == {"wire.txt", "blog.txt"}
    score = score_event(key, wire, texts)
    assert score.offsets.value == score.salient.value == 1.0
    assert score.words <= 40


def test_lexrank_prefers_the_sentence_that_others_resemble():
    pytest.importorskip("sumy")
    lines = "Goats ate red hats today.", "Goats ate hats near Brill.", "Goats ate red hats near Brill."
    text = "\n".join([*lines, "A dull comet passed overhead."])
    told = baselines.lexrank([list(baselines.sentences(0, text))], 6)
    assert [s.text for s in told] == ["Goats ate red hats near Brill."]
