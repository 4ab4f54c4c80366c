from __future__ import annotations

import pytest

from service.text.facts.ages import in_years, is_age
from service.text.facts.numbers import quantities


def ages(text):
    return [int(q.value) for q in quantities(text) if is_age(text, q)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 29-year-old teacher was arrested.", [29]),
        ("Twenty-eight-year-old Ada Falk was arrested.", [28]),
        ("Ada Falk, 28, was arrested.", [28]),
        ("Ada Falk, aged 28, was arrested.", [28]),
        ("They arrested Ada Falk, 28.", [28]),
        ("Bob Ray, 40, and Al Oak, 30, were on board.", [40, 30]),
        ("She was jailed for 28 years.", []),
        ("On board were 40, 12 of them children.", []),
        ("In Hale, 28 people were hurt.", []),
        ("The bill came to 1,240, Falk said.", []),
        ("Falk, 280, was no age.", []),
    ],
)
def test_ages_are_told_from_other_figures(text, expected):
    assert ages(text) == expected


def test_an_age_by_a_name_counts_years():
    (bare,) = quantities("Ada Falk, 28, was arrested.")
    read = in_years("Ada Falk, 28, was arrested.", bare)
    assert (read.kind, read.unit, read.value) == ("measure", "year", 28)
    assert is_age("Ada Falk, 28, was arrested.", read)
