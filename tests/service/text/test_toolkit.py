"""nltk without scipy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def _python(code: str, path: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": f"{path}{os.pathsep}{ROOT}"}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    ).stdout


@pytest.fixture
def scipy(tmp_path: Path) -> Path:
    """A folder with a package of that name, which tells when it is imported."""
    (tmp_path / "scipy").mkdir()
    (tmp_path / "scipy" / "__init__.py").write_text("print('imported')\n")
    return tmp_path


def test_an_installed_scipy_is_not_imported(scipy: Path) -> None:
    """What nltk would do without the toolkit is shown first."""
    assert "imported" in _python("import nltk.stem.snowball", scipy)
    assert _python("import service.text.words, service.text.punkt", scipy) == ""


def test_others_can_import_it_before_and_after(scipy: Path) -> None:
    """It is out of sight for nltk alone."""
    assert _python("import service.text.toolkit, scipy", scipy) == "imported\n"
    assert (
        _python("import scipy, service.text.toolkit, sys; assert sys.modules['scipy']", scipy) == "imported\n"
    )
