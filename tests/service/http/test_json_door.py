from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from service.http.app import create_app
from service.types import Format, Length, MediaType, Mode

TEXT = "A crane fell at the north quay. Nobody was hurt."


def pointers(body):
    return [fault["pointer"] for fault in body["errors"]]


def test_least_request_gets_the_defaults(post, summarizer):
    response = post({"documents": [{"text": TEXT}]})
    assert response.status_code == 200
    assert response.content_type == "application/json"
    (request,) = summarizer.requests
    (document,) = request.documents
    assert (document.index, document.id, document.content) == (0, "doc-1", TEXT)
    assert document.media_type is MediaType.TEXT
    assert document.pointer == "/documents/0"
    assert (request.length, request.format, request.mode) == (
        Length(words=130),
        Format.PARAGRAPH,
        Mode.ABSTRACTIVE,
    )
    assert (request.query, request.include_text) == (None, False)


def test_every_field_of_the_contract_reaches_the_request(post, summarizer):
    document = {
        "text": "<p>Hi</p>",
        "id": "é 1.html",
        "title": "T",
        "url": "https://example.org/1",
        "outlet": "O",
        "published_at": "20240516",
        "media_type": "text/html",
    }
    options = {
        "length": "short",
        "format": "bullets",
        "mode": "extractive",
        "query": " crane ",
        "include_text": True,
    }
    response = post({"documents": [document], **options})
    assert response.status_code == 200
    (request,) = summarizer.requests
    (source,) = request.documents
    assert (source.id, source.title, source.url, source.outlet) == (
        "é 1.html",
        "T",
        "https://example.org/1",
        "O",
    )
    assert (source.published_at, source.media_type) == ("2024-05-16", MediaType.HTML)
    assert (request.length, request.format, request.mode) == (
        Length(words=60),
        Format.BULLETS,
        Mode.EXTRACTIVE,
    )
    assert (request.query, request.include_text) == ("crane", True)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("medium", Length(words=130)),
        ("long", Length(words=250)),
        ({"words": 1}, Length(words=1)),
        ({"sentences": 5}, Length(sentences=5)),
    ],
)
def test_lengths(post, summarizer, length, expected):
    assert post({"documents": [{"text": TEXT}], "length": length}).status_code == 200
    assert summarizer.requests[0].length == expected


@pytest.mark.parametrize(
    ("length", "pointer"),
    [
        ("tiny", "/length"),
        (5, "/length"),
        (None, "/length"),
        ([], "/length"),
        ({}, "/length"),
        ({"words": 1, "sentences": 1}, "/length"),
        ({"words": None}, "/length"),
        ({"words": 0}, "/length/words"),
        ({"words": -(10**30)}, "/length/words"),
        ({"words": 10**30}, "/length/words"),
        ({"words": "5"}, "/length/words"),
        ({"words": 5.0}, "/length/words"),
        ({"sentences": True}, "/length/sentences"),
        ({"lines": 5}, "/length/lines"),
    ],
)
def test_bad_lengths(post, check_problem, length, pointer):
    body = check_problem(post({"documents": [{"text": TEXT}], "length": length}), 422)
    assert pointers(body) == [pointer]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2024-05-16", "2024-05-16"),
        ("2024-05-16T09:30:00Z", "2024-05-16T09:30:00+00:00"),
        (" 2024-05-16 09:30 ", "2024-05-16T09:30:00"),
        (None, None),
    ],
)
def test_dates_are_normalised_and_echoed(post, given, kept):
    response = post({"documents": [{"text": TEXT, "published_at": given}]})
    assert response.get_json()["documents"][0]["published_at"] == kept


@pytest.mark.parametrize(
    "date", ["yesterday", "2024-13-01", "", "16/05/2024", 20240516, True, "2024-05-16" * 9, "\ud800"]
)
def test_bad_dates(post, check_problem, date):
    body = check_problem(post({"documents": [{"text": TEXT, "published_at": date}]}), 422)
    assert pointers(body) == ["/documents/0/published_at"]


