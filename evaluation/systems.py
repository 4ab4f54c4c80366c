"""The systems that can be scored: this code and its parts, or a service that is already running."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from models.protocols import ClaimVerifier, Corroborator, SentenceEncoder
from service.settings import Settings, load_settings
from service.types import SourceDocument, SummaryRequest

Json = Mapping[str, Any]


def local() -> Callable[[SummaryRequest], Json]:
    """Load the summarizer as the service wires it; return it as request -> wire form."""
    from service.render.json import to_wire  # noqa: PLC0415 - only here are the models needed
    from service.wiring import build_summarizer  # noqa: PLC0415

    summarizer = build_summarizer(load_settings())
    summarizer.load()
    return lambda request: to_wire(summarizer.summarize(request))


def trained_verifier(settings: Settings, adapter: Path | None = None) -> ClaimVerifier:
    """Load the service's verifier, with another adapter if one is given."""
    from models.cpu import use_threads  # noqa: PLC0415 - heavy; wrong options are told without it
    from models.verifier import TrainedVerifier  # noqa: PLC0415
    from models.weights import default_directory  # noqa: PLC0415

    use_threads(settings.threads)
    verifier = TrainedVerifier(settings.models_dir or default_directory(), adapter)
    verifier.load()
    return verifier


def trained_corroborator(settings: Settings) -> tuple[Corroborator, SentenceEncoder]:
    """Load the service's corroborator and the encoder that it reads with."""
    from models.corroborator import TrainedCorroborator  # noqa: PLC0415 - heavy; help needs none
    from models.cpu import use_threads  # noqa: PLC0415
    from models.encoder import MiniLmEncoder  # noqa: PLC0415
    from models.weights import default_directory  # noqa: PLC0415

    use_threads(settings.threads)
    encoder = MiniLmEncoder(settings.models_dir or default_directory())
    corroborator = TrainedCorroborator(encoder)
    corroborator.load()
    return corroborator, encoder


def remote(url: str) -> Callable[[SummaryRequest], Json]:
    """Return the service at `url` as request -> wire form; its documents must be text."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("the service's address starts with http:// or https://")

    def post(request: SummaryRequest) -> Json:
        body = json.dumps(_wire_request(request)).encode()
        headers = {"Content-Type": "application/json"}
        with urlopen(Request(f"{url.rstrip('/')}/v1/summaries", body, headers), timeout=600) as reply:  # noqa: S310
            response: Json = json.load(reply)
            return response

    return post


def _wire_request(request: SummaryRequest) -> Json:
    length = {"words": request.length.words, "sentences": request.length.sentences}
    return {
        "documents": [_wire_document(document) for document in request.documents],
        "length": {unit: ceiling for unit, ceiling in length.items() if ceiling is not None},
        "mode": request.mode.value,
    }


def _wire_document(document: SourceDocument) -> Json:
    fields = {
        "id": document.id,
        "text": document.content,
        "media_type": document.media_type.value,
        "outlet": document.outlet,
        "published_at": document.published_at,
    }
    return {name: value for name, value in fields.items() if value is not None}
