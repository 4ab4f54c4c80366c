from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import ModelsMissing
from service.deadline import OverTimeError
from service.errors import Fault, InvalidRequest, StageError, TooLarge
from service.jobs.codec import decode, digest, encode
from service.jobs.failure import Failure
from service.types import Format, Length, MediaType, Mode, SourceDocument, SummaryRequest

unhurried = settings(deadline=None)
texts = st.text(st.characters(), max_size=20)
optional = st.none() | texts
sources = st.builds(
    SourceDocument,
    index=st.integers(0, 9),
    id=texts,
    content=texts | st.binary(max_size=20),
    media_type=st.sampled_from(MediaType),
    title=optional,
    url=optional,
    outlet=optional,
    published_at=optional,
    pointer=texts,
)
requests = st.builds(
    SummaryRequest,
    documents=st.lists(sources, max_size=3).map(tuple),
    length=st.builds(Length, words=st.none() | st.integers(1, 9), sentences=st.none() | st.integers(1, 9)),
    format=st.sampled_from(Format),
    mode=st.sampled_from(Mode),
    query=optional,
    include_text=st.booleans(),
)


@unhurried
@given(requests)
def test_a_request_survives(request):
    assert decode(encode(request)) == request
    assert encode(decode(encode(request))) == encode(request)


@unhurried
@given(requests)
def test_lone_surrogates_survive(request):
    odd = replace(request, query="\ud800 \udfff")
    assert decode(encode(odd)).query == "\ud800 \udfff"


@unhurried
@given(requests, requests)
def test_digests_tell_requests_apart(one, two):
    assert (digest(one) == digest(two)) == (one == two)


def test_text_and_the_same_bytes_are_not_the_same():
    document = SourceDocument(0, "a", "text", MediaType.TEXT)
    posted = SummaryRequest((document,))
    uploaded = SummaryRequest((replace(document, content=b"text"),))
    assert digest(posted) != digest(uploaded)


@pytest.mark.parametrize(
    "error",
    [
        InvalidRequest("Wrong.", [Fault("/documents/0", "é is odd"), Fault("", "so is this")]),
        TooLarge("Too much."),
        OverTimeError("Too slow."),
        ModelsMissing("run `citeweave models fetch`"),
        StageError("rank"),
    ],
)
def test_an_error_of_ours_comes_back_as_it_was(error):
    kept = Failure.from_bytes(Failure.of(error).to_bytes()).to_error()
    assert type(kept) is type(error)
    assert str(kept) == str(error)
    assert getattr(kept, "faults", ()) == getattr(error, "faults", ())


def test_of_any_other_error_no_word_is_kept():
    failure = Failure.of(KeyError("SECRET words of a document"))
    assert b"SECRET" not in failure.to_bytes()
    assert type(failure.to_error()) is RuntimeError
