"""`citeweave worker`."""

from __future__ import annotations

import sys

import click

from models.weights import default_directory, locate
from service import logs
from service.cli.failures import WrongInput, reported
from service.loading import load_summarizer
from service.observer import Observer
from service.settings import PREFIX, Settings, load_settings
from service.summarizer import Summarizer


@click.command()
@click.option(
    "--processes",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Jobs at a time, each in a process of its own.",
)
@click.option("--threads", type=click.IntRange(1), help="Processor threads of each process.  [default: all]")
def worker(processes: int, threads: int | None) -> None:
    """Do the jobs of the queue that CITEWEAVE_BROKER_URL names, until a signal ends it."""
    with reported():
        settings = load_settings(threads=threads)
        if settings.broker_url is None:
            raise WrongInput(
                f"there is no queue: set {PREFIX}BROKER_URL to a Redis server, such as redis://127.0.0.1:6379/0"
            )
        _check_weights(settings)
        try:
            from service.jobs.worker import work  # noqa: PLC0415 - Celery
        except ModuleNotFoundError as error:
            raise WrongInput(f"{error.name} is not installed: pip install 'citeweave[queue]'") from None
        logs.configure(settings.log_level, settings.log_format)
        status = work(settings, _build, processes)
    sys.exit(status)


def _check_weights(settings: Settings) -> None:
    """Raise ModelsMissing or ModelsCorrupt here, where it is told once, rather than in every process."""
    directory = settings.models_dir or default_directory()
    locate("encoder", directory, settings.encoder)
    locate("verifier", directory)
    if not settings.fuser_is_server:
        locate("fuser", directory, settings.fuser)


def _build(settings: Settings, observer: Observer) -> Summarizer:
    return load_summarizer(settings, observer)  # imports torch, whose threads do not survive a fork
