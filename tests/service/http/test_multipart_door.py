from __future__ import annotations

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.http.app import create_app
from service.types import Format, Length, MediaType, Mode

BOUNDARY = "sep"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def pointers(body):
    return [fault["pointer"] for fault in body["errors"]]


def raw(*parts):
    body = b"".join(b"--sep\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for head, content in parts)
    return body + b"--sep--\r\n"


def field(name):
    return f'Content-Disposition: form-data; name="{name}"'


def file(filename, name="documents"):
    return f'{field(name)}; filename="{filename}"'


def test_files_and_options_make_a_request(upload, summarizer):
    response = upload(
        ("a.txt", b"One fell."),
        ("b.html", b"<p>Two fell.</p>"),
        ("c.docx", b"PK"),
        length='{"words": 120}',
        format="bullets",
        mode="extractive",
        query=" who fell ",
        include_text="true",
    )
    assert response.status_code == 200
    (request,) = summarizer.requests
    assert [document.id for document in request.documents] == ["a.txt", "b.html", "c.docx"]
    assert [document.media_type for document in request.documents] == [
        MediaType.TEXT,
        MediaType.HTML,
        MediaType.DOCX,
    ]
    assert [document.pointer for document in request.documents] == [
        "/documents/0",
        "/documents/1",
        "/documents/2",
    ]
    assert request.documents[0].content == b"One fell."
    assert (request.length, request.format, request.mode) == (
        Length(words=120),
        Format.BULLETS,
        Mode.EXTRACTIVE,
    )
    assert (request.query, request.include_text) == ("who fell", True)


def test_names_lose_their_path_and_are_told_apart(client, summarizer):
    body = raw(
        (file("/home/me/a.txt"), b"1"),
        (file("a.txt"), b"2"),
        (file("déjà vu 1.txt"), b"3"),
        (file("") + "\r\nContent-Type: text/plain", b"4"),
        (field("documents"), b"5"),
    )
    assert client.post("/v1/summaries", data=body, content_type=KIND).status_code == 200
    documents = summarizer.requests[0].documents
    assert [document.id for document in documents] == [
        "a.txt",
        "a.txt (2)",
        "déjà vu 1.txt",
        "doc-4",
        "doc-5",
    ]
    assert [document.content for document in documents] == [b"1", b"2", b"3", b"4", b"5"]


def test_windows_path_is_no_part_of_a_name(client, summarizer):
    body = raw((file("C:\\\\news\\\\a.txt"), b"1"))
    assert client.post("/v1/summaries", data=body, content_type=KIND).status_code == 200
    assert summarizer.requests[0].documents[0].id == "a.txt"


def test_plain_field_is_a_text_document(client, summarizer):
    body = raw((field("documents"), "Ü fell.".encode()))
    assert client.post("/v1/summaries", data=body, content_type=KIND).status_code == 200
    (document,) = summarizer.requests[0].documents
    assert (document.id, document.media_type) == ("doc-1", MediaType.TEXT)


@pytest.mark.parametrize("length", ["5", "tiny", "{", '{"words": "5"}', "[" * 100_000])
def test_bad_length(upload, check_problem, length):
    body = check_problem(upload(("a.txt", b"x"), length=length), 422)
    assert pointers(body)[0].startswith("/length")


def test_each_fault_is_named(upload, check_problem):
    response = upload(("a.txt", b""), ("b.txt", b" \n"), ("c.png", b"x"), lang="en", include_text="yes")
    body = check_problem(response, 422)
    assert sorted(pointers(body)) == [
        "/documents/0",
        "/documents/1",
        "/documents/2",
        "/include_text",
        "/lang",
    ]


def test_unread_type_names_the_file(upload, check_problem):
    body = check_problem(upload(("a.txt", b"x"), ("photo.png", b"x")), 415)
    assert pointers(body) == ["/documents/1"]
    assert "photo.png" in body["errors"][0]["detail"]


def test_no_files(client, check_problem):
    for body in (raw((field("length"), b"short")), raw((file(""), b"")), b"--sep--\r\n"):
        response = client.post("/v1/summaries", data=body, content_type=KIND)
        assert pointers(check_problem(response, 422)) == ["/documents"]


def test_option_given_twice_or_not_text(client, check_problem):
    body = raw((file("a.txt"), b"x"), (field("mode"), b"extractive"), (field("mode"), b"extractive"))
    twice = check_problem(client.post("/v1/summaries", data=body, content_type=KIND), 422)
    assert pointers(twice) == ["/mode"]
    body = raw((file("a.txt"), b"x"), (field("query"), b"\xff"))
    assert pointers(check_problem(client.post("/v1/summaries", data=body, content_type=KIND), 422)) == [
        "/query"
    ]


def test_limits_are_told(settings, summarizer, check_problem):
    small = settings.model_copy(
        update={"max_documents": 2, "max_document_bytes": 10, "max_request_bytes": 8192}
    )
    client = create_app(small, summarizer).test_client()

    def send(*parts):
        return client.post("/v1/summaries", data=raw(*parts), content_type=KIND)

    assert send((file("a.txt"), b"x" * 10), (file("b.txt"), b"x")).status_code == 200
    assert pointers(check_problem(send(*[(file("a.txt"), b"x")] * 3), 413)) == ["/documents"]
    assert pointers(check_problem(send((file("a.txt"), b"x"), (file("b.txt"), b"x" * 11)), 413)) == [
        "/documents/1"
    ]
    check_problem(send(*[(field("zz"), b"")] * 40), 413)
    check_problem(send((file("a.txt"), b"x" * 9000)), 413)


def _send(client, body, kind):
    # Given as `data`, an empty body would make the test client write a form of its own.
    return client.post(
        "/v1/summaries", input_stream=io.BytesIO(body), content_length=len(body), content_type=kind
    )


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=é", b"x"),
        (KIND, b""),
        (KIND, b"x"),
        (KIND, b"--sep\r\nX: y\r\n\r\nz\r\n--sep--\r\n"),
        (KIND, raw((file("a.txt"), b"x"))[:-6]),
        (KIND, b'--sep\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nz\r\n--sep--\r\n'),
    ],
)
def test_broken_forms(client, check_problem, summarizer, kind, body):
    check_problem(_send(client, body, kind), 400)
    assert summarizer.requests == []


def test_part_without_a_name(client, check_problem):
    body = raw((file("a.txt"), b"x"), ("Content-Disposition: form-data", b"x"))
    assert pointers(check_problem(client.post("/v1/summaries", data=body, content_type=KIND), 422)) == ["/"]


pieces = st.sampled_from(
    [
        b"--sep",
        b"--sep--",
        b"\r\n",
        b"\r\n\r\n",
        b'Content-Disposition: form-data; name="documents"',
        b"; filename=",
        b"a.txt",
    ]
) | st.binary(max_size=8)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(pieces, max_size=14).map(b"".join))
def test_no_form_ever_fails_the_server(client, check_problem, body):
    response = _send(client, body, KIND)
    if response.status_code != 200:
        assert response.status_code in (400, 413, 415, 422)
        check_problem(response, response.status_code)
