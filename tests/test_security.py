"""docs/security.md: every threat names a test, and every test that is named exists."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)


def threats():
    """The rows of the tables whose last column is what holds."""
    rows = []
    for table in re.findall(r"^\| threat \|.*?\n\n", f"{PAGE}\n", flags=re.MULTILINE | re.DOTALL):
        rows += [
            [cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().splitlines()[2:]
        ]
    return rows


def _functions(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists():
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (ROOT / path).exists() or name not in _functions(path)
    ]
    assert missing == [], "a threat is held by a test that is not there: name the one that holds it now"


def test_every_threat_is_held_by_a_test():
    rows = threats()
    assert len(rows) > 25
    assert [
        row[0] for row in rows if len(row) != 3 or not re.search(r"`tests/[\w/]+\.py::test_\w+`", row[2])
    ] == []


def test_links_lead_somewhere():
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", PAGE)
    assert targets
    assert [target for target in targets if not (ROOT / "docs" / target).exists()] == []
