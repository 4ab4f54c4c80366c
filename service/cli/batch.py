"""`citeweave batch`: many clusters of documents, one JSON request a line, each answered on a line."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from models.errors import ModelsError
from service.cli.failures import FAILED, WrongInput, reported
from service.cli.summarize import note
from service.errors import RequestError
from service.failures import log_failure
from service.loading import load_summarizer
from service.settings import Settings, load_settings

if TYPE_CHECKING:
    from service.cli.journal import Journal
    from service.cli.lines import Asked, Entry, Line, Tell
    from service.summarizer import Summarizer


@click.command()
@click.argument("clusters", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the answers go, one JSON object a line. What it has already is not done again.",
)
@click.option(
    "--at-once",
    type=click.IntRange(1, 10_000),
    default=16,
    show_default=True,
    help="Lines that are in the queue at a time, if CITEWEAVE_BROKER_URL names one.",
)
def batch(clusters: Path, output: Path, at_once: int) -> None:
    """Summarize every line of CLUSTERS, a JSON object as POST /v1/summaries takes it.

    It may have an "id" besides. An answer has the line's number, its id, and either a summary or an error.
    A run that was broken off goes on where it stopped when it is started again. Status 1 if there are errors
    among the answers.
    """
    from service.cli.journal import Journal  # noqa: PLC0415 - Flask and pydantic, not for help

    with reported():
        settings = load_settings()
        if output.exists() and output.samefile(clusters):
            raise WrongInput("the output would overwrite the input; choose another file")
        with Journal(output) as journal:
            total = _check(clusters, journal, output)
            with _bar(total) as tell:
                tell(len(journal.done), "starting")
                _answer(clusters, journal, settings, at_once, tell)
            failed = journal.failed
    if failed:
        note(f'{failed:,} of {total:,} lines could not be summarized; see "error" in {output}')
        raise click.exceptions.Exit(FAILED)


def _check(clusters: Path, journal: Journal, output: Path) -> int:
    """Count the lines. Raises WrongInput if what is answered already are other lines than these."""
    from service.cli.lines import read_lines  # noqa: PLC0415

    total = 0
    for line in read_lines(clusters):
        total += 1
        if journal.done.get(line.number, line.sha256) != line.sha256:
            raise WrongInput(
                f"line {line.number} of {clusters} is not the one that {output} has an answer to;"
                " choose another output file"
            )
    return total


def _answer(clusters: Path, journal: Journal, settings: Settings, at_once: int, tell: Tell) -> None:
    from service.cli.lines import read_lines  # noqa: PLC0415

    left = (line for line in read_lines(clusters) if line.number not in journal.done)
    if settings.broker_url is None:
        _answer_here(left, journal, settings, tell)
        return
    from service.cli.queued import answer_queued  # noqa: PLC0415 - Celery and SQLAlchemy

    answer_queued(left, journal, settings, at_once, tell)


def _answer_here(left: Iterator[Line], journal: Journal, settings: Settings, tell: Tell) -> None:
    """One line after another: a single summary keeps all cores busy."""
    from service.cli.lines import ask  # noqa: PLC0415

    summarizer: Summarizer | None = None
    for line in left:
        asked = ask(line, settings.limits)
        if asked.request is None:
            assert asked.error is not None
            journal.write(asked.failed(asked.error))
            continue
        summarizer = summarizer or load_summarizer(settings)
        journal.write(_summarized(asked, summarizer, journal, tell))
        tell(len(journal.done), "")


def _summarized(asked: Asked, summarizer: Summarizer, journal: Journal, tell: Tell) -> Entry:
    from service.render.json import to_wire  # noqa: PLC0415

    assert asked.request is not None

    def progress(stage: str, _fraction: float) -> None:
        tell(len(journal.done), f"line {asked.line.number}: {stage}")

    try:
        return asked.answered(to_wire(summarizer.summarize(asked.request, progress)))
    except ModelsError:
        raise
    except Exception as error:  # the other lines may do better
        if not isinstance(error, RequestError):
            log_failure(logging.getLogger("citeweave.batch"), f"line {asked.line.number}", error)
        return asked.failed(error)


@contextmanager
def _bar(total: int) -> Iterator[Tell]:
    """Show how many lines are answered, on standard error, if a person is watching."""
    if not sys.stderr.isatty():
        yield lambda _done, _doing: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where a bar is shown
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda done, doing: bar.update(task, completed=done, description=doing)
