"""What a multipart form says of its files: a field `metadata`, JSON, one entry a file in their order."""

from __future__ import annotations

import json
from collections.abc import Sequence

from pydantic import BaseModel, RootModel

from service.errors import Fault
from service.http.multipart import Part
from service.http.schema import STRICT, Outlet, PublishedAt, Title, Url
from service.http.validation import pointer, to_fault, validate

METADATA = "metadata"


class AboutIn(BaseModel):
    """What the client knows of one file; it wins over what the file says of itself."""

    model_config = STRICT

    title: Title = None
    """The headline."""
    url: Url = None
    """Where the document is from. It is never fetched."""
    outlet: Outlet = None
    """Who published it."""
    published_at: PublishedAt = None
    """ISO 8601 date, or date and time."""


class MetadataIn(RootModel[list[AboutIn | None]]):
    """An entry for each file, or null; files without one come last."""


def read_metadata(parts: Sequence[Part], files: int) -> tuple[list[AboutIn], list[Fault]]:
    """Return what is said of each of so many files, and what is wrong with it.

    `parts` are the fields named `metadata`: none, one, or a fault.
    """
    nothing = [AboutIn()] * files
    if not parts:
        return nothing, []
    if len(parts) > 1:
        return nothing, [Fault(pointer((METADATA,)), "the field is given more than once")]
    try:
        value = json.loads(parts[0].content.decode("utf-8"))
    except (ValueError, RecursionError):
        return nothing, [Fault(pointer((METADATA,)), "metadata is not JSON in UTF-8")]
    posted, errors = validate(MetadataIn, value)
    if posted is None:
        return nothing, [to_fault(error | {"loc": (METADATA, *_place(error["loc"]))}) for error in errors]
    if len(posted.root) > files:
        detail = f"metadata has {len(posted.root):,} entries for {files:,} files; send at most one a file"
        return nothing, [Fault(pointer((METADATA,)), detail)]
    told = [about or AboutIn() for about in posted.root]
    return told + nothing[len(told) :], []


def _place(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Drop the name of the model, which stands in the location of an entry that may be null."""
    return tuple(part for part in location if part != AboutIn.__name__)
