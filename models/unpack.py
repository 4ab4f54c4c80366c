"""Turns a model that comes as a zip file in several parts into config, tokenizer and small safetensors.

Matrices are kept in bfloat16, the precision that they are used in; norms and biases stay float32. What a
forward pass does not read is left out.
"""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Sequence
from functools import partial
from pathlib import Path, PurePosixPath

import torch
from safetensors import SafetensorError, safe_open

from models.errors import ModelsCorrupt
from models.tensor_file import Entry, write_tensors

KEPT = ("config.json", "tokenizer.json", "model.safetensors")
UNUSED = ("pooler.", "embeddings.position_ids")


def convert(sources: Sequence[Path], target: Path) -> None:
    """Join the parts, and write the model in them into the directory `target`.

    Raises ModelsCorrupt if they do not make a zip file that holds the model.
    """
    whole = sources[0].with_name("joined.zip")
    with whole.open("wb") as joined:
        for part in sources:
            with part.open("rb") as piece:
                shutil.copyfileobj(piece, joined, 2**20)
            part.unlink()
    full = whole.with_name("full.safetensors")
    try:
        _unzip(whole, target)
        whole.unlink()
        (target / "model.safetensors").rename(full)
        _shrink(full, target / "model.safetensors")
    except (zipfile.BadZipFile, zlib.error, KeyError, SafetensorError) as error:
        raise ModelsCorrupt(f"the parts do not make a zip file with a model in it: {error}") from None


def _unzip(whole: Path, target: Path) -> None:
    with zipfile.ZipFile(whole) as archive:
        names = {PurePosixPath(n).name: n for n in archive.namelist() if len(PurePosixPath(n).parts) == 2}
        for name in KEPT:
            with archive.open(names[name]) as source, (target / name).open("wb") as out:
                shutil.copyfileobj(source, out, 2**20)


def _shrink(full: Path, target: Path) -> None:
    with safe_open(full, framework="pt") as file:
        entries = {}
        for name in file.keys():  # noqa: SIM118 - not a mapping
            if not name.startswith(UNUSED):
                shape = tuple(file.get_slice(name).get_shape())
                dtype = torch.bfloat16 if len(shape) > 1 else torch.float32
                entries[name] = Entry(dtype, shape, partial(file.get_tensor, name))
        write_tensors(target, entries)
