"""Where concrete models meet the stages: the one file that names both."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.batching import Bench, SharedCorroborator, SharedEncoder, SharedFuser, SharedVerifier
from models.corroborator import TrainedCorroborator
from models.cpu import share_interpreter, use_threads
from models.encoder import MiniLmEncoder
from models.fuser import CausalFuser
from models.protocols import ClaimVerifier, Corroborator, SentenceEncoder, SentenceFuser
from models.verifier import TrainedVerifier
from models.weights import default_directory
from service.observer import Observer
from service.settings import Settings
from service.types import READABLE

if TYPE_CHECKING:
    from service.pipeline import Pipeline

CANDIDATES = 3  # a cluster's, each from another of its sentences; it has no more that are fused


def build_summarizer(settings: Settings, observer: Observer | None = None) -> Pipeline:
    """The real summarizer, weights not yet read: call `load()`. The observer hears of its work."""
    return _pipeline(_models(settings), settings, observer)


def load_summarizer(settings: Settings, observer: Observer | None = None) -> Pipeline:
    """The same with its weights read, while the stages are imported. Raises ModelsMissing, ModelsCorrupt."""
    models = _models(settings)
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(models.load)
        pipeline = _pipeline(models, settings, observer)
        reading.result()
    pipeline.load()
    return pipeline


@dataclass(frozen=True)
class _Models:
    """The learned parts."""

    encoder: SentenceEncoder
    fuser: SentenceFuser
    verifier: ClaimVerifier
    corroborator: Corroborator

    def load(self) -> None:
        """Read all weights, one part after the other: each uses all cores."""
        for part in (self.encoder, self.corroborator, self.fuser, self.verifier):
            part.load()


def _models(settings: Settings) -> _Models:
    """The learned parts as the settings name them.

    Requests that come at the same time share batches of our own models, which give an item the same answer,
    to the last bit, in any batch; of a user's model a batch holds one request's sentences.
    """
    use_threads(settings.threads)
    share_interpreter()
    directory = settings.models_dir or default_directory()
    bench = Bench()  # serves the encoder's line first, the fuser's last
    ours = MiniLmEncoder(directory)
    own = MiniLmEncoder(directory, settings.encoder) if settings.encoder else ours
    encoder = SharedEncoder(own, bench, mixed=settings.encoder is None)
    corroborator = SharedCorroborator(TrainedCorroborator(ours), bench)
    verifier = SharedVerifier(TrainedVerifier(directory), bench)
    fuser = _fuser(settings, directory)
    if not settings.fuser_is_server:
        fuser = SharedFuser(fuser, bench, mixed=settings.fuser is None)
    return _Models(encoder, fuser, verifier, corroborator)


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


def _pipeline(models: _Models, settings: Settings, observer: Observer | None) -> Pipeline:
    from service.pipeline import Pipeline  # noqa: PLC0415 - takes a second, in which weights can be read

    parts = (models.encoder, models.fuser, models.verifier, models.corroborator)
    return Pipeline(*parts, settings.limits, observer)
