"""The JSON request, field by field. Messages are for people, and never repeat a document's text.

The sentence under a field is its description in `/openapi.json`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    ValidatorFunctionWrapHandler,
    WithJsonSchema,
    WrapValidator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from service.intake import DEFAULT_LENGTH, MAX_ID_CHARACTERS, MAX_QUERY_CHARACTERS, MAX_SENTENCES, MAX_WORDS
from service.types import NAMED_LENGTHS, Format, Length, MediaType, Mode

POSTED_TYPES = (MediaType.TEXT, MediaType.HTML, MediaType.MARKDOWN)
"""What a document may be when its text is inside the JSON; PDF and DOCX come as files."""

STRICT = ConfigDict(strict=True, extra="forbid", frozen=True, use_attribute_docstrings=True)
_NOT_BLANK = r"\S"


def _fault(kind: str, message: str) -> PydanticCustomError:
    # Braces would be read as places to fill in.
    return PydanticCustomError(kind, "{message}", {"message": message})


def _string(name: str, limit: int, *, blank: bool = True) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str):
            raise _fault("string", f"{name} must be a string")
        if not blank and not value.strip():
            raise _fault("blank", f"{name} is empty")
        if len(value) > limit:
            raise _fault("long", f"{name} is longer than {limit:,} characters")
        return value

    return check


def _optional(name: str, limit: int, *, blank: bool = True) -> PlainValidator:
    check = _string(name, limit, blank=blank)
    return PlainValidator(lambda value: None if value is None else check(value))


def _schema(limit: int, **more: object) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "null"], "maxLength": limit, **more})


def _ceiling(name: str, other: str, most: int) -> dict[str, object]:
    return {
        "type": "object",
        "properties": {name: {"type": "integer", "minimum": 1, "maximum": most}, other: {"type": "null"}},
        "required": [name],
        "additionalProperties": False,
    }


def _choice(name: str, kinds: type[StrEnum]) -> BeforeValidator:
    allowed = ", ".join(kind.value for kind in kinds)

    def check(value: object) -> StrEnum:
        if isinstance(value, str) and value in set(kinds):
            return kinds(value)
        raise _fault("choice", f"{name} must be one of: {allowed}")

    return BeforeValidator(check)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _fault("string", "text must be a string")
    if not value or value.isspace():
        raise _fault("blank", "text is empty")
    return value


def _media_type(value: object) -> MediaType | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise _fault("string", "media_type must be a string")
    named = value.partition(";")[0].strip().lower()
    if named in POSTED_TYPES:
        return MediaType(named)
    allowed = ", ".join(POSTED_TYPES)
    raise _fault("media_type", f"media_type must be one of: {allowed}; send PDF and DOCX as multipart files")


def _published_at(value: object) -> str | None:
    """Normalise an ISO 8601 date, or date and time."""
    if value is None:
        return None
    checked = _string("published_at", 64)(value).strip()
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(checked).isoformat()
        except ValueError:
            continue
    raise _fault("date", "published_at must be an ISO 8601 date, or date and time, such as 2024-05-16")


Id = Annotated[
    str | None,
    _optional("id", MAX_ID_CHARACTERS, blank=False),
    _schema(MAX_ID_CHARACTERS, pattern=_NOT_BLANK),
]
Title = Annotated[str | None, _optional("title", 1000), _schema(1000)]
Url = Annotated[str | None, _optional("url", 2048), _schema(2048)]
Outlet = Annotated[str | None, _optional("outlet", 500), _schema(500)]
PublishedAt = Annotated[
    str | None,
    PlainValidator(_published_at),
    _schema(64, examples=["2031-10-14", "2031-10-14T09:30:00+00:00"]),
]
Query = Annotated[str | None, _optional("query", MAX_QUERY_CHARACTERS), _schema(MAX_QUERY_CHARACTERS)]


class DocumentIn(BaseModel):
    """One document, its text inside the JSON."""

    model_config = STRICT

    text: Annotated[
        str, PlainValidator(_text), WithJsonSchema({"type": "string", "minLength": 1, "pattern": _NOT_BLANK})
    ]
    """The whole text; not blank. Citations count in it, unless it is HTML."""
    id: Id = None
    """A name of yours, unlike those of the request's other documents; without it `doc-1` and so on."""
    title: Title = None
    """The headline; without it what the text gives as one."""
    url: Url = None
    """Where the document is from. It is never fetched."""
    outlet: Outlet = None
    """Who published it."""
    published_at: PublishedAt = None
    """ISO 8601 date, or date and time: resolves "on Tuesday", and tells the event from an earlier one."""
    media_type: Annotated[
        MediaType | None,
        PlainValidator(_media_type),
        WithJsonSchema({"type": ["string", "null"], "enum": [*POSTED_TYPES, None]}),
    ] = None
    """What `text` is; without it plain text. PDF and DOCX come as files of a form."""


class LengthIn(BaseModel):
    """A ceiling of one's own: exactly one of the two."""

    model_config = STRICT

    words: int | None = Field(None, ge=1, le=MAX_WORDS)
    sentences: int | None = Field(None, ge=1, le=MAX_SENTENCES)

    @model_validator(mode="after")
    def _exactly_one(self) -> LengthIn:
        if (self.words is None) == (self.sentences is None):
            raise _fault("length", 'length must have exactly one of "words" and "sentences"')
        return self


def _named(name: str) -> LengthIn:
    return LengthIn(words=NAMED_LENGTHS[name].words, sentences=NAMED_LENGTHS[name].sentences)


def _length(value: object, validate: ValidatorFunctionWrapHandler) -> LengthIn:
    if isinstance(value, str) and value in NAMED_LENGTHS:
        return _named(value)
    if isinstance(value, dict):
        return validate(value)  # type: ignore[no-any-return]
    raise _fault("length", 'length must be short, medium, long, {"words": n} or {"sentences": n}')


LENGTH_SCHEMA = WithJsonSchema(
    {
        "oneOf": [
            {"type": "string", "enum": list(NAMED_LENGTHS)},
            _ceiling("words", "sentences", MAX_WORDS),
            _ceiling("sentences", "words", MAX_SENTENCES),
        ],
        "examples": [DEFAULT_LENGTH, {"words": 120}, {"sentences": 5}],
    }
)


class OptionsIn(BaseModel):
    """The options, which JSON and multipart requests share."""

    model_config = STRICT

    length: Annotated[LengthIn, WrapValidator(_length), LENGTH_SCHEMA] = Field(
        default=_named(DEFAULT_LENGTH), json_schema_extra={"default": DEFAULT_LENGTH}
    )
    """A ceiling, never a target: `short` is 60 words, `medium` 130, `long` 250; or one of your own."""
    format: Annotated[Format, _choice("format", Format)] = Format.PARAGRAPH
    """How the sentences are laid out in `summary`."""
    mode: Annotated[Mode, _choice("mode", Mode)] = Mode.ABSTRACTIVE
    """Whether sentences that tell the same may be fused into one, or only the sources' own are used."""
    query: Query = None
    """What the summary should be about, in your words."""
    include_text: bool = False
    """Return every document's text, also where it was posted as plain text."""

    def to_length(self) -> Length:
        """Return the ceiling that was asked for."""
        return Length(words=self.length.words, sentences=self.length.sentences)

    def to_query(self) -> str | None:
        """Return the trimmed query, or None where there is nothing in it."""
        return (self.query or "").strip() or None


class SummaryIn(OptionsIn):
    """What to summarize, and how."""

    documents: list[DocumentIn] = Field(min_length=1)
    """The articles, best about one event; their order does not matter."""
