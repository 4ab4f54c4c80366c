"""Every parser of ours, fed with anything: it reads, or raises what it declares; and none dawdles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import RequestError
from service.http.described import read_metadata
from service.http.multipart import Part, read_parts
from service.http.posted import from_json
from service.limits import DEFAULT_LIMITS
from service.stages.ingest import ingest
from service.text.display import display, fold
from service.text.facts.date_mention import resolve
from service.text.facts.dates import date_mentions
from service.text.facts.numbers import quantities
from service.text.files.archive import check_zip
from service.text.files.encoding import decode, decode_html, looks_binary
from service.text.files.extract_docx import extract_docx
from service.text.files.extract_html import extract_html
from service.text.files.extract_pdf import extract_pdf
from service.text.files.extracted import OverLimitError, UnreadableError
from service.text.files.html_meta import iso_date
from service.text.language import language_of
from service.text.layout.asides import find_asides
from service.text.layout.boilerplate import clutter_name
from service.text.layout.datelines import dated_line, dateline_length, publication_day
from service.text.layout.headlines import likeness
from service.text.orders import gives_orders
from service.text.sentences import MAX_SENTENCE, sentence_bounds
from service.text.words import content_stems, count_words, names
from service.types import MediaType
from tests.service.builders import source
from tests.strategies import any_text, hostile_bytes, hostile_lines, hostile_text
from tests.under_fire import nasty_files, nasty_text

several = settings(max_examples=25, deadline=None)
REFUSALS = (UnreadableError, OverLimitError)
odd_text = hostile_text | any_text | st.sampled_from((*nasty_text.NUMBERS, *nasty_text.DATES))


@several
@given(hostile_bytes)
def test_any_bytes_are_decoded(content):
    for found in (decode(content), decode_html(content)):
        assert found.text.encode("utf-8") == content or not found.exact
    assert looks_binary(content) in (True, False)


@several
@given(hostile_lines | any_text, st.sampled_from(("", "<p>", "<div><table>", "<!--", "<title>")))
def test_any_page_is_read(text, opening):
    found = extract_html(opening + text)
    for block in found.blocks:
        assert 0 <= block.start < block.end <= len(found.text)


@several
@given(hostile_bytes, st.sampled_from((b"", b"%PDF-1.7\n", b"PK\x03\x04")))
def test_any_bytes_are_a_file_or_are_refused(content, opening):
    with suppress(*REFUSALS):
        extract_pdf(opening + content, 10, 10_000)
    with suppress(*REFUSALS):
        extract_docx(opening + content, 1_000_000)
    with suppress(*REFUSALS):
        check_zip(opening + content, 1_000_000)


@pytest.mark.parametrize("kind", MediaType)
@several
@given(content=hostile_bytes | hostile_text)
def test_any_document_is_taken_in_or_refused(kind, content):
    try:
        document = ingest(source(content, media_type=kind), DEFAULT_LIMITS)
    except RequestError:
        return
    assert any(map(str.isalnum, document.text))


@several
@given(odd_text)
def test_figures_and_dates_are_found_where_they_stand(text):
    for found in (*quantities(text), *date_mentions(text)):
        assert 0 <= found.start < found.end <= len(text)
    for mention in date_mentions(text):
        for day in (None, date.min, date(2031, 5, 16), date.max):
            resolve(mention, day)


@several
@given(odd_text, odd_text)
def test_whatever_looks_at_a_line_answers(line, other):
    dated_line(line)
    publication_day([line], [other])
    assert 0 <= dateline_length(line, leads=True) <= len(line)
    assert all(0 <= start < end <= len(line) for start, end in find_asides(line))
    clutter_name(line)
    assert 0 <= likeness(line, other) <= 1
    iso_date(line)
    language_of([line, other])
    count_words(line)
    content_stems(line)
    names(line)
    assert len(fold(line)) == len(line)
    assert "\n" not in display(line, markdown=True)


@several
@given(hostile_lines | odd_text, st.sampled_from(("en", "de", "ar", "zh", "und", "xx")))
def test_sentences_are_in_order_within_bounds_and_not_too_long(text, language):
    end = 0
    for left, right in sentence_bounds(text, language):
        assert end <= left < right <= len(text)
        assert right - left <= MAX_SENTENCE
        end = right


@several
@given(st.binary(max_size=300), st.sampled_from((b"", b'{"documents": [{"text": "', b'{"documents": ')))
def test_any_body_is_a_request_or_is_refused(body, opening):
    with suppress(RequestError):
        from_json(opening + body, DEFAULT_LIMITS)


@several
@given(st.lists(st.binary(max_size=80), max_size=5), st.text(max_size=12))
def test_any_form_is_read_or_refused(chunks, boundary):
    with suppress(RequestError):
        read_parts(chunks, boundary, 5)
    with suppress(RequestError):
        read_parts([b"--x\r\nContent-Disposition: ", *chunks, b"\r\n--x--\r\n"], "x", 5)


@several
@given(st.binary(max_size=100) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_metadata_is_read_or_blamed(content):
    told, faults = read_metadata([Part("metadata", None, None, content)], 2)
    assert len(told) == 2
    assert faults or content.strip().startswith(b"[")


# Time

LINE_READERS = (
    find_asides,
    clutter_name,
    dated_line,
    date_mentions,
    quantities,
    display,
    gives_orders,
    content_stems,
    names,
    fold,
    lambda text: dateline_length(text, leads=True),
    lambda text: display(text, markdown=True),
    lambda text: sentence_bounds(text, "en"),
)


@pytest.mark.parametrize("unit", nasty_text.UNITS)
def test_no_repetition_in_a_sentence_makes_a_reader_dawdle(unit):
    text = f"The ferry {unit * (MAX_SENTENCE // len(unit))} sank."
    for read in LINE_READERS:
        began = time.process_time()
        found = read(text)
        if isinstance(found, Iterator):
            list(found)
        assert time.process_time() - began < 0.4, read


@pytest.mark.parametrize(
    "unit", ["a ", "a. ", "\n", '"', "1 ", "<b>", "( ", "**a** ", "[a](", "桥", "A. ", "!\t"]
)
def test_sentences_of_a_huge_paragraph_cost_no_more_than_its_length(unit):
    def cost(characters):
        text = unit * (characters // len(unit))
        began = time.process_time()
        sentence_bounds(text, "en")
        return time.process_time() - began

    small = min(cost(20_000) for _ in range(2))
    assert cost(80_000) < max(0.5, 10 * small)


@pytest.mark.parametrize("name", sorted(nasty_files.pages()))
def test_a_hostile_page_is_read_in_time(name):
    page = nasty_files.pages()[name]
    began = time.process_time()
    extract_html(page)
    assert time.process_time() - began < 8


def test_a_word_file_is_never_unpacked_beyond_its_limit():
    files = nasty_files.word_files()
    for name in ("bomb", "dense"):
        began = time.process_time()
        with pytest.raises(OverLimitError):
            extract_docx(files[name], DEFAULT_LIMITS.max_unzipped_bytes)
        assert time.process_time() - began < 0.5, name


@pytest.mark.parametrize("name", ["entity bomb", "external entity", "fetched template"])
def test_a_word_file_tells_nothing_from_outside(name):
    try:
        found = extract_docx(nasty_files.word_files()[name], DEFAULT_LIMITS.max_unzipped_bytes)
    except UnreadableError:
        return
    assert "root:" not in found.text
    assert len(found.text) < 1000
