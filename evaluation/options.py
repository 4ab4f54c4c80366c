"""The options that the measuring commands share."""

from __future__ import annotations

from pathlib import Path

import click


def _with_a_folder(_context: click.Context, _option: click.Parameter, target: Path | None) -> Path | None:
    """Refuse at once what could not be written after an hour of work."""
    if target is not None and not target.absolute().parent.is_dir():
        raise click.BadParameter(f"there is no folder {target.absolute().parent}")
    return target


data_option = click.option(
    "--data",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    required=True,
    help="The folder that holds the data.",
)
adapter_option = click.option(
    "--adapter",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="The verifier's adapter, instead of the one that ships.",
)
limit_option = click.option(
    "--limit", type=click.IntRange(1), help="Take only so many items of each set, evenly spread."
)
json_option = click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path),
    callback=_with_a_folder,
    help="Write the figures to this file, too; with - to standard output, and the table to standard error.",
)
