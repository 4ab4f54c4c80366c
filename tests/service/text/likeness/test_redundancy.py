from service.text.likeness.redundancy import retells
from service.text.words import content_stems


def again(new, old, similarity):
    return retells(similarity, content_stems(new), content_stems(old))


def test_the_same_in_other_words_needs_nearness_and_a_shared_word():
    assert again("Ferry Alba went down off Orre", "The Alba sank near the coast", 0.9)
    assert not again("Ferry Alba went down off Orre", "The Alba sank near the coast", 0.5)


def test_nearness_alone_is_not_enough():
    assert not again("Bakers met in Hale", "The Alba sank near the coast", 0.99)


def test_mostly_the_same_words_are_enough():
    assert again("The ferry Alba sank", "The ferry Alba sank off Orre on Monday", 0.0)
    assert not again(
        "The ferry Alba sank off Orre on Monday with 40 people aboard", "The ferry Alba sailed", 0.0
    )
