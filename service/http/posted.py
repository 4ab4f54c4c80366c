"""A JSON body as a SummaryRequest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NoReturn

from service.errors import Fault, InvalidRequest, MalformedRequest, TooLarge
from service.http.schema import DocumentIn, SummaryIn
from service.http.validation import pointer, raise_faults, to_fault, validate
from service.intake import complete_ids
from service.limits import Limits
from service.types import MediaType, SourceDocument, SummaryRequest

_MOST_FIELDS = 100  # far more than there are; a fault for each of a million would fill the memory


def from_json(body: bytes, limits: Limits) -> SummaryRequest:
    """Parse and check a body. Raises MalformedRequest, InvalidRequest, UnsupportedMediaType, TooLarge."""
    return from_value(parse(body), limits)


def from_value(value: object, limits: Limits) -> SummaryRequest:
    """Check a parsed body. Raises InvalidRequest, UnsupportedMediaType, TooLarge."""
    if not isinstance(value, dict):
        raise InvalidRequest("The body must be a JSON object.", [Fault("", "the body must be an object")])
    check_count(value.get("documents"), limits)
    _check_fields(value)
    posted, errors = validate(SummaryIn, value)
    unsupported = [to_fault(error) for error in errors if error["type"] == "media_type"]
    invalid = [to_fault(error) for error in errors if error["type"] != "media_type"]
    invalid += _repeated_ids(value.get("documents"))
    raise_faults(invalid, unsupported, _too_long(value.get("documents"), limits))
    assert posted is not None
    return _to_request(posted)


def parse(body: bytes) -> object:
    """Parse strict JSON in UTF-8. Raises MalformedRequest."""
    if not body.strip():
        raise MalformedRequest("The body is empty; send a JSON object with documents.")
    try:
        return json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise MalformedRequest(f"The body is not UTF-8: see byte {error.start}.") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise MalformedRequest(f"The body is not JSON: {error.msg} at {place}.") from None
    except RecursionError:
        raise MalformedRequest("The body is nested too deeply.") from None
    except ValueError:
        raise MalformedRequest("The body holds a number with too many digits.") from None


def check_count(documents: object, limits: Limits) -> None:
    """Refuse too many documents before looking into any. Raises TooLarge."""
    if isinstance(documents, Sequence) and not isinstance(documents, str):
        found, most = len(documents), limits.max_documents
        if found > most:
            detail = f"{found:,} documents were sent; at most {most:,} are taken in one request"
            raise TooLarge(detail, [Fault("/documents", detail)])


def _check_fields(body: dict[str, object]) -> None:
    """Refuse objects of absurdly many fields before every one of them is named. Raises InvalidRequest."""
    documents = body.get("documents")
    places: list[tuple[tuple[int | str, ...], object]] = [((), body), (("length",), body.get("length"))]
    places += [
        (("documents", i), one) for i, one in enumerate(documents if isinstance(documents, list) else ())
    ]
    raise_faults(
        Fault(pointer(place), f"the object has {len(one):,} fields; at most {_MOST_FIELDS} are looked at")
        for place, one in places
        if isinstance(one, dict) and len(one) > _MOST_FIELDS
    )


def _refuse_constant(name: str) -> NoReturn:
    raise MalformedRequest(f"The body is not JSON: {name} is not a JSON number.")


def _repeated_ids(documents: object) -> list[Fault]:
    first: dict[str, int] = {}
    faults = []
    for index, document in enumerate(documents if isinstance(documents, list) else ()):
        given = document.get("id") if isinstance(document, dict) else None
        if isinstance(given, str) and first.setdefault(given, index) != index:
            detail = f"id is the same as that of documents[{first[given]}]; ids must differ"
            faults.append(Fault(pointer(("documents", index, "id")), detail))
    return faults


def _too_long(documents: object, limits: Limits) -> list[Fault]:
    most = limits.max_document_characters
    return [
        Fault(
            pointer(("documents", index, "text")),
            f"text has {len(text):,} characters; at most {most:,} are taken in one document",
        )
        for index, document in enumerate(documents if isinstance(documents, list) else ())
        if isinstance(document, dict) and isinstance(text := document.get("text"), str) and len(text) > most
    ]


def _to_request(posted: SummaryIn) -> SummaryRequest:
    ids = complete_ids([document.id for document in posted.documents])
    documents = (
        _to_source(index, chosen, document)
        for index, (chosen, document) in enumerate(zip(ids, posted.documents, strict=True))
    )
    return SummaryRequest(
        documents=tuple(documents),
        length=posted.to_length(),
        format=posted.format,
        mode=posted.mode,
        query=posted.to_query(),
        include_text=posted.include_text,
    )


def _to_source(index: int, chosen_id: str, document: DocumentIn) -> SourceDocument:
    return SourceDocument(
        index=index,
        id=chosen_id,
        content=document.text,
        media_type=document.media_type or MediaType.TEXT,
        title=(document.title or "").strip() or None,
        url=(document.url or "").strip() or None,
        outlet=(document.outlet or "").strip() or None,
        published_at=document.published_at,
        pointer=pointer(("documents", index)),
    )
