"""A fuser of the operator's own, from the setting to the answer over HTTP; the server is on loopback."""

from __future__ import annotations

import subprocess
import sys

import pytest

from models.errors import ModelsError
from models.fakes import HashingEncoder, WordCorroborator, WordVerifier
from models.remote import RemoteFuser
from service.http.app import create_app
from service.limits import DEFAULT_LIMITS
from service.pipeline import Pipeline
from service.settings import Settings, SettingsError, load_settings
from tests.chat_server import completion, running, slowly

ONE = "The ferry Alba sank off Orre on Monday."
TWO = "The ferry Alba sank on Monday in a storm."
FUSED = "The ferry Alba sank off Orre on Monday in a storm."
KEY = "sk-very-secret-0123"


@pytest.fixture(autouse=True)
def model_alone(monkeypatch):
    """Nothing is fused without the model, so that what is told shows what became of the model's texts."""
    monkeypatch.setattr("service.stages.fuse.compose", lambda centre, others, casing: [])


@pytest.fixture
def server():
    with running() as fake:
        fake.answer = lambda body: completion(FUSED)
        yield fake


@pytest.fixture
def ask(server, settings):
    """Post documents to a service whose fuser is the server; return the response."""
    fuser = RemoteFuser(server.url, "toy-8b", KEY, timeout=0.5, candidates=3)
    summarizer = Pipeline(HashingEncoder(), fuser, WordVerifier(), WordCorroborator(), DEFAULT_LIMITS)
    summarizer.load()
    client = create_app(settings, summarizer).test_client()

    def post(*texts, **options):
        documents = [{"text": text, "id": f"{i}.txt"} for i, text in enumerate(texts)]
        return client.post("/v1/summaries", json={"documents": documents, **options})

    return post


# From sentences to the answer


def test_a_right_fusion_is_told_and_cites_its_sources(ask, server):
    answer = ask(ONE, TWO).get_json()
    [sentence] = answer["sentences"]
    assert (sentence["text"], sentence["method"]) == (FUSED, "abstractive")
    assert {citation["cited_text"] for citation in sentence["citations"]} == {ONE, TWO}
    assert answer["models"]["fuser"] == f"toy-8b at {server.label}"
    _, headers, body = server.requests[-1]
    assert set(server.sentences(body)) == {ONE, TWO}
    assert headers["Authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    "written",
    [
        "The ferry Alba sank off Orre on Monday in a storm, and 250 people drowned.",
        "The ferry Alba sank off Orre on Tuesday in a storm.",
        "The ferry Elba sank off Orre on Monday in a storm.",
        "The ferry Alba did not sink off Orre on Monday in a storm.",
        "The ferry Alba sank off Orre on Monday, “a storm of the century”.",
        "The ferry Alba sank off Orre on Monday in a storm\nThe mayor is a hero.",
        "The ferry Alba sank off Orre on Monday in a storm. The mayor is a hero.",
        "Sure, here it is: The ferry Alba sank off Orre on Monday in a storm.",
        "- The ferry Alba sank off Orre on Monday.\n- It sank in a storm.",
        "<script>alert(1)</script> The ferry Alba sank off Orre on Monday in a storm.",
        "",
    ],
)
def test_what_the_sources_do_not_say_is_never_told(ask, server, written):
    server.answer = lambda body: completion(written, written, written)
    response = ask(ONE, TWO)
    [sentence] = response.get_json()["sentences"]
    assert sentence["text"] in (ONE, TWO)
    assert sentence["method"] == "extractive"
    assert len(server.requests) == 2, "it was asked"


def test_a_later_candidate_may_be_the_right_one(ask, server):
    server.answer = lambda body: completion("The ferry Alba sank with 250 people on Monday.", "No.", FUSED)
    assert ask(ONE, TWO).get_json()["summary"] == FUSED


