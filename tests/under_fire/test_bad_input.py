"""A share of the hostile requests each time; `make fuzz` sends thousands."""

from __future__ import annotations

import itertools
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.strategies import hostile_bytes, hostile_lines
from tests.under_fire import nasty_requests
from tests.under_fire.fuzz import application
from tests.under_fire.shots import Shot, check_summary, fire

SHARE = 31  # one in so many of the corpus
MUTATIONS = 25

few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """Return the application over stand-ins, its refusals not logged."""
    logging.disable(logging.CRITICAL)
    yield application(tmp_path_factory.mktemp("fire"))
    logging.disable(logging.NOTSET)


def test_nothing_of_the_corpus_makes_the_service_fail(service):
    for shot in itertools.islice(nasty_requests.corpus(), 0, None, SHARE):
        hit = fire(service, shot)
        assert hit.seconds < 20, shot.name


def test_what_once_made_it_fail_does_so_no_more(service):
    sound = nasty_requests.SOUND
    for fields in (
        {"url": "http://[::1"},
        {"published_at": "0001-01-01"},
        {"published_at": "9999-12-31"},
        {"text": f"0000-00-00. On 0000-00-00 the ferry sank. {sound}"},
        {"text": "<p>x" * 12_000 + sound, "media_type": "text/html"},
        {"text": f"{sound} {'!' + chr(9) * 900}x"},
    ):
        assert fire(service, nasty_requests.posted("again", {"text": sound} | fields)).seconds < 20
    many = {"documents": [{"text": sound}], **{f"x{number}": 0 for number in range(50_000)}}
    hit = fire(service, Shot("again", nasty_requests.encoded(many)))
    assert (hit.status, hit.mebibytes < 100) == (422, True)


def test_no_mutation_makes_the_service_fail(service):
    for shot in itertools.islice(nasty_requests.stream(), MUTATIONS):
        assert fire(service, shot).seconds < 20, shot.name


def test_the_stream_is_the_same_every_time():
    one, two = (list(itertools.islice(nasty_requests.stream(7), 20)) for _ in range(2))
    assert one == two
    assert one != list(itertools.islice(nasty_requests.stream(8), 20))


@few
@given(st.lists(hostile_lines, min_size=1, max_size=3), st.sampled_from(("text/plain", "text/markdown")))
def test_hostile_text_through_the_door_is_cited_to_the_letter(service, texts, kind):
    documents = [{"text": text, "media_type": kind} for text in texts]
    fire(service, nasty_requests.posted("hypothesis", *documents))


@few
@given(st.lists(hostile_bytes, min_size=1, max_size=2), st.sampled_from(("txt", "md", "html", "pdf", "docx")))
def test_hostile_files_through_the_door(service, contents, ending):
    files = [(f"{number}.{ending}", content, None) for number, content in enumerate(contents)]
    fire(service, nasty_requests.uploaded("hypothesis", *files))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
documents = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(nasty_requests.FIELDS, json_values | st.just("A b."))
)
requests = json_values | st.fixed_dictionaries(
    {"documents": st.lists(documents, max_size=3) | json_values},
    optional=dict.fromkeys(nasty_requests.OPTIONS[1:], json_values),
)


@few
@given(requests)
def test_any_json_through_the_door(service, value):
    fire(service, Shot("hypothesis", nasty_requests.encoded(value)))


@few
@given(st.binary(max_size=400), st.text(st.characters(max_codepoint=255), max_size=40))
def test_any_bytes_of_any_type_through_the_door(service, body, kind):
    fire(service, Shot("hypothesis", body, kind))
    fire(service, Shot("hypothesis", body, nasty_requests.FORM))


def test_what_is_checked_can_fail():
    citation = {
        "document_index": 0,
        "document_id": "a",
        "start_char_index": 0,
        "end_char_index": 3,
        "cited_text": "The",
    }
    sentence = {
        "text": "The",
        "start": 0,
        "end": 3,
        "citations": [citation],
        "support": {"verdict": "supported"},
        "corroboration": 1,
    }
    told = {
        "summary": "The",
        "sentences": [sentence],
        "conflicts": [],
        "timeline": [],
        "documents": [{"id": "a", "characters": 9}],
    }
    check_summary(told, ["The ferry"])
    with pytest.raises(AssertionError):
        check_summary(told, ["A ferry.."])
    with pytest.raises(AssertionError):
        check_summary(told, ["The ferry"], {"words": 0})
    with pytest.raises(AssertionError):
        check_summary(told | {"summary": "A"}, ["The ferry"])
