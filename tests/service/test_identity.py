from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.identity import document_key, summary_id
from service.types import Document, Format, Length, MediaType, Mode, SummaryRequest

ONE = Document(0, "a.txt", "A ferry sank.", MediaType.TEXT)
TWO = Document(1, "b.txt", "A dam burst.", MediaType.TEXT)
REQUEST = SummaryRequest(())
MODELS = {"encoder": "e", "fuser": "f", "verifier": "v"}


def identified(request=REQUEST, documents=(ONE, TWO), models=MODELS):
    return summary_id(request, documents, models)


def test_an_id_does_not_depend_on_the_order():
    assert identified() == identified(documents=(replace(TWO, index=0), replace(ONE, index=1)))
    assert identified() == identified(models=dict(reversed(MODELS.items())))


@pytest.mark.parametrize(
    "other",
    [
        {"length": Length(words=131)},
        {"length": Length(sentences=130)},
        {"format": Format.BULLETS},
        {"mode": Mode.EXTRACTIVE},
        {"query": "why"},
        {"include_text": True},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_option_is_another_summary(other):
    assert identified(replace(REQUEST, **other)) != identified()


@pytest.mark.parametrize(
    "other",
    [
        {"text": "A ferry sank!"},
        {"id": "c.txt"},
        {"title": "Ferry"},
        {"outlet": "Courier"},
        {"url": "https://a.example/"},
        {"published_at": "2031-10-14"},
        {"media_type": MediaType.MARKDOWN},
    ],
    ids=lambda change: next(iter(change)),
)
def test_another_document_is_another_summary(other):
    assert identified(documents=(replace(ONE, **other), TWO)) != identified()


def test_other_models_and_fewer_documents_are_another_summary():
    assert identified(models=MODELS | {"fuser": "g"}) != identified()
    assert identified(documents=(ONE,)) != identified() != identified(documents=(ONE, TWO, TWO))


def test_an_id_is_short_and_can_stand_in_a_url():
    assert identified().isascii()
    assert identified().replace("_", "").isalnum()
    assert len(identified()) < 40


def test_a_title_is_not_mistaken_for_an_outlet():
    assert document_key(replace(ONE, title="x")) != document_key(replace(ONE, outlet="x"))


ANYTHING = st.text(st.characters(), max_size=10)


@given(
    st.lists(st.builds(replace, st.just(ONE), text=ANYTHING, id=ANYTHING, title=ANYTHING), max_size=4),
    ANYTHING,
)
def test_any_text_has_an_id(documents, query):
    request = replace(REQUEST, query=query)
    assert summary_id(request, documents, MODELS) == summary_id(request, documents[::-1], MODELS)
    backwards = documents[::-1]
    assert sorted(documents, key=document_key) == sorted(backwards, key=document_key)
