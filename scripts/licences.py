"""List the licence of every package in a lock file, as the packages installed here tell it.

Ends with status 1 if one is under the GPL or the AGPL, or tells nothing that can be read.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REFUSED = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|(?<!Lesser )General Public License|Affero", re.IGNORECASE)


def locked(path: Path) -> list[str]:
    """Return the names in a lock file, in its order."""
    return re.findall(r"^([a-z0-9.-]+)==", path.read_text(encoding="utf-8"), flags=re.MULTILINE)


def licence(name: str) -> str:
    """Return what an installed package says of its licence; "" if nothing. Raises PackageNotFoundError."""
    told = metadata(name)
    classified = [
        line.rpartition(" :: ")[2]
        for line in told.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    first_line = (told.get("License") or "").strip().partition("\n")[0]
    said = [told.get("License-Expression"), "; ".join(classified), first_line]
    return next((text for text in said if text and text != "UNKNOWN"), "")


def rows(names: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each package's name, version and licence; what another platform or Python needs is left out."""
    for name in names:
        try:
            yield name, metadata(name)["Version"], licence(name)
        except PackageNotFoundError:
            continue


def refused(text: str) -> bool:
    """Whether a licence is none that we take. Of several between ORs, one that we take is enough."""
    return all(REFUSED.search(one) for one in re.split(r"\bOR\b", text))


def faults(found: list[tuple[str, str, str]]) -> list[str]:
    """Return what is wrong with the licences."""
    unread = [f"{name} {version} does not tell its licence" for name, version, text in found if not text]
    return unread + [f"{name} {version}: {text}" for name, version, text in found if refused(text)]


def main() -> None:
    """Print the table, then the faults."""
    lock = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock"
    found = list(rows([*locked(lock), "torch"]))
    width = max(len(name) + len(version) for name, version, _ in found) + 1
    for name, version, text in found:
        print(f"{f'{name} {version}':{width}}  {text}")
    if wrong := faults(found):
        sys.exit("\n".join(wrong))


if __name__ == "__main__":
    main()