@pytest.mark.parametrize(
    ("document", "pointer", "detail"),
    [
        ({"text": ""}, "/documents/0/text", "text is empty"),
        ({"text": " \n\t\u00a0"}, "/documents/0/text", "text is empty"),
        ({"text": None}, "/documents/0/text", "text must be a string"),
        ({"text": 5}, "/documents/0/text", "text must be a string"),
        ({}, "/documents/0/text", "text is required"),
        ({"text": TEXT, "id": ""}, "/documents/0/id", "id is empty"),
        ({"text": TEXT, "id": 5}, "/documents/0/id", "id must be a string"),
        ({"text": TEXT, "id": "x" * 513}, "/documents/0/id", "id is longer than 512 characters"),
        ({"text": TEXT, "title": ["x"]}, "/documents/0/title", "title must be a string"),
        ({"text": TEXT, "media_type": 5}, "/documents/0/media_type", "media_type must be a string"),
        ({"text": TEXT, "a/b~c": 5}, "/documents/0/a~1b~0c", "'a/b~c' is not a field that is known here"),
        ("text", "/documents/0", "each of documents must be an object"),
        (None, "/documents/0", "each of documents must be an object"),
    ],
)
def test_bad_documents(post, check_problem, document, pointer, detail):
    body = check_problem(post({"documents": [document]}), 422)
    assert body["errors"] == [{"pointer": pointer, "detail": detail}]


@pytest.mark.parametrize("documents", [[], None, {}, "text", 5])
def test_documents_must_be_a_list_with_something_in_it(post, check_problem, documents):
    assert pointers(check_problem(post({"documents": documents}), 422)) == ["/documents"]


def test_missing_documents(post, check_problem):
    body = check_problem(post({}), 422)
    assert body["errors"] == [{"pointer": "/documents", "detail": "documents is required"}]


@pytest.mark.parametrize("value", [[], "x", 5, None, True])
def test_body_must_be_an_object(post, check_problem, value):
    assert pointers(check_problem(post(json.dumps(value).encode()), 422)) == [""]


def test_every_fault_is_named_and_no_text_is_repeated(post, check_problem):
    secret = "SECRET-WORDS"
    documents = [{"text": " "}, {"text": secret, "x": secret}, {"text": secret, "published_at": secret}]
    options = {"mode": secret, "format": 5, "query": 7, "include_text": 1, "lang": secret}
    response = post({"documents": documents, **options})
    assert sorted(pointers(check_problem(response, 422))) == [
        "/documents/0/text",
        "/documents/1/x",
        "/documents/2/published_at",
        "/format",
        "/include_text",
        "/lang",
        "/mode",
        "/query",
    ]
    assert secret not in response.text


def test_second_of_two_equal_ids_is_blamed(post, check_problem):
    body = check_problem(
        post({"documents": [{"text": "a", "id": "x"}, {"text": "b"}, {"text": "c", "id": "x"}]}), 422
    )
    assert pointers(body) == ["/documents/2/id"]


def test_query_over_its_length(post, check_problem):
    assert post({"documents": [{"text": TEXT}], "query": "q" * 1000}).status_code == 200
    assert pointers(check_problem(post({"documents": [{"text": TEXT}], "query": "q" * 1001}), 422)) == [
        "/query"
    ]


def test_type_that_is_not_read(post, check_problem):
    body = check_problem(post({"documents": [{"text": TEXT, "media_type": "application/pdf"}]}), 415)
    assert pointers(body) == ["/documents/0/media_type"]


def test_wrong_goes_before_unread_and_both_are_told(post, check_problem):
    documents = [{"text": TEXT, "media_type": "image/png"}, {"text": ""}]
    body = check_problem(post({"documents": documents}), 422)
    assert sorted(pointers(body)) == ["/documents/0/media_type", "/documents/1/text"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \n",
        b"{",
        b'{"documents": [{"text": "a"}]',
        b"\xff\xfe",
        b'{"documents": [{"text": "\xe9"}]}',
        b'{"a": NaN}',
        b"[Infinity]",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"length": {"words": ' + b"9" * 10_000 + b"}}",
    ],
)
def test_unparsable(post, check_problem, summarizer, body):
    check_problem(post(body), 400)
    assert summarizer.requests == []


def test_byte_order_mark_and_json_suffix_are_taken(post):
    body = b"\xef\xbb\xbf" + json.dumps({"documents": [{"text": TEXT}]}).encode()
    assert post(body, Content_Type="application/vnd.x+json; charset=utf-8").status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", "x", ""]
)
def test_content_type_must_be_one_of_two(post, check_problem, kind):
    check_problem(post(b"{}", Content_Type=kind), 415)


