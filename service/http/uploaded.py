"""A multipart form as a SummaryRequest: files named `documents`, the options and `metadata` as fields."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from service.errors import Fault, UnsupportedMediaType
from service.http.described import METADATA, AboutIn, read_metadata
from service.http.multipart import Part
from service.http.posted import check_count
from service.http.schema import OptionsIn
from service.http.validation import pointer, raise_faults, to_fault, validate
from service.intake import MAX_ID_CHARACTERS, base_name, complete_ids, unique_names
from service.limits import Limits
from service.media import media_type_of
from service.types import MediaType, SourceDocument, SummaryRequest

FILES = "documents"
_TRUTH = {"true": True, "false": False}
_TEXTUAL = (MediaType.TEXT, MediaType.HTML, MediaType.MARKDOWN)


def from_form(parts: Sequence[Part], limits: Limits) -> SummaryRequest:
    """Check the parts. Raises InvalidRequest, UnsupportedMediaType, TooLarge."""
    files = [part for part in parts if part.name == FILES and not _is_unfilled(part)]
    check_count(files, limits)
    options, invalid = _options([part for part in parts if part.name not in (FILES, METADATA)])
    about, faults = read_metadata([part for part in parts if part.name == METADATA], len(files))
    invalid += faults
    if not files:
        invalid.append(Fault(f"/{FILES}", f"{FILES} is empty; send at least one file"))
    ids = _ids(files)
    types, unsupported = _media_types(files)
    for index, (part, chosen) in enumerate(zip(files, ids, strict=True)):
        invalid += _file_faults(index, part, chosen, types[index])
    raise_faults(invalid, unsupported, _too_large(files, limits))
    assert options is not None
    return SummaryRequest(
        documents=tuple(_sources(files, ids, types, about)),
        length=options.to_length(),
        format=options.format,
        mode=options.mode,
        query=options.to_query(),
        include_text=options.include_text,
    )


def _sources(
    files: Sequence[Part], ids: Sequence[str], types: Sequence[MediaType | None], about: Sequence[AboutIn]
) -> Iterator[SourceDocument]:
    for index, (part, chosen, kind, known) in enumerate(zip(files, ids, types, about, strict=True)):
        yield SourceDocument(
            index,
            chosen,
            part.content,
            kind or MediaType.TEXT,
            title=(known.title or "").strip() or None,
            url=(known.url or "").strip() or None,
            outlet=(known.outlet or "").strip() or None,
            published_at=known.published_at,
            pointer=pointer((FILES, index)),
        )


def _is_unfilled(part: Part) -> bool:
    """Whether this is what a browser sends for a file input in which nothing was chosen."""
    return part.filename == "" and not part.content


def _options(fields: Sequence[Part]) -> tuple[OptionsIn | None, list[Fault]]:
    values: dict[str, object] = {}
    faults = []
    for part in fields:
        if part.name in values:
            faults.append(Fault(pointer((part.name,)), "the field is given more than once"))
            continue
        try:
            values[part.name] = _value(part.name, part.content.decode("utf-8"))
        except UnicodeDecodeError:
            faults.append(Fault(pointer((part.name,)), "the field is not UTF-8"))
    options, errors = validate(OptionsIn, values)
    return options, faults + [to_fault(error) for error in errors]


def _value(name: str, text: str) -> object:
    """Read a field as its JSON twin would be: `{"words": 120}` and `true` are not strings there."""
    if name == "include_text":
        return _TRUTH.get(text.strip().lower(), text)
    if name == "length" and text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text if name == "query" else text.strip()


def _ids(files: Sequence[Part]) -> list[str]:
    names = [base_name(part.filename or "") for part in files]
    named = iter(unique_names(name for name in names if name.strip()))
    return complete_ids([next(named) if name.strip() else None for name in names])


def _media_types(files: Sequence[Part]) -> tuple[list[MediaType | None], list[Fault]]:
    types: list[MediaType | None] = []
    faults = []
    for index, part in enumerate(files):
        try:
            types.append(_media_type(part))
        except UnsupportedMediaType as error:
            types.append(None)
            faults.append(Fault(pointer((FILES, index)), error.detail))
    return types, faults


def _media_type(part: Part) -> MediaType:
    if part.filename is None:
        return media_type_of("", part.content_type or MediaType.TEXT)
    return media_type_of(base_name(part.filename), part.content_type)


def _file_faults(index: int, part: Part, name: str, kind: MediaType | None) -> list[Fault]:
    place = pointer((FILES, index))
    if len(name) > MAX_ID_CHARACTERS:
        return [Fault(place, f"the file's name is longer than {MAX_ID_CHARACTERS} characters")]
    blank = kind in _TEXTUAL and part.content.isspace()
    return [Fault(place, f"the file {name!r} is empty")] if blank or not part.content else []


def _too_large(files: Sequence[Part], limits: Limits) -> list[Fault]:
    most = limits.max_document_bytes
    return [
        Fault(pointer((FILES, index)), f"the file has {size:,} bytes; at most {most:,} are taken")
        for index, size in enumerate(len(part.content) for part in files)
        if size > most
    ]
