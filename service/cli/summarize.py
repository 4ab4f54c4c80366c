"""`citeweave summarize`."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from service.cli.failures import reported
from service.cli.files import find, load
from service.intake import DEFAULT_LENGTH, MAX_QUERY_CHARACTERS, MAX_SENTENCES, MAX_WORDS
from service.loading import load_summarizer
from service.render.escape import one_line
from service.render.html import to_html
from service.render.json import dumps, to_wire
from service.render.markdown import to_markdown
from service.settings import Settings, load_settings
from service.summarizer import Progress
from service.types import NAMED_LENGTHS, Format, Length, Mode, Summary, SummaryRequest

_COUNT = re.compile(r"(?:(words|sentences)=)?([0-9]{1,6})(w|s)?")


class LengthType(click.ParamType[Length]):
    """`short`, `medium`, `long`; `120w` or `words=120`; `5s` or `sentences=5`."""

    name = "length"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return what the usage line shows."""
        return "short|medium|long|120w|5s"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Length:
        """Return the ceiling, or fail in one line."""
        if isinstance(value, Length):
            return value
        text = str(value).strip().lower()
        if text in NAMED_LENGTHS:
            return NAMED_LENGTHS[text]
        match = _COUNT.fullmatch(text)
        if match is None or (match[1] is None) == (match[3] is None):
            self.fail("say short, medium, long, 120w (words) or 5s (sentences)", param, ctx)
        words = (match[1] or match[3]).startswith("w")
        count, most = int(match[2]), MAX_WORDS if words else MAX_SENTENCES
        if not 1 <= count <= most:
            self.fail(f"the number must be between 1 and {most:,}", param, ctx)
        return Length(words=count) if words else Length(sentences=count)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER|-...")
@click.option(
    "--length",
    type=LengthType(),
    default=DEFAULT_LENGTH,
    show_default=True,
    help="A hard ceiling: by name, in words (120w) or in sentences (5s).",
)
@click.option(
    "--format",
    "layout",
    type=click.Choice([kind.value for kind in Format]),
    default=Format.PARAGRAPH.value,
    show_default=True,
    help="Running text, or a list.",
)
@click.option(
    "--mode",
    type=click.Choice([kind.value for kind in Mode]),
    default=Mode.ABSTRACTIVE.value,
    show_default=True,
    help="Fuse sentences that tell the same, or quote the sources' own.",
)
@click.option("--query", help="What the summary should be about.")
@click.option(
    "--output",
    type=click.Choice(["md", "json", "html"]),
    default="md",
    show_default=True,
    help="What to write to standard output; html is a page that stands alone.",
)
def summarize(
    paths: tuple[str, ...], length: Length, layout: str, mode: str, query: str | None, output: str
) -> None:
    """Summarize files and folders (.txt .md .html .pdf .docx), or text from standard input (-)."""
    if query is not None and len(query) > MAX_QUERY_CHARACTERS:
        raise click.BadParameter(f"at most {MAX_QUERY_CHARACTERS:,} characters", param_hint="--query")
    with reported():
        settings = load_settings()
        documents = load(find(paths, note), settings.limits, sys.stdin.buffer)
    request = SummaryRequest(
        documents, length, Format(layout), Mode(mode), query=(query or "").strip() or None
    )
    write(render(_run(settings, request), output))


def _run(settings: Settings, request: SummaryRequest) -> Summary:
    names = {document.pointer: document.id for document in request.documents}
    with reported(names), progress_bar() as progress:
        progress("loading", 0.0)
        return load_summarizer(settings).summarize(request, progress)


def render(summary: Summary, output: str) -> bytes:
    """Return the summary as bytes in one of the three forms."""
    if output == "json":
        return dumps(to_wire(summary), indent=2) + b"\n"
    text = to_html(summary) if output == "html" else to_markdown(summary)
    return text.encode("utf-8", "replace")


def write(output: bytes) -> None:
    """Write to standard output as UTF-8, whatever the locale says."""
    sys.stdout.buffer.write(output)
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    """Tell something on standard error."""
    click.echo(f"citeweave: {one_line(text)}", err=True)


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show a bar on standard error, if a person is watching; it leaves no trace."""
    if not sys.stderr.isatty():
        yield lambda _stage, _fraction: None
        return
    from rich.console import Console  # noqa: PLC0415 - only where a bar is shown
    from rich.progress import Progress as Bar  # noqa: PLC0415

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("starting", total=1.0)

        def show(stage: str, fraction: float) -> None:
            bar.update(task, description=stage, completed=fraction)

        yield show