def test_limits_are_told(app, settings, summarizer, check_problem):
    small = settings.model_copy(
        update={"max_documents": 2, "max_document_characters": 10, "max_request_bytes": 1024}
    )
    client = create_app(small, summarizer).test_client()

    many = check_problem(client.post("/v1/summaries", json={"documents": [{"text": "a"}] * 3}), 413)
    assert pointers(many) == ["/documents"]
    assert "at most 2" in many["detail"]

    long = check_problem(
        client.post("/v1/summaries", json={"documents": [{"text": "a"}, {"text": "b" * 11}]}), 413
    )
    assert pointers(long) == ["/documents/1/text"]
    assert "at most 10" in long["errors"][0]["detail"]

    big = check_problem(client.post("/v1/summaries", data=b" " * 1025, content_type="application/json"), 413)
    assert "1,024 bytes" in big["detail"] or "1 KiB" in big["detail"]
    assert summarizer.requests == []


@pytest.mark.parametrize(("extra", "status"), [(0, 200), (1, 413)])
@pytest.mark.parametrize("chunked", [False, True])
def test_body_is_counted_also_where_no_length_is_given(settings, summarizer, extra, status, chunked):
    """The framework cuts a chunked body off at its limit in silence; what is cut is not whole."""
    body = json.dumps({"documents": [{"text": TEXT}]}).encode()
    body += b" " * (2048 - len(body) + extra)
    client = create_app(settings.model_copy(update={"max_request_bytes": 2048}), summarizer).test_client()
    headers = {"Transfer-Encoding": "chunked"} if chunked else {}
    response = client.post(
        "/v1/summaries",
        data=body,
        content_type="application/json",
        headers=headers,
        environ_overrides={"wsgi.input_terminated": True},
    )
    assert response.status_code == status


def test_body_shorter_than_its_length_is_refused(client, check_problem, summarizer):
    body = json.dumps({"documents": [{"text": TEXT}]}).encode()
    for terminated in ({}, {"wsgi.input_terminated": True}):
        response = client.post(
            "/v1/summaries",
            data=body,
            content_type="application/json",
            environ_overrides={"CONTENT_LENGTH": str(len(body) + 10), **terminated},
        )
        check_problem(response, 400)
    assert summarizer.requests == []


def test_lone_surrogates_do_not_break_the_answer(post):
    response = post(b'{"documents": [{"text": "A \\ud800 fell.", "title": "\\udfff", "id": "\\ud800"}]}')
    assert response.status_code == 200
    assert response.get_json()["documents"][0]["id"] == "\ud800"
    told = post(b'{"documents": [{"text": "A \\ud800 fell."}]}', Accept="text/markdown")
    assert told.status_code == 200


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
documents = st.fixed_dictionaries(
    {"text": json_values | st.text(min_size=1, alphabet=st.characters())},
    optional=dict.fromkeys(("id", "title", "url", "outlet", "published_at", "media_type", "zz"), json_values),
)
near_requests = st.fixed_dictionaries(
    {"documents": json_values | st.lists(documents, max_size=3)},
    optional=dict.fromkeys(("length", "format", "mode", "query", "include_text", "zz"), json_values),
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(near_requests | json_values)
@example({"documents": [{"text": "x", "published_at": "\x00"}]})
@example({"documents": {"0": 1}, "length": {"words": {}}})
def test_no_json_value_ever_fails_the_server(client, check_problem, value):
    body = json.dumps(value, allow_nan=True).encode()
    for accept in ("application/json", "text/markdown"):
        response = client.post(
            "/v1/summaries", data=body, content_type="application/json", headers={"Accept": accept}
        )
        assert response.status_code in (200, 400, 413, 415, 422)
        if response.status_code != 200:
            check_problem(response, response.status_code)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=60))
def test_no_bytes_ever_fail_the_server(client, check_problem, body):
    response = client.post("/v1/summaries", data=body, content_type="application/json")
    check_problem(response, response.status_code)
    assert response.status_code in (400, 422)


@pytest.mark.parametrize(
    ("place", "pointer"), [("body", ""), ("length", "/length"), ("document", "/documents/1")]
)
def test_an_object_of_a_hundred_thousand_fields_is_one_fault(post, check_problem, place, pointer):
    many = {f"x{number}": 0 for number in range(100_000)}
    document = {"text": TEXT, **(many if place == "document" else {})}
    value = {"documents": [{"text": TEXT}, document], **(many if place == "body" else {})}
    if place == "length":
        value["length"] = many
    body = check_problem(post(value), 422)
    assert pointers(body) == [pointer]
    assert "fields" in body["detail"]
