"""The real models behind the real doors: what a client gets for the example articles."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from service.http.app import create_app
from service.media import media_type_of
from service.settings import Settings
from service.types import NAMED_LENGTHS
from tests.service.http.contract import events

ROOT = Path(__file__).parent.parent
EVENTS = sorted(path for path in (ROOT / "examples").iterdir() if path.is_dir())
CLUTTER = (
    "Leave a Reply",
    "Related articles",
    "FILE PHOTO",
    "Subscribe",
    "cookies",
    "ADVERTISEMENT",
    "Follow us",
    "READ MORE",
    "You may also like",
    "Please enter your",
    "Home |",
    "min read",
    "](",
    "**",
    "<p>",
)

pytestmark = pytest.mark.weights


@pytest.fixture(scope="module")
def client():
    """Return a client of the application over the real models."""
    return create_app(Settings()).test_client()


def files_of(folder):
    return [path for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".md", ".html")]


def post_files(client, paths, **options):
    parts = [(io.BytesIO(path.read_bytes()), path.name) for path in paths]
    response = client.post("/v1/summaries", data={"documents": parts, **options})
    assert response.status_code == 200, response.text
    return response.get_json()


@pytest.fixture(scope="module", params=EVENTS, ids=lambda folder: folder.name)
def paths(request):
    """Return the files of one example."""
    return files_of(request.param)


@pytest.fixture(scope="module")
def told(client, paths):
    """Return the answer to one example, posted as files."""
    return post_files(client, paths, length="short")


def all_citations(answer):
    for part in ("sentences", "timeline"):
        for entry in answer[part]:
            yield from entry["citations"]
    for conflict in answer["conflicts"]:
        for side in conflict["sides"]:
            yield from side["citations"]


def text_of(document, paths):
    """The text that a client holds: the answer's where it was extracted, else its own file's."""
    return document.get("text") or paths[document["index"]].read_text(encoding="utf-8")


def by_name(answer):
    """Return what may not depend on the order of the documents."""

    def named(value):
        if isinstance(value, dict):
            return {key: named(item) for key, item in value.items() if key not in ("document_index", "index")}
        return [named(item) for item in value] if isinstance(value, list) else value

    kept = {key: value for key, value in answer.items() if key != "timings_ms"}
    kept["documents"] = sorted(answer["documents"], key=lambda document: document["id"])
    kept["warnings"] = sorted(answer["warnings"])
    return named(kept)


def test_every_citation_is_exact(told, paths):
    cited = list(all_citations(told))
    assert len(cited) >= len(told["sentences"]) > 1
    for c in cited:
        document = told["documents"][c["document_index"]]
        assert c["document_id"] == document["id"] == paths[c["document_index"]].name
        text = text_of(document, paths)
        assert text[c["start_char_index"] : c["end_char_index"]] == c["cited_text"]


def test_every_sentence_stands_where_it_says_and_has_evidence(told):
    for sentence in told["sentences"]:
        assert told["summary"][sentence["start"] : sentence["end"]] == sentence["text"]
        assert sentence["support"]["verdict"] == "supported"
        assert 1 <= sentence["corroboration"] <= len(sentence["citations"])
    assert len(told["summary"].split()) <= NAMED_LENGTHS["short"].words


def test_the_summary_is_clean(told):
    for trace in CLUTTER:
        assert trace.lower() not in told["summary"].lower()
        assert trace.lower() not in told["title"].lower()
    assert told["title"]
    assert told["warnings"] == []
    assert all(sentence["text"][-1] in '.!?”"’)' for sentence in told["sentences"])


def test_facts_are_told_by_several_sources_and_copies_do_not_count(told):
    roles = {document["index"]: document for document in told["documents"]}
    main = [document for document in told["documents"] if document["role"] == "main"]
    assert max(sentence["corroboration"] for sentence in told["sentences"]) > 1
    assert max(sentence["corroboration"] for sentence in told["sentences"]) <= len(main)
    for sentence in told["sentences"]:
        assert {roles[c["document_index"]]["role"] for c in sentence["citations"]} == {"main"}


def test_what_is_streamed_is_the_plain_answer(client, paths, told):
    parts = [(io.BytesIO(path.read_bytes()), path.name) for path in paths]
    form = {"documents": parts, "length": "short"}
    response = client.post("/v1/summaries", data=form, headers={"Accept": "text/event-stream"})
    assert response.status_code == 200, response.text
    heard = events(response.text)
    assert {**heard[-1][1], "timings_ms": {}} == {**told, "timings_ms": {}}
    sentences = [data for name, data in heard if name == "sentence"]
    assert [sentence["number"] for sentence in sentences] == list(range(len(sentences)))
    assert [name for name, _ in heard].index("sentence") < len(heard) - 1 - len(sentences), "told on the way"
    arranged = [sentences[number] for number in sentences[-1]["order"]]
    assert [without(sentence, "number", "order") for sentence in arranged] == [
        without(sentence, "start", "end") for sentence in told["sentences"]
    ]


def without(value, *names):
    return {name: item for name, item in value.items() if name not in names}


def test_the_order_of_the_documents_does_not_matter(client, paths, told):
    assert by_name(post_files(client, paths[::-1], length="short")) == by_name(told)


@pytest.mark.skipif(not (ROOT / "examples/tanker-fire-vilar-da-barra").exists(), reason="the example is gone")
class TestTankerFire:
    @pytest.fixture
    def roles(self, client):
        folder = ROOT / "examples/tanker-fire-vilar-da-barra"
        answer = post_files(client, files_of(folder), mode="extractive")
        return {document["id"]: document for document in answer["documents"]}

    def test_the_local_paper_is_a_copy_of_the_wire(self, roles):
        assert roles["04_severn-courier.txt"]["role"] == "syndicated_copy"
        assert roles["04_severn-courier.txt"]["copy_of"] == "01_biscay-newswire.txt"

    def test_the_older_fire_is_an_earlier_event(self, roles):
        assert roles["06_folha-da-barra-2029.txt"]["role"] == "earlier_event"

    def test_the_others_tell_the_event(self, roles):
        assert sorted(name for name, document in roles.items() if document["role"] == "main") == [
            "01_biscay-newswire.txt",
            "02_folha-da-barra.html",
            "03_tanker-gazette.txt",
            "05_the-bollard.md",
        ]


def test_json_is_answered_like_files_and_in_the_sources_words(client, paths):
    documents = [
        {
            "id": path.name,
            "text": path.read_text(encoding="utf-8"),
            "media_type": media_type_of(path.name).value,
        }
        for path in paths
    ]
    body = {"documents": documents, "mode": "extractive", "length": {"sentences": 3}, "format": "bullets"}
    response = client.post("/v1/summaries", data=json.dumps(body), content_type="application/json")
    assert response.status_code == 200, response.text
    answer = response.get_json()
    assert by_name(answer) == by_name(
        post_files(client, paths, mode="extractive", length='{"sentences": 3}', format="bullets")
    )
    assert len(answer["sentences"]) == 3
    assert {sentence["method"] for sentence in answer["sentences"]} == {"extractive"}
    assert all(line.startswith("- ") for line in answer["summary"].splitlines())


def test_too_short_a_length_is_the_clients_fault(client, paths):
    parts = [(io.BytesIO(path.read_bytes()), path.name) for path in paths]
    response = client.post("/v1/summaries", data={"documents": parts, "length": '{"words": 1}'})
    assert response.status_code == 422
    assert [error["pointer"] for error in response.get_json()["errors"]] == ["/length"]
