"""`citeweave models fetch | list | verify`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from models.weights import PartStatus, default_directory, fetch, list_parts, verify
from service.cli.failures import FAILED, reported
from service.render.escape import one_line
from service.settings import load_settings

_directory = click.option(
    "--dir",
    "directory",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the weights are.  [default: CITEWEAVE_MODELS_DIR, or the user's cache]",
)


@click.group()
def models() -> None:
    """Fetch, list and verify the weights."""


@models.command("fetch")
@click.argument("parts", nargs=-1)
@_directory
def fetch_parts(parts: tuple[str, ...], directory: Path | None) -> None:
    """Download the weights, or only the PARTS named, and check every byte. Only this needs a network."""
    with reported():
        fetch(parts or None, _resolve(directory), lambda line: click.echo(one_line(line), err=True))


@models.command("list")
@_directory
def list_all(directory: Path | None) -> None:
    """Show the parts: what they are, their licences, and whether they are in place."""
    with reported():
        place = _resolve(directory)
        statuses = list_parts(place)
    click.echo(f"{place}")
    for line in _table(statuses):
        click.echo(line)


@models.command("verify")
@_directory
def verify_all(directory: Path | None) -> None:
    """Hash every file against the manifest; exit status 1 if one is missing or altered."""
    with reported():
        statuses = verify(_resolve(directory))
    for status in statuses:
        click.echo(f"{status.name}: {status.state}" + (f" ({status.detail})" if status.detail else ""))
    if any(status.state != "ok" for status in statuses):
        click.echo("citeweave: run `citeweave models fetch`", err=True)
        sys.exit(FAILED)


def _resolve(directory: Path | None) -> Path:
    return directory or load_settings().models_dir or default_directory()


def _table(statuses: Sequence[PartStatus]) -> list[str]:
    rows = [("PART", "MODEL", "LICENCE", "SIZE", "STATE", "SOURCE")]
    rows += [
        (s.name, s.model, s.licence, f"{s.size_bytes / 1e6:.0f} MB", s.state, s.source) for s in statuses
    ]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
