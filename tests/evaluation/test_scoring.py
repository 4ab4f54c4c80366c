import dataclasses

import pytest

from evaluation.ratio import Ratio
from evaluation.scoring import EventScore, score_event


def test_a_perfect_answer(key, response, texts):
    score = score_event(key, response, texts)
    ratios = {f.name: getattr(score, f.name) for f in dataclasses.fields(EventScore)}
    modes = {"abstractive", "fused"}
    shares = {name: r.value for name, r in ratios.items() if isinstance(r, Ratio) and name not in modes}
    assert shares == dict.fromkeys(shares, 1.0)
    assert score.abstractive == Ratio(1, 2)
    assert score.words == 16
    assert not any(value for value in ratios.values() if isinstance(value, tuple))


def test_the_share_fused_is_of_what_several_sources_tell(key, response, texts):
    assert score_event(key, response, texts).fused == Ratio(0, 0)
    for sentence in response["sentences"]:
        sentence["corroboration"] = 2
    assert score_event(key, response, texts).fused == Ratio(1, 2)
    response["sentences"][1]["corroboration"] = 1
    assert score_event(key, response, texts).fused == Ratio(0, 1)


def test_what_is_not_told_is_missed(key, response, texts):
    response["sentences"][0]["text"] = "A goat ate hats."
    score = score_event(key, response, texts)
    assert score.salient == Ratio(0, 1)
    assert score.coverage == Ratio(1, 4)
    assert score.missed_facts == ("f1: A goat ate 14 hats.",)


def test_a_fact_must_be_told_within_one_sentence(key, response, texts):
    first, second = response["sentences"]
    first["text"], second["text"] = "A goat ate hats.", "There were 14, for 90 crowns."
    assert score_event(key, response, texts).salient == Ratio(0, 1)


def test_a_wrong_file_cited(key, response, texts):
    for citation in response["sentences"][0]["citations"]:
        citation["document_id"] = "blog.txt"
    score = score_event(key, response, texts)
    assert score.citation_correctness == Ratio(1, 2)
    assert score.citation_precision == Ratio(1, 2)
    assert score.citation_recall == Ratio(1, 3)


def test_citing_one_of_two_copies_is_half_the_files_but_all_the_sources(key, response, texts):
    response["sentences"][0]["citations"].pop()
    score = score_event(key, response, texts)
    assert score.citation_recall == Ratio(2, 3)
    assert score.source_recall == Ratio(2, 2)


@pytest.mark.parametrize("shift", [-1, 1])
def test_offsets_that_are_off_by_one(key, response, texts, shift):
    response["sentences"][1]["citations"][0]["start_char_index"] += shift
    assert score_event(key, response, texts).offsets == Ratio(7, 8)


def test_offsets_count_in_the_text_that_the_response_gives(key, response, texts):
    response["documents"][2]["text"], texts[2] = texts[2], "<p>raw</p>"
    assert score_event(key, response, texts).offsets.value == 1.0


def test_forbidden_claims_are_sought_in_sentences_and_title(key, response, texts):
    response["sentences"][1]["text"] = "A SHEEP ate 90 hats."
    response["title"] = "Sheep ate hats"
    assert score_event(key, response, texts).forbidden == ("Sheep ate hats", "A SHEEP ate 90 hats.")


def test_clutter_cited_or_told(key, response, texts):
    response["timeline"][0]["citations"][0]["cited_text"] = "HILL WIRE\nA goat"
    response["summary"] += " My goat blog"
    score = score_event(key, response, texts)
    assert score.boilerplate == ("summary: My goat blog", "wire.txt: HILL WIRE")


def test_a_date_line_is_clutter_only_where_it_stands(key, response, texts):
    response["summary"] += " On 3 May 2031 it rained."
    assert score_event(key, response, texts).boilerplate == ()
    response["sentences"][0]["citations"][0]["cited_text"] = "3 May 2031\nA goat"
    assert score_event(key, response, texts).boilerplate == ("wire.txt: 3 May 2031",)


def test_roles_and_copies(key, response, texts):
    response["documents"][3]["role"] = "main"
    response["documents"][2]["copy_of"] = "wire.txt"
    score = score_event(key, response, texts)
    assert score.roles == Ratio(3, 4)
    assert score.wrong_roles == ("old.txt: earlier_event, not main",)
    assert score.copies == Ratio(1, 2)


@pytest.mark.parametrize(("date", "right"), [("2031", 1), ("2031-05-03", 1), ("2031-05-04", 0), ("2030", 0)])
def test_timeline_dates_count_at_their_own_precision(key, response, texts, date, right):
    response["timeline"][0]["date"] = date
    assert score_event(key, response, texts).timeline == Ratio(right, 1)


def test_an_entry_that_tells_no_dated_fact_is_not_counted(key, response, texts):
    response["timeline"][0]["text"] = "The fair went on."
    assert score_event(key, response, texts).timeline == Ratio(0, 0)
