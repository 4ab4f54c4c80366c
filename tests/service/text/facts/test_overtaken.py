from __future__ import annotations

from dataclasses import replace

import pytest

from service.text.facts.overtaken import overtaken
from service.text.facts.statements import all_statements
from service.types import BlockKind
from tests.service.builders import event

MONDAY, TUESDAY = "2031-03-03", "2031-03-04"
FIVE = "The coast guard puts the number of dead at five for the time being."
EIGHT = "Eight people were killed, the coast guard said."


def gone(*articles, published=(MONDAY, TUESDAY)):
    told = event(*articles, published=published)
    rows = overtaken(all_statements(told.sentences, told.documents, told.roles))
    return [told.sentences[row].text for row in sorted(rows)]


def test_a_count_that_a_later_one_raised_is_overtaken():
    assert gone([FIVE], [EIGHT]) == [FIVE]


@pytest.mark.parametrize("published", [(TUESDAY, MONDAY), (MONDAY, MONDAY), (None, None), (MONDAY, None)])
def test_only_a_later_report_overtakes(published):
    assert gone([FIVE], [EIGHT], published=published) == []


def test_a_count_that_is_still_given_stands():
    again = "Five people were killed, hospitals said."
    assert gone([FIVE], [EIGHT, again]) == []


def test_a_count_that_its_sentence_calls_replaced_is_overtaken_without_a_date():
    earlier = "It had put the number of dead at five on Monday."
    assert gone([EIGHT, earlier], published=()) == [earlier]
    assert gone([earlier], published=()) == []


def test_a_sentence_that_also_gives_the_last_count_stands():
    both = "Eight people were killed, it said, raising the count from the five deaths it had announced."
    assert gone([FIVE], [both]) == [FIVE]


def test_the_injured_do_not_overtake_the_dead():
    assert gone([FIVE], ["Eight people were injured, the coast guard said."]) == []


def test_victims_of_an_earlier_year_are_no_overtaken_count():
    past = "In March 2025 five people were killed when another ferry sank."
    assert gone([EIGHT, past], published=(TUESDAY,)) == []


def test_what_cannot_be_told_overtakes_nothing():
    told = event([FIVE], [EIGHT], published=(MONDAY, TUESDAY))
    digest = [replace(s, kind=BlockKind.DIGEST) if s.doc == 1 else s for s in told.sentences]
    assert overtaken(all_statements(digest, told.documents, told.roles)) == frozenset()
