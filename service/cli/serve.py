"""`citeweave serve`."""

from __future__ import annotations

import click

from service import logs
from service.cli.failures import WrongInput, reported
from service.settings import Settings, load_settings


@click.command()
@click.option("--host", help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="The port to listen on.  [default: 8080]")
@click.option("--threads", type=click.IntRange(1), help="Processor threads of the models.  [default: all]")
@click.option(
    "--request-threads",
    type=click.IntRange(1),
    help="Summaries at a time.  [default: 8]",
)
@click.option("--workers", type=click.IntRange(1), help="Server processes.  [default: 1]")
def serve(
    host: str | None,
    port: int | None,
    threads: int | None,
    request_threads: int | None,
    workers: int | None,
) -> None:
    """Serve summaries over HTTP. Options go before the CITEWEAVE_ variables of the same names."""
    with reported():
        settings = load_settings(
            host=host, port=port, threads=threads, request_threads=request_threads, workers=workers
        )
    _serve(settings)


def _serve(settings: Settings) -> None:
    from service.http.server import PortError, listen  # noqa: PLC0415 - gunicorn and Flask, not for help
    from service.http.server import serve as run  # noqa: PLC0415
    from service.wsgi import application  # noqa: PLC0415

    logs.configure(settings.log_level, settings.log_format)

    try:
        listener = listen(settings.host, settings.port)
    except PortError as error:
        raise WrongInput(str(error)) from None
    run(settings, listener, application)
