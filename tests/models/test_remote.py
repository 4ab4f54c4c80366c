"""The fuser behind HTTP, against a small server on loopback."""

from __future__ import annotations

import email.utils
import json
import logging
import socket
import time

import pytest

from models.chat import MAX_ANSWER_BYTES, ChatServer
from models.errors import ModelsError
from models.prompts import CHAT_SYSTEM
from models.remote import MAX_TOKENS, TOGETHER, RemoteFuser, is_one_sentence
from tests.chat_server import completion, running, slowly

CLUSTERS = [
    ["The harbour at Lunde was closed on Monday.", "A ferry struck\nthe pier of Lunde."],
    ["The council voted 9-4 to sell the old mill.", "The old mill will be sold to a brewery."],
]
FUSED = "The harbour at Lunde was closed on Monday after a ferry struck the pier."
KEY = "sk-very-secret-0123"


@pytest.fixture
def server():
    with running() as fake:
        yield fake


def fuser(server, **options):
    options = {"timeout": 5.0, **options}
    return RemoteFuser(server.url, "toy-8b", **options)


def loaded(server, **options):
    """Return a fuser that has been loaded, and a server that has forgotten it."""
    ready = fuser(server, **options)
    ready.load()
    server.requests.clear()
    return ready


# What is asked


def test_each_cluster_is_one_question_and_is_answered_in_its_place(server):
    server.answer = lambda body: completion(f"It tells of {len(server.sentences(body)[0])} characters.")
    answers = loaded(server).fuse([*CLUSTERS, [], ["\x00 \n"]])
    assert answers[0] == [f"It tells of {len(CLUSTERS[0][0])} characters."]
    assert answers[1] == [f"It tells of {len(CLUSTERS[1][0])} characters."]
    assert answers[2] == []
    assert len(server.requests) == 3, (
        "a cluster without a word is not asked about, one of unfit characters is"
    )


def test_the_question_is_the_one_that_servers_know(server):
    loaded(server, candidates=3).fuse(CLUSTERS[:1])
    [(path, headers, body)] = server.requests
    assert path == "/v1/chat/completions"
    assert headers["Content-Type"] == "application/json"
    assert body.pop("messages") == [
        {"role": "system", "content": CHAT_SYSTEM},
        {
            "role": "user",
            "content": "1. The harbour at Lunde was closed on Monday.\n2. A ferry struck the pier of Lunde.",
        },
    ]
    assert 16 <= body.pop("max_tokens") <= MAX_TOKENS
    assert body == {"model": "toy-8b", "temperature": 0, "stream": False, "seed": 1, "n": 3}


def test_what_is_no_sentence_is_not_sent(server):
    loaded(server).fuse([["word " * 4000, "It rained \ud800."], ["word " * 4000]])
    [(_, _, body)] = server.requests
    assert server.sentences(body) == ["It rained \ufffd."]


def test_a_trailing_slash_and_a_missing_one_are_the_same_address(server):
    RemoteFuser(f"{server.url}/", "toy-8b").load()
    assert server.requests[0][0] == "/v1/chat/completions"


def test_only_a_few_questions_are_in_flight(server):
    server.answer = slowly(0.05, completion("It rained."))
    answers = loaded(server).fuse([[f"It rained on day {i}."] for i in range(3 * TOGETHER)])
    assert answers == [["It rained."]] * (3 * TOGETHER)
    assert 1 < server.most_in_flight <= TOGETHER


def test_it_is_asked_once_whether_it_works(server):
    ready = fuser(server)
    ready.load()
    ready.load()
    assert len(server.requests) == 1


def test_constructing_asks_nothing(server):
    fuser(server)
    assert server.requests == []


# What is read


def test_candidates_come_in_their_order_and_once(server):
    ready = loaded(server, candidates=3)
    server.answer = lambda body: completion(f"\n {FUSED} ", "It rained.", FUSED, "Not asked for.")
    assert ready.fuse(CLUSTERS[:1]) == [[FUSED, "It rained."]]