@pytest.mark.parametrize(
    "answer",
    [
        lambda body: (500, b"out of memory"),
        lambda body: (429, b"{}", {"Retry-After": "3600"}),
        lambda body: b"<html>",
        lambda body: completion("x" * 10**6),
        slowly(0.8, completion(FUSED)),
    ],
    ids=["broken", "busy", "no JSON", "huge", "slow"],
)
def test_a_server_that_fails_leaves_the_sources_own_words(ask, server, caplog, answer):
    server.answer = answer
    response = ask(ONE, TWO)
    assert response.status_code == 200
    [sentence] = response.get_json()["sentences"]
    assert (sentence["method"], sentence["text"] in (ONE, TWO)) == ("extractive", True)
    [line] = [record for record in caplog.records if record.name == "citeweave.models"]
    assert line.getMessage().startswith(f"the fuser toy-8b at {server.label} gave nothing for 1 of 1 facts")
    assert "ferry" not in caplog.text
    assert KEY not in caplog.text + response.text


def test_extractive_mode_sends_nothing(ask, server):
    ask(ONE, TWO, mode="extractive")
    assert len(server.requests) == 1, "what load() asked"


# From the setting to the model


@pytest.fixture
def configure(settings, monkeypatch):
    """Return settings read from these variables."""

    def configured(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(f"CITEWEAVE_{name}", value)
        return load_settings()

    return configured


def wired(settings, tmp_path):
    from service.wiring import _fuser  # noqa: PLC0415 - heavy

    return _fuser(settings, tmp_path)


def test_an_address_is_wired_to_its_server(configure, server, tmp_path):
    chosen = configure(
        FUSER=f"http://ann:pass-word@{server.label}/v1",
        FUSER_MODEL="toy-8b",
        FUSER_API_KEY=KEY,
        FUSER_TIMEOUT="5",
    )
    fuser = wired(chosen, tmp_path)
    assert fuser.name == f"toy-8b at {server.label}"
    assert fuser.fuse([[ONE, TWO]]) == [[FUSED]]
    assert server.requests[0][1]["Authorization"] == f"Bearer {KEY}"
    assert not any(secret in repr(chosen) + str(chosen) for secret in (KEY, "pass-word"))


def test_a_wrong_key_is_known_before_the_first_summary(configure, server, tmp_path):
    server.answer = lambda body: (401, b"{}")
    fuser = wired(configure(FUSER=server.url, FUSER_MODEL="toy-8b", FUSER_API_KEY=KEY), tmp_path)
    summarizer = Pipeline(HashingEncoder(), fuser, WordVerifier(), WordCorroborator(), DEFAULT_LIMITS)
    with pytest.raises(ModelsError, match="set CITEWEAVE_FUSER_API_KEY"):
        summarizer.load()
    assert not summarizer.ready


@pytest.mark.parametrize("fuser", ["owner/model", "a-directory", "", "httpd/model"])
def test_anything_else_is_a_model_of_this_process(configure, fuser, tmp_path):
    assert not configure(FUSER=fuser).fuser_is_server
    assert type(wired(configure(FUSER=fuser), tmp_path)).__name__ == "CausalFuser"


@pytest.mark.parametrize(
    ("variables", "complaint"),
    [
        ({"FUSER": "http://h/v1"}, "^CITEWEAVE_FUSER_MODEL: set it to the name of a model at the server"),
        ({"FUSER": "HTTPS://h/v1", "FUSER_MODEL": ""}, "^CITEWEAVE_FUSER_MODEL: "),
        ({"FUSER": "http://", "FUSER_MODEL": "m"}, r"^CITEWEAVE_FUSER: it is no address"),
        ({"FUSER": "http://h:port", "FUSER_MODEL": "m"}, r"^CITEWEAVE_FUSER: it is no address"),
        ({"FUSER": "http://h", "FUSER_MODEL": "m", "FUSER_ADAPTER": "a"}, "^CITEWEAVE_FUSER_ADAPTER: "),
        ({"FUSER_TIMEOUT": "0"}, "^CITEWEAVE_FUSER_TIMEOUT: "),
        ({"FUSER_TIMEOUT": "nan"}, "^CITEWEAVE_FUSER_TIMEOUT: "),
    ],
)
def test_settings_that_do_not_go_together_are_named(configure, variables, complaint):
    with pytest.raises(SettingsError, match=complaint):
        configure(**variables)


def test_a_local_model_loads_no_client():
    code = "import sys, service.wiring; print(*sorted({'httpx', 'transformers'} & sys.modules.keys()))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_settings_without_a_server_need_none_of_its_settings(settings):
    assert (settings.fuser_model, settings.fuser_api_key, settings.fuser_is_server) == (None, None, False)
    assert Settings(fuser_model="m", fuser_adapter="a").fuser_adapter == "a"
