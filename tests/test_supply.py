"""What is installed: pinned by hash, under licences that we take, from an index that nobody here chooses."""

from __future__ import annotations

import re
import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LICENCES = runpy.run_path(str(ROOT / "scripts" / "licences.py"))
PINS = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>[\w.]+)(?: ; (?P<where>[^\\\n]+))?"
    r"(?P<hashes>(?: \\\n    --hash=sha256:[0-9a-f]{64})+)\n",
    flags=re.MULTILINE,
)


def entries(lock):
    return {found["name"]: found for found in PINS.finditer(lock.read_text(encoding="utf-8"))}


def name_of(requirement):
    return re.split(r"[^\w.-]", requirement, maxsplit=1)[0].lower().replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_line_is_an_exact_version_with_hashes_and_names_no_index(lock):
    text = lock.read_text(encoding="utf-8")
    rest = PINS.sub("", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    assert rest == ""
    assert "://" not in text
    assert len(entries(lock)) > 50


@pytest.mark.parametrize(
    ("lock", "extras"), [(LOCKS[0], ["queue"]), (LOCKS[1], ["queue", "dev"])], ids=["run", "dev"]
)
def test_a_lock_has_all_that_is_asked_for_but_torch(lock, extras):
    project = PROJECT["project"]
    asked = [*PROJECT["build-system"]["requires"], *project["dependencies"]]
    asked += [line for extra in extras for line in project["optional-dependencies"][extra]]
    missing = {name_of(requirement) for requirement in asked} - entries(lock).keys()
    assert missing == {"torch"}, "run `make lock` after a change of pyproject.toml"
    assert not [name for name in entries(lock) if name.startswith(("torch", "nvidia", "triton"))]


def test_the_locks_and_the_constraints_agree():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    chosen = dict(line.split("==") for line in lines if line and not line.startswith("#"))
    for lock in LOCKS:
        locked = {name: found["version"] for name, found in entries(lock).items()}
        differing = {
            name: (locked[name], chosen[name])
            for name in locked.keys() & chosen
            if locked[name] != chosen[name]
        }
        assert differing == {}, "run `make lock` after a change of constraints.txt"
    run, dev = map(entries, LOCKS)
    assert {name: found[0] for name, found in run.items()}.items() <= {
        name: found[0] for name, found in dev.items()
    }.items()


def test_make_and_the_image_install_by_hash_alone():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "install --require-hashes --no-deps -r requirements-dev.lock" in makefile
    assert "install --require-hashes --no-deps -r requirements.lock" in dockerfile
    for text in (makefile, dockerfile):
        own = re.findall(r"install --no-deps[^\n]*", text)
        assert own
        assert all("--no-build-isolation" in line for line in own), "else pip fetches what is not in the lock"


@pytest.mark.parametrize(
    ("licence", "refused"),
    [
        ("MIT", False),
        ("Apache-2.0 WITH LLVM-exception", False),
        ("LGPL-2.1-or-later", False),
        ("GNU Lesser General Public License v3 (LGPLv3)", False),
        ("MPL-1.1 OR GPL-2.0-only OR LGPL-2.1-or-later", False),
        ("GPL-3.0-only", True),
        ("GNU General Public License v3 (GPLv3)", True),
        ("AGPL-3.0-or-later", True),
        ("GNU Affero General Public License v3", True),
        ("GPL-2.0-only OR AGPL-3.0-only", True),
        ("MIT AND GPL-3.0-only", True),
    ],
)
def test_which_licences_are_refused(licence, refused):
    assert LICENCES["refused"](licence) == refused


def test_nothing_that_is_installed_is_under_a_licence_that_we_refuse():
    found = list(LICENCES["rows"]([*LICENCES["locked"](LOCKS[1]), "torch"]))
    assert len(found) > 80
    assert LICENCES["faults"](found) == []


def test_a_licence_that_nobody_tells_is_a_fault():
    assert LICENCES["faults"]([("odd", "1.0", "")]) == ["odd 1.0 does not tell its licence"]


def test_make_licences_lists_them():
    run = subprocess.run(
        [sys.executable, "scripts/licences.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    assert re.search(r"^flask \S+ +BSD-3-Clause$", run.stdout, flags=re.MULTILINE)