@pytest.mark.parametrize("refused", ["n", "seed"])
def test_an_option_that_the_server_does_not_know_is_left_out_from_then_on(server, refused):
    server.answer = lambda body: (400, b"{}") if refused in body else completion("It rained.")
    ready = fuser(server, candidates=3)
    assert ready.fuse(CLUSTERS) == [["It rained."]] * 2
    asked = [{"n", "seed"} & body.keys() for _, _, body in server.requests]
    wishes = [{"n", "seed"}, {"seed"}, set()][: 2 if refused == "n" else 3]
    assert asked == [*wishes, wishes[-1], wishes[-1]]


BAD = [
    (completion("A ferry struck the pier.\nThe harbour was closed."), "not one sentence"),
    (completion("A ferry struck the pier. The harbour was closed."), "not one sentence"),
    (completion("Here is the sentence you asked for:\n\nThe harbour was closed."), "not one sentence"),
    (completion("Here's the fused sentence: The harbour was closed."), "not one sentence"),
    (completion("Sure! The harbour was closed."), "not one sentence"),
    (completion("Fused sentence: The harbour was closed."), "not one sentence"),
    (completion("- The harbour was closed."), "not one sentence"),
    (completion("<think>\nTwo sentences.\n</think>\nThe harbour was closed."), "not one sentence"),
    (completion("1. The harbour was closed."), "not one sentence"),
    (completion("The harbour was closed"), "not one sentence"),
    (completion("The port was shut on Monday by the police and shut on Monday by the police."), "not one"),
    (completion("The harbour\ud800 was closed."), "not one sentence"),
    (completion("..."), "not one sentence"),
    (completion(""), "not one sentence"),
    (completion(FUSED, finish="length"), "cut short"),
    (completion(FUSED, finish="content_filter"), "refused"),
    (completion("", refusal="I cannot help with that."), "refused"),
    (completion(None), "no text"),
    (completion([{"type": "text", "text": FUSED}]), "no text"),
    (b'{"choices": []}', "not the JSON of a chat completion"),
    (b'{"choices": ["It rained."]}', "not the JSON of a chat completion"),
    (b'{"choices": [{"text": "It rained."}]}', "not the JSON of a chat completion"),
    (b'{"error": {"message": "out of memory"}}', "not the JSON of a chat completion"),
    (b'["It rained."]', "not the JSON of a chat completion"),
    (b"<html>It rained.</html>", "not JSON"),
    (b'{"choices": [', "not JSON"),
    (b"\xff\xfe", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (completion("x" * MAX_ANSWER_BYTES), "too large"),
    ((500, b"It rained."), "status 500"),
    ((302, b"", {"Location": "http://127.0.0.1:9/elsewhere"}), "status 302"),
    ((401, b"{}"), "status 401"),
]


@pytest.mark.parametrize(("reply", "reason"), BAD)
def test_an_answer_that_cannot_be_used_is_none_and_is_counted(server, caplog, reply, reason):
    ready = loaded(server)
    server.answer = lambda body: reply if "mill" in str(body["messages"][1]) else completion(FUSED)
    assert ready.fuse(CLUSTERS) == [[FUSED], []]
    [line] = [record.getMessage() for record in caplog.records if record.name == "citeweave.models"]
    assert line.startswith(f"the fuser toy-8b at {server.label} gave nothing for 1 of 2 facts ({reason}")
    assert line.endswith(": 1)")
    assert all(word not in caplog.text for word in ("mill", "harbour", "rained"))


def test_readable_candidates_are_kept_beside_others(server, caplog):
    ready = loaded(server, candidates=3)
    server.answer = lambda body: completion("Sure!\nIt rained.", FUSED, "1. It rained.")
    assert ready.fuse(CLUSTERS[:1]) == [[FUSED]]
    assert caplog.records == []


def test_an_answer_without_end_is_cut_off(server):
    ready = loaded(server)
    sent = []

    def endless():
        while True:
            sent.append(1)
            yield b" " * 65_536

    server.answer = lambda body: (200, endless())
    assert ready.fuse(CLUSTERS[:1]) == [[]]
    assert len(sent) < 400


@pytest.mark.parametrize(
    "text",
    [
        FUSED,
        "Dr. Wynn arrived at 7.30 a.m. from the U.S. with two engineers.",
        "The mayor, J. R. Holt, said: “It will reopen.”",
        "2,000 people left.",
        "Output fell by 5 percent at two plants: Orre and Lunde.",
    ],
)
def test_what_a_sentence_is(text):
    assert is_one_sentence(text)


# Time


def test_a_server_that_does_not_answer_is_not_waited_for(server, caplog):
    ready = loaded(server, timeout=0.2)
    server.answer = slowly(0.6, completion(FUSED))
    clusters = [[f"It rained on day {i}."] for i in range(5 * TOGETHER)]
    assert ready.fuse(clusters) == [[] for _ in clusters]
    assert TOGETHER <= len(server.requests) < 2 * TOGETHER, "those in flight, and then no more"
    late = len(server.requests)
    assert f"of 20 facts (given up: {20 - late}, too late: {late})" in caplog.text


def test_a_server_that_answers_by_drops_is_not_waited_for(server, caplog):
    ready = loaded(server, timeout=0.3)

    def drops():
        for _ in range(20):
            time.sleep(0.1)
            yield b" "

    server.answer = lambda body: (200, drops())
    began = time.monotonic()
    assert ready.fuse(CLUSTERS[:1]) == [[]]
    assert time.monotonic() - began < 1.0
    assert "(too late: 1)" in caplog.text


def busy_at_first(times, status, headers):
    """Return an answer that is given only after a server was busy a few times."""
    left = [times]

    def answer(body):
        if left[0]:
            left[0] -= 1
            return status, b"{}", headers
        return completion(FUSED)

    return answer


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(server, caplog, status):
    ready = loaded(server)
    server.answer = busy_at_first(1, status, {"Retry-After": "1"})
    began = time.monotonic()
    assert ready.fuse(CLUSTERS[:1]) == [[FUSED]]
    assert time.monotonic() - began >= 1.0
    assert len(server.requests) == 2
    assert caplog.records == []


@pytest.mark.parametrize(
    "header", [{}, {"Retry-After": "soon"}, {"Retry-After": "nan"}, {"Retry-After": "-5"}]
)
def test_a_busy_server_that_names_no_time_is_asked_again_all_the_same(server, monkeypatch, header):
    ready = loaded(server)
    monkeypatch.setattr("models.chat._PAUSE", 0.01)
    server.answer = busy_at_first(2, 429, header)
    assert ready.fuse(CLUSTERS[:1]) == [[FUSED]]
    assert len(server.requests) == 3


def test_a_time_may_be_a_date(server):
    ready = loaded(server)
    past = email.utils.formatdate(time.time() - 60, usegmt=True)
    server.answer = busy_at_first(1, 503, {"Retry-After": past})
    assert ready.fuse(CLUSTERS[:1]) == [[FUSED]]


def test_a_server_that_is_busy_for_longer_than_there_is_time_is_left_alone(server, caplog):
    ready = loaded(server)
    server.answer = busy_at_first(1, 429, {"Retry-After": "3600"})
    began = time.monotonic()
    assert ready.fuse(CLUSTERS[:1]) == [[]]
    assert time.monotonic() - began < 1.0
    assert len(server.requests) == 1
    assert "(status 429: 1)" in caplog.text


def test_a_server_that_stays_busy_is_asked_a_few_times(server):
    ready = loaded(server)
    server.answer = lambda body: (429, b"{}", {"Retry-After": "0"})
    assert ready.fuse(CLUSTERS[:1]) == [[]]
    assert len(server.requests) == 5


# What can be wrong at the start


@pytest.mark.parametrize(
    ("reply", "setting"),
    [
        ((401, b"{}"), "CITEWEAVE_FUSER_API_KEY"),
        ((403, b"{}"), "CITEWEAVE_FUSER_API_KEY"),
        (
            (404, b"{}"),
            r"no model 'toy-8b'.*CITEWEAVE_FUSER_MODEL.*CITEWEAVE_FUSER, which usually ends in /v1",
        ),
        ((400, b"{}"), "CITEWEAVE_FUSER_MODEL, which is 'toy-8b'"),
        ((422, b"{}"), "CITEWEAVE_FUSER_MODEL"),
        ((500, b"{}"), r"status 500.*CITEWEAVE_FUSER is its address"),
        ((301, b"", {"Location": "http://192.0.2.1/"}), "status 301"),
        (b"<html>Welcome</html>", r"not JSON.*usually ends in /v1"),
        (b"{}", "not the JSON of a chat completion"),
    ],
)
def test_a_wrong_setting_is_named_at_load(server, reply, setting):
    server.answer = lambda body: reply
    wrong = fuser(server, key=KEY)
    with pytest.raises(ModelsError, match=setting) as caught:
        wrong.load()
    assert server.label in str(caught.value)
    assert KEY not in str(caught.value)


def test_load_goes_on_once_the_server_is_right(server):
    server.answer = lambda body: (401, b"{}")
    ready = fuser(server)
    with pytest.raises(ModelsError):
        ready.load()
    server.answer = lambda body: completion(FUSED)
    assert ready.fuse(CLUSTERS[:1]) == [[FUSED]]


def test_a_server_that_is_not_there_is_named_at_load():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(ModelsError, match=rf"127\.0\.0\.1:{port} cannot be used \(no connection\)"):
        RemoteFuser(f"http://127.0.0.1:{port}/v1", "toy-8b", timeout=2.0).load()


def test_a_server_that_went_away_leaves_the_facts_as_they_are(caplog):
    with running() as server:
        ready = loaded(server)
    assert ready.fuse(CLUSTERS) == [[], []]
    assert "gave nothing for 2 of 2 facts (no connection: 2)" in caplog.text


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///v1",
        "http://h:x/v1",
        "http://h:99999/v1",
        "http://h/v1?key=1",
        "ftp://h/v1",
        "http://[/v1",
    ],
)
def test_what_is_no_address_is_refused(url):
    with pytest.raises(ModelsError, match="write it as http://host:port/v1"):
        RemoteFuser(url, "toy-8b")


