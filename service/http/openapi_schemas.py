"""The contract's schemas: made of the types that check requests and of those that shape answers."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any, Literal

from pydantic import TypeAdapter

from service.http.described import METADATA, MetadataIn
from service.http.jobs import JobWire
from service.http.schema import SummaryIn
from service.http.uploaded import FILES
from service.limits import Limits
from service.media import SUFFIXES
from service.render.wire import ProgressWire, ToldWire

Json = dict[str, Any]
_PLACE = "#/components/schemas/"
_MODE = Literal["validation", "serialization"]

_ROOTS: tuple[tuple[Any, _MODE], ...] = (
    (SummaryIn, "validation"),
    (MetadataIn, "validation"),
    (JobWire, "serialization"),
    (ToldWire, "serialization"),
    (ProgressWire, "serialization"),
)
"""What the rest is reached from."""

_NAMES = {
    "SummaryIn": "SummaryRequest",
    "DocumentIn": "SummaryRequestDocument",
    "MetadataIn": "FilesMetadata",
    "AboutIn": "FileMetadata",
    "Status": "JobStatus",
    "ToldWire": "SentenceEvent",
}
"""Names for clients, where they differ from ours; `Wire` is dropped from the others."""


def ref(name: str) -> Json:
    """Return a reference to a schema of the contract."""
    return {"$ref": f"{_PLACE}{name}"}


def schemas(limits: Limits) -> dict[str, Json]:
    """Return the schemas by name, with the ceilings of one service."""
    adapters = [(str(place), mode, TypeAdapter(kind)) for place, (kind, mode) in enumerate(_ROOTS)]
    _, made = TypeAdapter.json_schemas(adapters, ref_template=f"{_PLACE}{{model}}")
    found: dict[str, Json] = {_named(name): _tidied(schema) for name, schema in made["$defs"].items()}
    request = found["SummaryRequest"]["properties"]
    found["SummaryRequest"]["properties"] = request = {FILES: request.pop(FILES), **request}
    request[FILES]["maxItems"] = limits.max_documents
    found["SummaryRequestDocument"]["properties"]["text"]["maxLength"] = limits.max_document_characters
    found["SummaryForm"] = _form(request, limits)
    return dict(sorted(found.items()))


def _form(request: Json, limits: Limits) -> Json:
    """Return the form's schema: the options of the JSON request, files, and what is known of the files."""
    options = {name: _never_null(schema) for name, schema in request.items() if name != FILES}
    files = {
        "type": "array",
        "items": {"type": "string", "format": "binary"},
        "minItems": 1,
        "maxItems": limits.max_documents,
        "description": f"The files ({' '.join(SUFFIXES)}), a part for each, at most"
        f" {limits.max_document_bytes:,} bytes. A file's name becomes its `id`.",
    }
    about = {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": ref("FilesMetadata"),
        "description": "JSON: what is known of each file, in their order, or null.",
        "examples": ['[{"outlet": "Biscay Newswire", "published_at": "2031-10-14"}, null]'],
    }
    return {
        "type": "object",
        "description": "What to summarize, and how, as a form.",
        "properties": {FILES: files, **options, METADATA: about},
        "required": [FILES],
        "additionalProperties": False,
    }


def _never_null(schema: Json) -> Json:
    """A form has no null: what is not there is left out."""
    schema = deepcopy(schema)
    kinds = schema.get("type")
    if isinstance(kinds, list):
        schema["type"] = next(kind for kind in kinds if kind != "null")
    return schema


def _named(name: str) -> str:
    return _NAMES.get(name) or name.removesuffix("Wire")


def _tidied(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """Drop what says nothing (titles made of names, a default of null), and rename."""
    if isinstance(schema, list):
        return [_tidied(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _tidied(value) for key, value in schema.items() if not _is_noise(key, value)}
    if isinstance(kept.get("description"), str):
        kept["description"] = " ".join(kept["description"].split())
    if isinstance(kept.get("$ref"), str):
        kept["$ref"] = _PLACE + _named(kept["$ref"].removeprefix(_PLACE))
    return _flat(kept)


def _is_noise(key: str, value: object) -> bool:
    return (key == "title" and isinstance(value, str)) or (key == "default" and value is None)


def _flat(schema: Json) -> Json:
    """Write `anyOf` of one plain type and null as a list of types."""
    either = schema.get("anyOf")
    if not either or len(either) != 2 or either[1] != {"type": "null"} or set(either[0]) != {"type"}:
        return schema
    rest = {key: value for key, value in schema.items() if key != "anyOf"}
    return {"type": [either[0]["type"], "null"], **rest}


def dumps(value: object) -> bytes:
    """Serialise as the document is sent: readable, UTF-8."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
