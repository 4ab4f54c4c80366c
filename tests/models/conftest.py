"""Fixtures: a tiny byte-level tokenizer, and tiny wheels to fetch."""

from __future__ import annotations

import hashlib
import zipfile

import pytest
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from models.manifest import Manifest, Part, PinnedFile, PinnedWheel

CORPUS = [
    "The harbour at Lunde was closed on Monday after a ferry struck the pier, police said.",
    "Some 45,000 people and 12 ships were turned away, and the mayor said it would reopen on Friday.",
    'A 23-year-old sailor told the court: "I saw nothing." He was released (without charge) in May.',
] * 4


@pytest.fixture(scope="session")
def tokenizer():
    """Return a byte-level BPE tokenizer of the fuser's kind; token 0 ends a sequence."""
    built = Tokenizer(models.BPE())
    built.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    built.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=420,
        special_tokens=["<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    built.train_from_iterator(CORPUS, trainer)
    built.encode_special_tokens = True
    return built


def sha256(data):
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def write_wheel(folder, package, members):
    """Write a wheel that pip accepts, holding the members; return its path."""
    folder.mkdir(exist_ok=True)
    info = f"{package}-1.0.dist-info"
    files = {
        **members,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    files[f"{info}/RECORD"] = "".join(f"{name},,\n" for name in [*files, f"{info}/RECORD"]).encode()
    path = folder / f"{package}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def part_of(wheel, package, members):
    """Return the part that the members of a wheel make."""
    files = tuple(
        PinnedFile(name.rsplit("/", 1)[-1], len(data), sha256(data), member=name)
        for name, data in members.items()
    )
    return Part(
        name="toy",
        model="toy-model",
        licence="Apache-2.0",
        origin="someone/toy",
        wheels=(PinnedWheel(package, "1.0", wheel.name, sha256(wheel.read_bytes())),),
        files=files,
    )


@pytest.fixture
def index(tmp_path, monkeypatch):
    """Return a folder that pip takes wheels from, and nowhere else."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def toy(index):
    """Return the manifest of one part, whose wheel is in the index."""
    members = {"toy_weights/config.json": b'{"width": 3}', "toy_weights/model.safetensors": b"\x00" * 2048}
    bait = {"toy_weights/__init__.py": b"raise SystemExit('code of a wheel was run')"}
    wheel = write_wheel(index, "toy_weights", {**members, **bait})
    return Manifest({"toy": part_of(wheel, "toy_weights", members)}, {})
