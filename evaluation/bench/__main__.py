"""Runs the parts asked for and writes what they find between their markers in a Markdown page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

import click

from evaluation.bench.page import Report, write
from evaluation.options import data_option
from evaluation.tables import layout, note

PARTS: Mapping[str, str] = {
    "request": "evaluation.bench.serving",
    "clients": "evaluation.bench.serving",
    "decoding": "evaluation.bench.decoding",
    "ranking": "evaluation.bench.ranking",
}


@click.command()
@data_option
@click.option("--part", "parts", multiple=True, type=click.Choice(list(PARTS)), help="Run only this part.")
@click.option(
    "--page",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    help="Write the tables into this page, and the curves beside it.",
)
@click.option(
    "--articles",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="What the part `request` posts: a folder with .txt and .md files, instead of the example's.",
)
def main(data: Path, parts: Sequence[str], page: Path | None, articles: Path | None) -> None:
    """Measure speed side by side with others; articles are taken from DATA at run time, and only measured."""
    for name in parts or PARTS:
        note(f"bench: {name}")
        measure: Callable[..., Report] = getattr(import_module(PARTS[name]), name)
        report = measure(data, articles) if articles and name == "request" else measure(data)
        click.echo(layout(report.rows))
        if page is not None:
            write(page, name, report)


if __name__ == "__main__":
    main()
