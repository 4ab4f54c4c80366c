from evaluation.baselines import Cited
from evaluation.oracle import oracle


def told(words, *articles, reference="a goat ate red hats"):
    sents = [[Cited(doc, 0, 0, text) for text in texts] for doc, texts in enumerate(articles)]
    return [sent.text for sent in oracle(sents, words, reference, str.split)]


def test_it_takes_what_the_reference_tells_and_stops():
    assert told(50, ["it rained", "a goat ate"], ["red hats", "nobody saw"]) == ["a goat ate", "red hats"]


def test_pairs_of_words_count_beside_words():
    assert told(5, ["hats red ate goat a"], ["a goat ate red hats"]) == ["a goat ate red hats"]


def test_what_is_told_already_raises_nothing():
    assert told(50, ["a goat ate red hats"], ["a goat ate"]) == ["a goat ate red hats"]


def test_the_ceiling_holds():
    assert told(3, ["a goat ate red hats"], ["a goat", "ate red hats"]) == ["ate red hats"]
    assert told(1, ["a goat ate red hats"]) == []


def test_of_equals_the_first_is_taken():
    assert told(2, ["red hats"], ["a goat"]) == ["red hats"]


def test_nothing_to_choose_from():
    assert told(50) == []