# Secrets


@pytest.mark.parametrize(
    ("url", "key", "name", "header"),
    [
        ("http://{}/v1", KEY, "toy-8b at {}", f"Bearer {KEY}"),
        ("http://{}/v1", f" {KEY}\n", "toy-8b at {}", f"Bearer {KEY}"),
        ("http://ann:p%40ss@{}/v1", None, "toy-8b at {}", "Basic YW5uOnBAc3M="),
        ("http://ann:p%40ss@{}/v1", KEY, "toy-8b at {}", f"Bearer {KEY}"),
        ("http://{}/v1", None, "toy-8b at {}", None),
        ("http://{}/v1", "", "toy-8b at {}", None),
    ],
)
def test_a_key_is_in_one_header_and_nowhere_else(server, caplog, url, key, name, header):
    caplog.set_level(logging.DEBUG)
    ready = RemoteFuser(url.format(server.label), "toy-8b", key, timeout=5.0)
    server.answer = lambda body: (500, b"{}") if len(server.requests) > 1 else completion(FUSED)
    ready.fuse(CLUSTERS)
    assert ready.name == name.format(server.label)
    for path, headers, body in server.requests:
        assert headers["Authorization"] == header
        rest = [
            path,
            json.dumps(body),
            *(value for field, value in headers.items() if field != "Authorization"),
        ]
        assert not any(secret in text for secret in (KEY, "p%40ss", "p@ss") for text in rest)
    chat = ready._server
    shown = [caplog.text, repr(ready), repr(chat), str(vars(ready)), str(vars(chat)), ready.name]
    assert not any(secret in text for secret in (KEY, "p%40ss", "p@ss", "YW5u") for text in shown)


def test_a_key_that_no_header_can_hold_is_refused_and_not_shown():
    for key in ("sk-schlüssel", "sk one", "sk\none"):
        with pytest.raises(ModelsError, match="CITEWEAVE_FUSER_API_KEY") as caught:
            RemoteFuser("http://localhost/v1", "toy-8b", key)
        assert key not in str(caught.value)


def test_a_proxy_is_not_asked_for_this_machine(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:3128")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert loaded(server).fuse(CLUSTERS[:1]) == [["It rained."]]


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("https://api.example.com/v1", "api.example.com"),
        ("HTTPS://API.example.com:8443/v1/", "api.example.com:8443"),
        ("http://[::1]:8000/v1", "[::1]:8000"),
    ],
)
def test_a_server_is_known_by_its_host_and_port(url, label):
    assert ChatServer(url, None, 1.0).label == label
