"""`citeweave evaluate`: the door to what measures. Nothing else in the service knows of it."""

from __future__ import annotations

from collections.abc import Mapping

import click

from service.cli import Lazy, LazyGroup
from service.cli.failures import WrongInput, reported

MEASURES: Mapping[str, Lazy] = {
    "clean": Lazy("evaluation.clean", "main", "Score the taking of articles and the marking of clutter."),
    "corroboration": Lazy("evaluation.corroboration", "main", "Score what finds who else says the same."),
    "events": Lazy("evaluation.events", "main", "Score summaries of annotated events."),
    "fusion": Lazy("evaluation.fusion", "main", "Score fused sentences, and time the fusing."),
    "gate": Lazy("evaluation.gate", "main", "Measure a part of everything; fail where a figure fell."),
    "grouping": Lazy("evaluation.grouping", "main", "Score how events and copies are told apart."),
    "haystack": Lazy("evaluation.haystack", "main", "Score summaries of a hundred documents for a query."),
    "orders": Lazy("evaluation.orders", "main", "Count orders to a machine that come through."),
    "rouge": Lazy("evaluation.rouge", "main", "Score summaries of news by ROUGE, beside baselines."),
    "sheet": Lazy("evaluation.sheet", "main", "Collect fused sentences to be judged by a reader."),
    "verifier": Lazy("evaluation.verifier", "main", "Score what tells supported claims from others."),
}


class Measuring(LazyGroup):
    """A lazy group whose commands fail as all commands do: in one line that says what to do."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command. Fails if this installation left the measuring out."""
        try:
            return super().get_command(ctx, cmd_name)
        except ModuleNotFoundError as error:
            if error.name != "evaluation":
                raise
            raise WrongInput("this installation has no evaluation/: install citeweave with it") from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with reported():
            return super().invoke(ctx)


@click.group(cls=Measuring, lazy=MEASURES)
def evaluate() -> None:
    """Measure the summaries and the models on data of your own."""
