"""Where concrete models meet the stages: the one file that names both."""

from __future__ import annotations

from pathlib import Path

from models.batching import Bench, SharedEncoder, SharedFuser, SharedVerifier
from models.cpu import use_threads
from models.encoder import MiniLmEncoder
from models.fuser import CausalFuser
from models.protocols import SentenceFuser
from models.verifier import TrainedVerifier
from models.weights import default_directory
from service.observer import Observer
from service.pipeline import Pipeline
from service.settings import Settings
from service.stages.choose import READABLE

CANDIDATES = 3  # a cluster's, each from another of its sentences; it has no more that are fused


def build_summarizer(settings: Settings, observer: Observer | None = None) -> Pipeline:
    """The real summarizer, weights not yet read: call `load()`. The observer hears of its work.

    Requests that come at the same time share batches of our own models, which give an item the same answer,
    to the last bit, in any batch; of a user's model a batch holds one request's sentences.
    """
    use_threads(settings.threads)
    directory = settings.models_dir or default_directory()
    bench = Bench()  # serves the encoder's line first, the fuser's last
    encoder = MiniLmEncoder(directory, settings.encoder)
    shared_encoder = SharedEncoder(encoder, bench, mixed=settings.encoder is None)
    verifier = SharedVerifier(TrainedVerifier(directory), bench)
    fuser = _fuser(settings, directory)
    if not settings.fuser_is_server:
        fuser = SharedFuser(fuser, bench, mixed=settings.fuser is None)
    return Pipeline(
        encoder=shared_encoder,
        fuser=fuser,
        verifier=verifier,
        limits=settings.limits,
        observer=observer,
    )


def _fuser(settings: Settings, directory: Path) -> SentenceFuser:
    """The model of a server if the setting is its address, else one in this process."""
    if settings.fuser_is_server:
        from models.remote import RemoteFuser  # noqa: PLC0415 - an HTTP client, which a local model never needs

        key = settings.fuser_api_key.get_secret_value() if settings.fuser_api_key else None
        return RemoteFuser(
            settings.fuser or "",
            settings.fuser_model or "",
            key,
            timeout=settings.fuser_timeout,
            candidates=CANDIDATES,
        )
    adapter = Path(settings.fuser_adapter) if settings.fuser_adapter else None
    return CausalFuser(directory, settings.fuser, adapter, candidates=CANDIDATES, longest=READABLE)
