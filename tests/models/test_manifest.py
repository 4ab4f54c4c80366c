from __future__ import annotations

import hashlib
import re

import pytest

from models.manifest import MANIFEST, PinnedFile, adapter_entry, check_files, read_manifest

SHA = re.compile(r"[0-9a-f]{64}")


@pytest.mark.parametrize("name", ["encoder", "fuser", "verifier"])
def test_every_entry_is_complete(name):
    part = read_manifest().parts[name]
    assert part.licence == "Apache-2.0"
    assert part.wheels
    for wheel in part.wheels:
        assert wheel.file.startswith(f"{wheel.package.replace('-', '_')}-{wheel.version}-")
        assert SHA.fullmatch(wheel.sha256)
    assert re.fullmatch(r"[\w.-]+/[\w.-]+", part.origin)
    pinned = [*part.files, *part.sources]
    assert all(SHA.fullmatch(sha) for sha in (file.sha256 for file in pinned))
    assert {"config.json", "model.safetensors", "tokenizer.json"} <= {file.name for file in part.files}
    assert part.size == sum(file.size for file in part.files) > 10**7


def test_files_come_from_the_wheel_or_from_a_converter():
    for part in read_manifest().parts.values():
        converted = part.converter is not None
        assert all((file.member is None) == converted for file in part.files)
        assert all(file.member for file in part.sources)
        assert bool(part.sources) == converted


def test_nothing_is_pinned_that_can_run_code():
    names = [file.name for part in read_manifest().parts.values() for file in [*part.files, *part.sources]]
    kinds = {re.sub(r"\.\d+$", "", name).rsplit(".", 1)[-1] for name in names}
    assert kinds == {"json", "safetensors", "gguf", "zip"}


@pytest.mark.parametrize("line", ['surprise = "x"', ""])
def test_an_unknown_or_a_missing_key_is_refused(tmp_path, line):
    text = MANIFEST.read_text(encoding="utf-8").replace('licence = "Apache-2.0"', line, 1)
    path = tmp_path / "manifest.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TypeError):
        read_manifest(path)


def test_an_adapters_entry_can_be_pasted_in(tmp_path):
    adapter = tmp_path / "fuser"
    adapter.mkdir()
    for name in ("adapter_config.json", "adapter_model.safetensors"):
        (adapter / name).write_bytes(name.encode())
    path = tmp_path / "manifest.toml"
    path.write_text(
        MANIFEST.read_text(encoding="utf-8").split("[adapters.")[0] + adapter_entry(adapter), encoding="utf-8"
    )
    files = read_manifest(path).adapters["fuser"]
    assert check_files(adapter, files) == ([], [])
    (adapter / "adapter_config.json").write_bytes(b"adapter_config.jsoN")
    assert check_files(adapter, files) == ([], ["adapter_config.json"])


def test_a_file_is_missing_altered_or_right(tmp_path):
    (tmp_path / "right").write_bytes(b"abc")
    (tmp_path / "altered").write_bytes(b"abd")
    digest = hashlib.sha256(b"abc").hexdigest()
    files = [PinnedFile(name, 3, digest) for name in ("right", "altered", "gone")]
    assert check_files(tmp_path, files) == (["gone"], ["altered"])
