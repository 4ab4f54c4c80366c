"""The command line. Commands are imported when they are called, so that help is quick."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import NamedTuple

import click

from service import __version__


class Lazy(NamedTuple):
    """Where a command is, and what the list of commands says of it."""

    module: str
    attribute: str
    help: str


class LazyGroup(click.Group):
    """A group that imports a command only to run it, or to show that command's own help."""

    def __init__(self, *args: object, lazy: Mapping[str, Lazy], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._lazy = dict(lazy)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the table's order."""
        return [*self._lazy, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in self._lazy:
            return super().get_command(ctx, cmd_name)
        place = self._lazy[cmd_name]
        command = getattr(importlib.import_module(place.module), place.attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the table, importing nothing."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, place.help) for name, place in self._lazy.items()])


COMMANDS: Mapping[str, Lazy] = {
    "summarize": Lazy("service.cli.summarize", "summarize", "Summarize files and folders, with citations."),
    "serve": Lazy("service.cli.serve", "serve", "Serve summaries over HTTP."),
    "worker": Lazy("service.cli.worker", "worker", "Do the jobs of a queue."),
    "batch": Lazy("service.cli.batch", "batch", "Summarize many clusters, one JSON request a line."),
    "keys": Lazy("service.cli.keys", "keys", "Make API keys."),
    "models": Lazy("service.cli.models", "models", "Fetch, list and verify the weights."),
    "evaluate": Lazy("service.cli.evaluate", "evaluate", "Measure summaries and models on data."),
}


@click.group(
    cls=LazyGroup,
    lazy=COMMANDS,
    epilog="Exit status: 0 done; 1 the program failed, or `models verify` found a fault;"
    " 2 the input or an option is wrong; 3 the weights are missing or damaged.",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="citeweave")
def main() -> None:
    """Many articles in, one summary out, every sentence cited to the character."""
