"""Every route as the contract tells it. A test compares them with the application's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from service.http.openapi_operations import (
    JOB_ID,
    JSON,
    Operation,
    answer,
    any_json,
    as_json,
    in_path,
    parameter,
    text,
)
from service.http.openapi_schemas import Json, ref
from service.http.streaming import EVENTS
from service.http.summaries import MARKDOWN
from service.jobs.types import DONE
from service.types import MediaType

FORM = "multipart/form-data"
HTML = "text/html"
OCTETS = "application/octet-stream"

TAGS = (
    {"name": "Summaries", "description": "Many articles in, one cited summary out."},
    {"name": "Jobs", "description": "Summaries that nobody waits for: asked for now, fetched later."},
    {"name": "Service", "description": "Whether it runs, and what it offers."},
    {"name": "Page", "description": "What the page at `/` is made of. It may change with the page."},
)


def paths(example: Mapping[str, Any]) -> dict[str, Json]:
    """Return the path items. `example` has a request and what it was answered with."""
    job = {"get": _show_job(example).to_json(), "delete": _cancel_job().to_json()}
    return {
        "/v1/summaries": {"post": _create(example).to_json()},
        "/v1/jobs/{id}": {"parameters": [parameter("JobId")], **job},
        **{path: {"get": operation.to_json()} for path, operation in _SERVICE.items()},
        **_page(example),
    }


def _create(example: Mapping[str, Any]) -> Operation:
    return Operation(
        tag="Summaries",
        name="createSummary",
        summary="Summarize documents",
        description="Text as JSON, or files as a form. The answer is chosen by `Accept`: the whole as JSON,"
        " Markdown to read, or events while it is made. With `Prefer: respond-async` it is a job.",
        parameters=("Prefer", "IdempotencyKey"),
        body=_bodies(example["request"]),
        answers={
            "200": _summary(example),
            "202": _accepted(),
        },
        fails=(400, 406, 409, 413, 415, 422, 503),
    )


def _accepted() -> Json:
    job = {"parameters": {"id": "$response.body#/id"}}
    told = answer(
        "There is a job; `Location` is its address.",
        as_json("Job", _job("queued")),
        "Location",
        "Retry-After",
        "Preference-Applied",
    )
    links = {"job": {"operationId": "getJob", **job}, "cancel": {"operationId": "cancelJob", **job}}
    return told | {"links": links}


def _bodies(request: Json) -> Json:
    encoding = {"documents": {"contentType": ", ".join(MediaType)}, "metadata": {"contentType": JSON}}
    return {
        "required": True,
        "content": {
            JSON: {"schema": ref("SummaryRequest"), "example": request},
            FORM: {"schema": ref("SummaryForm"), "encoding": encoding},
        },
    }


def _summary(example: Mapping[str, Any]) -> Json:
    markdown = "Markers such as `[1]`, then the numbered sources with the cited passages."
    events = {
        "schema": {"type": "string", "description": _STREAM},
        "example": _stream(example),
        "x-itemSchema": {"oneOf": [_event(name, schema) for name, schema in _EVENTS.items()]},
    }
    content = {
        **as_json("Summary", example["answer"]),
        MARKDOWN: {
            "schema": {"type": "string", "description": markdown},
            "example": example["markdown"],
        },
        EVENTS: events,
    }
    return answer("The summary, in the form that `Accept` chose.", content, "Vary")


_STREAM = (
    "Server-sent events, each with JSON as its data: `progress`; `sentence`, with its citations, as soon as"
    " it is verified; at the end `summary`, the whole answer, or `error`, the problem that would have been"
    " the answer. Lines that begin with a colon keep the connection open."
)
_EVENTS = {"progress": "Progress", "sentence": "SentenceEvent", "summary": "Summary", "error": "Problem"}


def _event(name: str, schema: str) -> Json:
    """An event as OpenAPI 3.2 tells it, where the media type has an `itemSchema`."""
    data = {"type": "string", "contentMediaType": JSON, "contentSchema": ref(schema)}
    return {
        "type": "object",
        "properties": {"event": {"const": name}, "data": data},
        "required": ["event", "data"],
    }


def _stream(example: Mapping[str, Any]) -> str:
    told = example["answer"]["sentences"][0]["text"]
    return (
        'event: progress\ndata: {"stage":"rank","fraction":0.353}\n\n'
        f'event: sentence\ndata: {{"number":0,"order":[0],"text":"{told}",…}}\n\n'
        f'event: summary\ndata: {{"id":"{example["answer"]["id"]}",…}}\n\n'
    )


def _show_job(example: Mapping[str, Any]) -> Operation:
    done = _job("succeeded") | {"result": example["answer"]}
    return Operation(
        tag="Jobs",
        name="getJob",
        summary="How far a job is",
        description="While it is `queued` or `running`, `Retry-After` says when to ask again. Then `result`"
        " is the summary, or `error` the problem. A finished job is forgotten at `expires_at`.",
        answers={"200": answer("The job.", as_json("Job", done), "Retry-After")},
        fails=(404, 503),
    )


def _cancel_job() -> Operation:
    return Operation(
        tag="Jobs",
        name="cancelJob",
        summary="Cancel a job",
        description="Work on it stops at its next stage. A job that is finished stays as it is.",
        answers={"200": answer("The job as it is now.", as_json("Job", _job("cancelled")), "Retry-After")},
        fails=(404, 503),
    )


def _job(status: str) -> Json:
    ended = "2031-10-15T08:00:21.000Z" if status != "queued" else None
    stage, fraction = {"succeeded": (DONE, 1.0), "cancelled": ("fuse", 0.5)}.get(status, (None, 0.0))
    return {
        "id": JOB_ID,
        "status": status,
        "created_at": "2031-10-15T08:00:00.000Z",
        "started_at": "2031-10-15T08:00:00.500Z" if ended else None,
        "finished_at": ended,
        "expires_at": "2031-10-16T08:00:21.000Z" if ended else None,
        "progress": {"stage": stage, "fraction": fraction},
    }


def _status(word: str) -> Json:
    schema = {"type": "object", "properties": {"status": {"const": word}}, "required": ["status"]}
    return answer("It is.", {JSON: {"schema": schema, "example": {"status": word}}})


_SERVICE = {
    "/": Operation(
        tag="Service",
        name="index",
        summary="Where to go",
        description="The page for a browser, which asks for HTML by name; for a program, what there is.",
        answers={"200": answer("The page, or the addresses.", any_json() | text(HTML), "Vary")},
        open_to_all=True,
    ),
    "/healthz": Operation(
        tag="Service",
        name="isAlive",
        summary="Whether it is alive",
        description="200 as long as the process answers.",
        answers={"200": _status("ok")},
        open_to_all=True,
    ),
    "/readyz": Operation(
        tag="Service",
        name="isReady",
        summary="Whether it can summarize",
        description="200 once the models are loaded and the jobs' database is reachable; until then 503.",
        answers={"200": _status("ready")},
        fails=(503,),
        open_to_all=True,
    ),
    "/metrics": Operation(
        tag="Service",
        name="getMetrics",
        summary="Figures for Prometheus",
        answers={"200": answer("Prometheus's text format.", text("text/plain"))},
    ),
    "/openapi.json": Operation(
        tag="Service",
        name="getContract",
        summary="This document",
        answers={"200": answer("OpenAPI 3.1.", any_json())},
        open_to_all=True,
    ),
    "/docs": Operation(
        tag="Service",
        name="readContract",
        summary="This document, to read and to try",
        answers={"200": answer("A page that takes nothing from elsewhere.", text(HTML))},
        open_to_all=True,
    ),
}


def _page(example: Mapping[str, Any]) -> dict[str, Json]:
    return {
        "/page/about": {"get": _ABOUT.to_json()},
        "/page/{name}": {"parameters": [in_path("name", "app.js")], "get": _FILE.to_json()},
        "/page/examples/{event}/{name}": {
            "parameters": [
                in_path("event", "tanker-fire-vilar-da-barra"),
                in_path("name", "01_biscay-newswire.txt"),
            ],
            "get": _ARTICLE.to_json(),
        },
        "/page/report": {"post": _report(example).to_json()},
    }


_ABOUT = Operation(
    tag="Page",
    name="aboutPage",
    summary="What the page has to know",
    answers={"200": answer("What is read, how much of it, and the example articles.", any_json())},
)
_FILE = Operation(
    tag="Page",
    name="pageFile",
    summary="A file of the page",
    answers={"200": answer("The file.", text("text/css", HTML, "text/javascript", "image/svg+xml"), "ETag")},
    fails=(404,),
    open_to_all=True,
)
_ARTICLE = Operation(
    tag="Page",
    name="exampleArticle",
    summary="An example article",
    answers={
        "200": answer("The article, as bytes.", {OCTETS: {"schema": {"type": "string", "format": "binary"}}})
    },
    fails=(404,),
)


def _report(example: Mapping[str, Any]) -> Operation:
    posted = {
        "type": "object",
        "description": "A `Summary`. A report in HTML wants every document's text (`include_text`).",
    }
    return Operation(
        tag="Page",
        name="makeReport",
        summary="A summary as a report",
        description="What a summary's JSON says, as HTML that needs nothing else, or as Markdown.",
        body={"required": True, "content": {JSON: {"schema": posted, "example": _with_texts(example)}}},
        answers={"200": answer("The report.", text(HTML, MARKDOWN), "Content-Disposition", "Vary")},
        fails=(400, 406, 413, 415, 422),
    )


def _with_texts(example: Mapping[str, Any]) -> Json:
    posted = example["request"]["documents"]
    documents = example["answer"]["documents"]
    told = [document | {"text": one["text"]} for document, one in zip(documents, posted, strict=True)]
    return dict(example["answer"]) | {"documents": told}
